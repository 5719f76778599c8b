import type { BgNbdModel } from "../../engines/customer-value/bg-nbd-likelihood";
import type { GammaGammaModel } from "../../engines/customer-value/gamma-gamma";

export interface Estimates<Name extends string> {
  /** Null where the data cannot tell. */
  readonly standardErrors: Readonly<Record<Name, number | null>>;
  readonly logLikelihood: number;
  readonly people: number;
  readonly iterations: number;
}

/** What a model that saw only the days before `from` forecast for those from `from` to the model's own end, and what came. */
export interface HoldoutError {
  readonly from: string;
  readonly days: number;
  readonly people: number;
  readonly expectedPurchases: number;
  readonly actualPurchases: number;
  /** Of purchases, per person. */
  readonly meanAbsoluteError: number;
  /** Minor units. */
  readonly expectedWorth: number;
  readonly actualWorth: number;
}

export interface CustomerValueReport {
  /** Names the method; reports of equal ones can be compared. */
  readonly method: string;
  /** Of days. */
  readonly purchases: { readonly model: BgNbdModel<"DAY"> } & Estimates<"r" | "alpha" | "a" | "b">;
  /** v in minor units. */
  readonly spend: { readonly model: GammaGammaModel } & Estimates<"p" | "q" | "v">;
  readonly repeaters: number;
  readonly purchasesWithoutWorth: number;
  readonly frequencySpendCorrelation: number | null;
  /** SHA-256 of the histories and spends that it was fitted to, in hexadecimal. */
  readonly dataHash: string;
  /** Null: nothing was held out. */
  readonly holdout: HoldoutError | null;
}

/** A published model: one of a registry, whose older ones stay. */
export interface CustomerValueModel {
  readonly id: string;
  readonly brandId: number;
  /** 1, 2, ... within the organisation and brand. */
  readonly version: number;
  readonly currencyCode: string;
  /** First day of customers' first purchases, YYYY-MM-DD; null: all customers. */
  readonly acquiredFrom: string | null;
  /** Its days end before this one. */
  readonly asOf: string;
  readonly fittedAt: Date;
  readonly people: bigint;
  readonly report: CustomerValueReport;
  readonly approvedById: string | null;
  readonly approvedAt: Date | null;
}
