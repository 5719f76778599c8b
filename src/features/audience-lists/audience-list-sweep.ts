import type { Chore } from "../../platform/jobs/chore";
import type { AudienceListStore } from "./audience-list.store";
import type { AudienceListPeopleStore } from "./audience-list-people.store";

/** Longest that a call may take from writing whom it matched until it is published. */
const UNPUBLISHED_MS = 24 * 3_600_000;

/** Removes expired lists with their people, and people of calls that broke off. Every step can be run again. */
export function sweepAudienceLists(lists: AudienceListStore, people: AudienceListPeopleStore): Chore {
  return {
    name: "sweepAudienceLists",
    run: async ({ clock }) => {
      const now = clock.now();
      const expired = await lists.findExpired(now);
      if (expired.length > 0) {
        await people.delete(expired.flatMap(({ uploadIds }) => uploadIds));
        await lists.delete(expired.map(({ id }) => id));
      }
      const old = await people.findUploadsBefore(new Date(now.getTime() - UNPUBLISHED_MS));
      if (old.length === 0) return;
      const published = new Set(await lists.findPublished(old));
      await people.delete(old.filter((id) => !published.has(id)));
    },
  };
}
