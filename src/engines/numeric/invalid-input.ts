/**
 * An argument that breaks an engine's contract. Callers validate what people send before they call an engine, so this is a
 * programming error unless an engine documents otherwise. The text says what must hold, what came instead and what to do.
 */
export class InvalidInputError extends RangeError {
  override readonly name: string = "InvalidInputError";
}
