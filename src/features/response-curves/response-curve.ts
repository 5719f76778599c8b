import type { Adstock } from "../../engines/allocation/adstock";
import type { ResponseCurve as Curve } from "../../engines/allocation/response-curve";

/*
 * Terms of this feature
 *
 * line:    one receiver of a brand's money, by name (a channel, or a channel with crowd and step).
 * curve:   what a line brings in a period for what it spends in it, year in, year out.
 * version: a curve is never edited; a fit or a hand makes the next version of its name.
 */

export const curvePeriods = ["DAY", "WEEK"] as const;
export type CurvePeriod = (typeof curvePeriods)[number];

export interface FitQuality {
  /** Share of the outcome's variance that all lines of the fit explain together. */
  readonly rSquared: number;
  readonly relativeError: number | null;
  readonly periods: number;
  /** First day of the first period, YYYY-MM-DD. */
  readonly startsOn: string;
}

export interface NewCurve {
  readonly brandId: number;
  readonly name: string;
  readonly period: CurvePeriod;
  /** Amounts in major units of one period. */
  readonly curve: Curve;
  readonly adstock: Adstock;
  /** Over which it carries over, the same one included; null of a curve of before this was kept. */
  readonly carryOverPeriods: number | null;
  /** Null: given by hand. */
  readonly fit: FitQuality | null;
  /** Curves of redrawn residuals: how far it is known. None of a given curve. */
  readonly draws: readonly Curve[];
  /** Why it was given by hand; null of a fitted one. */
  readonly reason: string | null;
}

export interface StoredCurve extends NewCurve {
  readonly id: string;
  readonly version: number;
  readonly accessKeyId: string;
  readonly createdAt: Date;
}

/** A curve by hand, with why it is so. */
export interface GivenCurve {
  readonly brandId: number;
  readonly name: string;
  readonly period: CurvePeriod;
  readonly curve: Curve;
  readonly adstock: Adstock;
  readonly reason: string;
}

export const MAX_FIT_PERIODS = 1_100;
export const MAX_FIT_LINES = 20;
export const MAX_CONTROLS = 20;
export const MAX_CARRY_OVER = 60;
export const MAX_NAME_LENGTH = 100;
export const MAX_REASON_LENGTH = 500;
/** Most curves that a brand lists, each in its newest version. */
export const MAX_LISTED_CURVES = 200;
