import { setTimeout as sleep } from "node:timers/promises";
import type { RequestContext } from "../../platform/request-context";
import { RequestError } from "../../platform/user-error";
import type { PeopleOverlay } from "./people-overlay";
import type { PeopleStateStore } from "./people-state.store";

const POLL_MS = 100;
/** A pass of settle takes a second or two; an answer that waits longer than this is better asked for again. */
const MAX_WAIT_MS = 15_000;
const MAX_ROUNDS = 3;

/**
 * Reading ClickHouse while settle may move touchpoints from person to person, as a seqlock: nothing is locked, but what was
 * read while somebody was on the way, in two places or in none, is thrown away and read again.
 */
export class StablePlane {
  constructor(
    private readonly store: PeopleStateStore,
    private readonly overlay: PeopleOverlay,
    private readonly maxWaitMs = MAX_WAIT_MS,
  ) {}

  /** What `work` answered about people who stood still at a version meanwhile. It may run several times, so it only reads, or writes under ids of its own. */
  async read<T>(context: RequestContext, work: (version: bigint) => Promise<T>): Promise<T> {
    for (let round = 1; round <= MAX_ROUNDS; round++) {
      const version = await this.whenStill();
      const [answer] = await Promise.allSettled([work(version)]);
      const after = await this.store.find();
      if (after.version === version && after.settlingSince === null) {
        if (answer.status === "rejected") throw answer.reason;
        return answer.value;
      }
      this.overlay.forget(context);
    }
    throw unavailable();
  }

  /** Version of the people now. */
  async version(): Promise<bigint> {
    return (await this.store.find()).version;
  }

  private async whenStill(): Promise<bigint> {
    for (let waited = 0; ; waited += POLL_MS) {
      const { version, settlingSince } = await this.store.find();
      if (settlingSince === null) return version;
      if (waited >= this.maxWaitMs) throw unavailable();
      await sleep(POLL_MS);
    }
  }
}

const unavailable = (): RequestError =>
  new RequestError(
    "UNAVAILABLE",
    "Figures of people must be read while nobody is merged or split, but many are just now; ask again in a minute.",
  );
