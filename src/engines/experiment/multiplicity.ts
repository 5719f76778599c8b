/** How p values of several comparisons are corrected. */
export const corrections = ["HOLM", "BENJAMINI_HOCHBERG", "NONE"] as const;
export type Correction = (typeof corrections)[number];

/**
 * Adjusted p values in the order given. HOLM bounds the chance of any false finding (Holm 1979, Scandinavian Journal of Statistics
 * 6); BENJAMINI_HOCHBERG the expected share of false findings among all (Benjamini & Hochberg 1995, J. R. Stat. Soc. B 57).
 */
export function adjustPValues(pValues: readonly number[], correction: Correction): readonly number[] {
  const count = pValues.length;
  const order = pValues.map((_, index) => index).sort((a, b) => pValues[a]! - pValues[b]!);
  const adjusted = [...pValues];
  if (correction === "HOLM") {
    let most = 0;
    for (const [rank, index] of order.entries()) {
      most = Math.max(most, Math.min(1, (count - rank) * pValues[index]!));
      adjusted[index] = most;
    }
  }
  if (correction === "BENJAMINI_HOCHBERG") {
    let least = 1;
    for (let rank = count - 1; rank >= 0; rank--) {
      const index = order[rank]!;
      least = Math.min(least, (count / (rank + 1)) * pValues[index]!);
      adjusted[index] = least;
    }
  }
  return adjusted;
}
