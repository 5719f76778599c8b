import type { RoaringBitmap32 } from "roaring";
import type { BrandWindow } from "../journeys";
import type { Metric } from "./experiment";

/** People drawn by the hash of their number, all from one instant on. */
export interface HashedDraw {
  readonly kind: "HASHED";
  /** Of the salt; UInt64, decimal. */
  readonly key: readonly [string, string];
  /** Of 1000, by variant. */
  readonly parts: readonly { readonly from: number; readonly to: number }[];
  /** At least one, none of them overlapping. */
  readonly audiences: readonly RoaringBitmap32[];
  readonly startsAt: Date;
}

/** People by the variant of their first exposure, each from it on. */
export interface RecordedDraw {
  readonly kind: "RECORDED";
  /** None: everybody. */
  readonly audiences: readonly RoaringBitmap32[];
  /** When exposures count, half open. */
  readonly from: Date;
  readonly to: Date;
}

/** What is asked of the arms of an experiment; what happened at or after the window's end does not count. */
export interface ArmQuestion {
  readonly window: BrandWindow;
  readonly currencyCode: string;
  /** By variant. */
  readonly codes: readonly string[];
  readonly draw: HashedDraw | RecordedDraw;
  readonly metrics: readonly Metric[];
  readonly prePeriodDays: number | null;
}

/** Sums of one metric over the people of an arm, and of its values in the period before. */
export interface MetricFigures {
  readonly sum: number;
  readonly sumOfSquares: number;
  readonly before: number;
  readonly beforeSquares: number;
  readonly products: number;
  /** People whose value is not 0. */
  readonly active: number;
  /** Orders that would count but have no known value in the brand's currency. */
  readonly unvaluedOrders: number;
}

/** One arm, by places from 0. */
export interface ArmFigures {
  readonly audience: number;
  readonly variant: number;
  readonly people: number;
  /** Who saw the own variant, and who saw another one. */
  readonly exposed: number;
  readonly exposedToOther: number;
  /** By metric: people whose days are over by the window's end (HASHED: everybody, as all are at the same day). */
  readonly counted: readonly number[];
  readonly metrics: readonly MetricFigures[];
}

export interface ArmAnswer {
  readonly arms: readonly ArmFigures[];
  /** RECORDED: people who saw several variants, and are in no arm. */
  readonly mixedPeople: number;
  /** By metric, in seconds; null of other kinds and where nobody stayed. */
  readonly caps: readonly (number | null)[];
}

/** Orders are told by their rows together, everything else row by row. */
export const isOfOrders = ({ kind, action }: Metric): boolean => kind === "VALUE" || action === "ORDER";
