/*
 * Terms of this feature
 *
 * keyword takeover: a slot of a platform's search that shows one product of a brand to everybody who searches one of some keywords
 *                   in some hours (搜索霸屏).
 * conflict:         two bookings of one slot with a keyword and an instant in common; an organisation has none.
 */

export const takeoverStates = ["BOOKED", "CANCELLED"] as const;
export type TakeoverState = (typeof takeoverStates)[number];

export interface NewTakeover {
  readonly brandId: number;
  readonly platform: string;
  readonly slotCode: string;
  readonly productCode: string;
  readonly keywords: readonly string[];
  /** Half open. */
  readonly startsAt: Date;
  readonly endsAt: Date;
}

export interface KeywordTakeover extends NewTakeover {
  readonly id: string;
  readonly state: TakeoverState;
  /** Counts up with every change. */
  readonly version: number;
  readonly createdAt: Date;
}

export const MAX_KEYWORDS = 100;
export const MAX_TAKEOVER_DAYS = 31;
