import { InvalidInputError } from "./invalid-input";

/**
 * Shannon entropy of a mix over the logarithm of its number of parts (Pielou 1966, evenness): 0 when all are in one part, 1 when the
 * parts are equal. Null of nobody, and of fewer than two parts.
 */
export function normalisedEntropy(parts: readonly number[]): number | null {
  parts.forEach(assertCount);
  const total = parts.reduce((sum, part) => sum + part, 0);
  if (total === 0 || parts.length < 2) return null;
  const shares = parts.filter((part) => part > 0).map((part) => part / total);
  const entropy = shares.reduce((sum, share) => sum - share * Math.log(share), 0);
  return Math.min(1, Math.max(0, entropy / Math.log(parts.length)));
}

function assertCount(part: number, index: number): void {
  if (Number.isFinite(part) && part >= 0) return;
  throw new InvalidInputError(`Part ${index} must be at least 0 but got ${part}; pass how many are in each part.`);
}
