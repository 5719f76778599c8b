import type { Chore } from "../jobs/chore";
import type { Database } from "./database";

/** How long a retry finds what its first call made. */
export const IDEMPOTENCY_DAYS = 30;
const DAY_MS = 86_400_000;
/** Keys that one round takes away: more wait for the next, so that no round holds many rows. */
const ROUND = 10_000;

export const forgetIdempotencyKeys = (database: Database): Chore => ({
  name: "forget idempotency keys",
  run: async ({ clock }) => {
    const before = new Date(clock.now().getTime() - IDEMPOTENCY_DAYS * DAY_MS);
    await database.withSystem((manager) =>
      manager.query(
        `/* idempotency.forget */ DELETE FROM idempotency_key WHERE ctid = ANY(ARRAY(
           SELECT ctid FROM idempotency_key WHERE created_at < $1 ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED))`,
        [before, ROUND],
      ),
    );
  },
});
