import type { Chore } from "../../platform/jobs/chore";
import type { ActivatedPeopleStore } from "./activated-people.store";
import type { AudienceExportStore } from "./audience-export.store";
import type { AudiencePushStore } from "./audience-push.store";

/** Longest that an attempt may take from its beginning until what it made is published. */
const KEPT_MS = 24 * 3_600_000;

/** Forgets files whose time is over, and whom pushes and exports were about that nothing goes on from any more. */
export function sweepActivation(
  people: ActivatedPeopleStore,
  pushes: AudiencePushStore,
  exports: AudienceExportStore,
): Chore {
  return {
    name: "sweepActivation",
    run: async ({ clock }) => {
      const now = clock.now();
      const before = new Date(now.getTime() - KEPT_MS);
      await exports.sweepParts(now, before);
      const old = await people.findIdsBefore(before);
      if (old.length === 0) return;
      const needed = new Set([...(await pushes.findNeeded(old)), ...(await exports.findLive(old, now))]);
      await people.forget(old.filter((id) => !needed.has(id)));
    },
  };
}
