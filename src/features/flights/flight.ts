/*
 * Terms of this feature
 *
 * flight:    days on which a placement runs without a break, in one format, and what was planned for them (排期).
 * shape:     how the plan is spread over the days; hour weights say how over the hours of each day.
 * complete:  an hour that ended LATE_HOURS ago or longer and was reported, or before which a later one was: media leave out hours in
 *            which nothing ran. Figures that come for it later restate it.
 * pacing:    what complete hours delivered against what was planned for them.
 */

export const flightFormats = ["SPLASH", "FEED", "SEARCH", "VIDEO", "LIVE", "BANNER", "OTHER"] as const;
export type FlightFormat = (typeof flightFormats)[number];

export const deliveryShapes = ["EVEN", "FRONT_LOADED", "BACK_LOADED"] as const;
export type DeliveryShape = (typeof deliveryShapes)[number];

/** Media report an hour within the next two, as a rule; a third one keeps a late report from looking like a weak hour. */
export const LATE_HOURS = 3;
export const MAX_FLIGHT_DAYS = 366;
export const MAX_FLIGHTS = 50;
/** Thousandths: ten times an average hour. */
export const MAX_HOUR_WEIGHT = 10_000;

export interface FlightPlan {
  /** Days of the brand's zone, both included, e.g. 2025-10-21. */
  readonly startsOn: string;
  readonly endsOn: string;
  readonly format: FlightFormat;
  readonly shape: DeliveryShape;
  /** 24 numbers in thousandths of an average hour; null: all hours alike. */
  readonly hourWeights: readonly number[] | null;
  /** Null: not planned by it; one of the two is. */
  readonly impressions: bigint | null;
  readonly costMinor: bigint | null;
}

export interface Flight extends FlightPlan {
  readonly id: string;
  readonly placementId: string;
  readonly version: number;
  readonly createdAt: Date;
  readonly cancelledAt: Date | null;
}
