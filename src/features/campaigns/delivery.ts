import type { Period } from "./campaign";

/** Most rows of one import. */
export const MAX_DELIVERY_ROWS = 1_000;

/** Most days of a series: a year's campaign with its tail. */
export const MAX_DELIVERY_DAYS = 400;

/** A placement reports each day of the brand's zone either whole or by hours, never both: the sum over its rows is the figure. */
export type DeliveryGrain = "HOUR" | "DAY";

export interface DeliveryCounts {
  readonly impressions: bigint;
  readonly clicks: bigint;
  readonly costMinor: bigint;
}

/** A row as it came. */
export interface DeliveryRow {
  readonly externalId: string;
  readonly platform: string;
  readonly period: Period;
  readonly impressions: bigint;
  readonly clicks: bigint;
  readonly cost: { readonly amount: string; readonly currencyCode: string };
}

/** A row that was read: whose figure it is, and for which hour or day. */
export interface DeliveryReport extends DeliveryCounts {
  readonly placementId: string;
  readonly period: Period;
  readonly grain: DeliveryGrain;
  /** The day of the brand's zone that the period is or lies in. */
  readonly day: Period;
}

/** A report as it is kept; of one placement and period the highest version is the figure. */
export interface DeliveryFigure extends DeliveryReport {
  readonly version: number;
}

/** The figure of a placement's hour or day as it was known at some instant. */
export interface ReportedDelivery extends DeliveryCounts, Period {
  readonly placementId: string;
}

export interface DeliveryTotals extends DeliveryCounts {
  readonly currencyCode: string;
  /** How many hours and days were reported. */
  readonly periods: number;
  /** When the latest of the figures was imported. */
  readonly asOf: Date;
}

/** Why a row was not taken, each with what must hold. */
export const deliveryRejections = {
  UNKNOWN_PLATFORM: "The platform is not known to the organisation.",
  UNKNOWN_EXTERNAL_ID: "No placement of the campaign has this external id on this platform.",
  INVALID_PERIOD: "The period is neither exactly one hour nor exactly one day of the brand's zone.",
  GRAIN_CONFLICT: "The placement reported this day by hours and the row is the whole day, or the other way round.",
  INVALID_VALUE: "A count or an amount is outside of what its field allows.",
  WRONG_CURRENCY: "The cost is not in the brand's currency.",
} as const;

export interface DeliveryRejection {
  readonly reason: keyof typeof deliveryRejections;
  /** Path inside the row. */
  readonly field: readonly string[];
  readonly message: string;
}
