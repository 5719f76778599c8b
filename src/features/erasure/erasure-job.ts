import type { JobHandler, RunningJob } from "../../platform/jobs/worker";
import type { PersonEraser, StoredPerson } from "../../platform/person-eraser";
import type { Database } from "../../platform/postgres/database";
import type { AdvisoryLocks } from "../../platform/postgres/locks";
import {
  type ErasedIdentities,
  PEOPLE_COPIES,
  type PeopleSettlement,
  type PeopleStateStore,
  type PersonDirectory,
  PLANE_SHAPE,
  type StoredPeople,
} from "../people";
import type { ErasureOutcome } from "./identity-erasure";
import type { IdentityErasureStore } from "./identity-erasure.store";
import type { PersonSeal } from "./person-seal";

export const ERASE_IDENTITY = "ERASE_IDENTITY";

export interface ErasureJobParts {
  readonly database: Database;
  readonly locks: AdvisoryLocks;
  readonly store: IdentityErasureStore;
  readonly seal: PersonSeal;
  readonly people: PersonDirectory;
  readonly stored: StoredPeople;
  readonly erased: ErasedIdentities;
  readonly state: PeopleStateStore;
  readonly settle: PeopleSettlement;
  readonly erasers: readonly PersonEraser[];
}

/** Links that come in while it settles send it back; a person whom they do not let go is tried again as a new attempt. */
const MAX_SETTLES = 10;

/**
 * Erases a person. While nobody resolves people and nobody copies their numbers: (1) PostgreSQL keeps, sealed, whom the stores
 * know, blocks the identities and marks what is published; (2) every eraser takes away what its feature keeps; (3) what was
 * cached meanwhile is made old. Killed anywhere, the next attempt adds what it finds to what (1) kept and does all again:
 * from (1) on nothing of the person comes in, so there is never more to find.
 */
export class ErasureJob {
  constructor(private readonly its: ErasureJobParts) {}

  readonly registration: readonly [kind: string, handler: JobHandler] = [ERASE_IDENTITY, (job) => this.run(job)];

  private async run(job: RunningJob): Promise<void> {
    const { store, settle } = this.its;
    const { context } = job;
    const outcome = await this.erase(job);
    await settle.settle(context); // overlays that named the person are made anew
    await job.publish((manager) => store.complete(manager, job.run.id, outcome, context.clock.now()));
  }

  private async erase(job: RunningJob): Promise<ErasureOutcome> {
    for (let round = 1; round <= MAX_SETTLES; round++) {
      await this.its.settle.settle(job.context);
      const attempt = (assertHeld: () => void): Promise<ErasureOutcome | null> => this.attempt(job, assertHeld);
      const outcome = await this.its.locks.hold([PEOPLE_COPIES, PLANE_SHAPE], attempt);
      if (outcome !== null) return outcome;
    }
    throw new Error(
      `The person must be settled to be erased, but new links came ${MAX_SETTLES} times; it is tried again`,
    );
  }

  /** Null: the person has to be settled first. */
  private async attempt(job: RunningJob, assertHeld: () => void): Promise<ErasureOutcome | null> {
    const { database, store, seal, stored, state, people, erasers } = this.its;
    const { sealedPerson, begunAt } = (await store.findOpen(job.run.id))!;
    const person = await stored.complete(seal.open(sealedPerson));
    if (person === null) return null;
    await this.begin(job, person, begunAt, assertHeld);
    for (const [done, eraser] of erasers.entries()) {
      job.signal.throwIfAborted();
      assertHeld();
      await eraser.erase(person);
      job.progress((done + 1) / (erasers.length + 1));
    }
    assertHeld();
    await database.withSystem((manager) => state.moveOn(manager, job.context.clock.now()));
    people.forget();
    return person.ordinals.length > 0 ? "ERASED" : "NOT_KNOWN";
  }

  private async begin(
    job: RunningJob,
    person: StoredPerson,
    begunAt: Date | null,
    assertHeld: () => void,
  ): Promise<void> {
    const { database, store, seal, erased, state, erasers } = this.its;
    const at = job.context.clock.now();
    const notes = await Promise.all(erasers.map((eraser) => eraser.note?.(person, begunAt)));
    assertHeld();
    await database.withSystem(async (manager) => {
      await store.begin(manager, job.run.id, seal.seal(person), at);
      await erased.block(manager, person.keys);
      await state.moveOn(manager, at);
      for (const note of notes) await note?.(manager, at);
    });
  }
}
