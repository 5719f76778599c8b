import { mean } from "../numeric/mean-and-spread";
import { median } from "../numeric/median";

/** What a robust z is measured in. NONE: the sample has no spread at all. */
export const robustScales = ["MEDIAN_DEVIATION", "MEAN_DEVIATION", "NONE"] as const;
export type RobustScale = (typeof robustScales)[number];

export interface RobustZ {
  /** Null where the sample has no spread. */
  readonly z: number | null;
  readonly median: number;
  readonly basis: RobustScale;
}

/** Above it a value is an outlier. Iglewicz & Hoaglin 1993, page 12. */
export const OUTLIER_Z = 3.5;

/** Makes the median absolute deviation (MAD) of a normal sample its standard deviation: 1 / 0.6745. */
const MAD_TO_SIGMA = 1.4826;
/** Makes its mean absolute deviation that: the square root of pi / 2. */
const MEAN_DEVIATION_TO_SIGMA = 1.253314;

/**
 * Modified z-score (value - median) / (1.4826 MAD). Iglewicz & Hoaglin 1993, How to Detect and Handle Outliers, section 3.3.
 * Where more than half of the sample is one value the MAD is 0; then the mean absolute deviation from the median stands in,
 * and where that is 0 too there is no z. Null of no sample.
 */
export function robustZ(value: number, sample: readonly number[]): RobustZ | null {
  const centre = median(sample);
  if (centre === null) return null;
  const deviations = sample.map((each) => Math.abs(each - centre));
  const byMedian = MAD_TO_SIGMA * median(deviations)!;
  if (byMedian > 0) return { z: (value - centre) / byMedian, median: centre, basis: "MEDIAN_DEVIATION" };
  const byMean = MEAN_DEVIATION_TO_SIGMA * mean(deviations)!;
  if (byMean > 0) return { z: (value - centre) / byMean, median: centre, basis: "MEAN_DEVIATION" };
  return { z: null, median: centre, basis: "NONE" };
}
