/** Whether a figure of the market can be told; if not, why. */
export const marketFigureStates = [
  "KNOWN",
  "SUPPRESSED",
  "NO_ORDERS",
  "BASE_NOT_POSITIVE",
  "TOO_FEW_PEERS",
  "CURRENCIES_DIFFER",
  "NOT_COMPUTED",
  "NO_CATEGORY",
] as const;

export type MarketFigureState = (typeof marketFigureStates)[number];
