import { OutdatedCategoryStore } from "../touchpoints";

/** Marks refreshes of a category that may no longer say what refreshing again would. */
export const outdatedBenchmarks = new OutdatedCategoryStore({
  name: "outdatedBenchmarks",
  table: "benchmark",
  asOf: "as_of",
});
