import type { StoredPeriod } from "./attribution-period.store";
import type { VisibleReport } from "./attribution-report";
import type { Dimension } from "./dimension";
import type { LineWithFacts } from "./line-facts";
import type { ModelKey } from "./model-key";
import type { Grain } from "./report-periods";

/** All that a report says, of every dimension, model and grain. */
export interface WholeReport {
  readonly report: VisibleReport;
  /** Null of imported paths. */
  readonly brandId: number | null;
  readonly dimensions: readonly { readonly dimension: Dimension; readonly lines: readonly LineWithFacts[] }[];
  /** Of models that add up; none of imported paths. */
  readonly periods: readonly {
    readonly grain: Grain;
    readonly model: ModelKey;
    readonly periods: readonly StoredPeriod[];
  }[];
}
