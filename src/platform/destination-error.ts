/** What a destination said no with. A lasting one will say so again, so it is not asked again. */
export class DestinationError extends Error {
  readonly isLasting: boolean;

  constructor(message: string, isLasting: boolean, options?: ErrorOptions) {
    super(message, options);
    this.isLasting = isLasting;
  }
}
