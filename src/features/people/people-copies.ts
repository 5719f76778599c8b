import type { AdvisoryLocks } from "../../platform/postgres/locks";
import { PEOPLE_COPIES } from "./people-locks";

/** Making copies of people's numbers, which no erasure may overtake: it would leave the erased person in them. */
export class PeopleCopies {
  constructor(private readonly locks: AdvisoryLocks) {}

  /** `work` reads people, writes the copy and publishes it, first making sure that the lock is still held. */
  make<T>(work: (assertHeld: () => void) => Promise<T>): Promise<T> {
    return this.locks.hold([], work, [PEOPLE_COPIES]);
  }
}
