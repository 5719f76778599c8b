/** Refunds of goods bought online are mostly filed within a week (七天无理由退货) and take another to be paid out. */
export const SETTLING_DAYS = 15;

const DAY_MS = 86_400_000;

/**
 * PROVISIONAL: as of a time when orders or refunds were still to come. FINAL: as of {@link SETTLING_DAYS} days after the
 * campaign's window, or later. The look-back plays no part: touches lie before their order.
 */
export type ReportState = "PROVISIONAL" | "FINAL";

export function reportState(asOf: Date, windowEnd: Date): ReportState {
  return asOf.getTime() < windowEnd.getTime() + SETTLING_DAYS * DAY_MS ? "PROVISIONAL" : "FINAL";
}
