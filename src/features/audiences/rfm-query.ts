import type { ScoreRange } from "../../engines/customer-value/rfm";
import type { OverlayId } from "../people";

/** Who bought of the brands, in the categories, in a half-open window of milliseconds since 1970; null asks nothing. */
export interface CustomerQuery {
  readonly brandIds: readonly number[] | null;
  readonly categoryIds: readonly number[] | null;
  /** In which monetary value is told; orders in another one have none. */
  readonly currencyCode: string;
  readonly sourceIds: readonly number[];
  readonly overlayId: OverlayId;
  readonly from: number;
  readonly to: number;
}

/** Of these customers, those whose scores lie in the ranges; null: any score. */
export interface RfmQuery extends CustomerQuery {
  readonly kind: "RFM";
  readonly recency: ScoreRange | null;
  readonly frequency: ScoreRange | null;
  readonly monetary: ScoreRange | null;
}
