/**
 * How far the models are apart: the largest total variation distance (half the sum of absolute differences) between two
 * models' shares of the attributed conversions over platforms. 0: all agree; 1: two of them credit no platform in common.
 * Null with fewer than two models, or when nothing is attributed. `millionths`: one row a model, one column a platform.
 */
export function disagreement(millionths: readonly (readonly bigint[])[]): number | null {
  const total = millionths[0]?.reduce((sum, credit) => sum + credit, 0n) ?? 0n;
  if (millionths.length < 2 || total === 0n) return null;
  const distances = millionths.flatMap((a, index) =>
    millionths.slice(index + 1).map((b) => a.reduce((sum, credit, i) => sum + absolute(credit - b[i]!), 0n)),
  );
  return Math.max(...distances.map(Number)) / Number(2n * total);
}

const absolute = (value: bigint): bigint => (value < 0n ? -value : value);
