import type { Chore } from "../../platform/jobs/chore";
import type { UnpublishedValuesStore } from "./unpublished-values.store";
import type { ValueScoringStore } from "./value-scoring.store";

/** Longest that an attempt may take from writing a day's values until all days are published. */
const KEPT_MS = 24 * 3_600_000;

/** Removes values of attempts that died, or that read anew because people were joined meanwhile: nobody knows their scoring. */
export function sweepValues(values: UnpublishedValuesStore, scorings: ValueScoringStore): Chore {
  return {
    name: "sweepValues",
    run: async ({ clock }) => {
      const old = await values.findScoringsBefore(new Date(clock.now().getTime() - KEPT_MS));
      if (old.length === 0) return;
      const published = new Set(await scorings.findPublished(old));
      await values.forget(old.filter((id) => !published.has(id)));
    },
  };
}
