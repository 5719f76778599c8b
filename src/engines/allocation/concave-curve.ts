/**
 * Response to an amount spent on one line: 0 at 0, rising and strictly concave, so each further minor unit brings less than the
 * one before. Amounts and parameters are in minor units.
 */
export interface ConcaveCurve {
  readonly response: (amount: number) => number;
  /** Derivative: response per minor unit. */
  readonly marginalReturn: (amount: number) => number;
  /** Second derivative: below 0 where the curve is concave. */
  readonly curvature: (amount: number) => number;
  /**
   * response(to) - response(from), in a form that does not subtract: next to 10^12 minor units one more changes the response by
   * less than its rounding error.
   */
  readonly gain: (from: number, to: number) => number;
}
