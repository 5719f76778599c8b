import type { Clock } from "../../platform/clock";
import type { IdentityErasureStore } from "./identity-erasure.store";

export interface CompactionParts {
  readonly store: IdentityErasureStore;
  readonly clock: Clock;
  /** How many tables `work` will tell of. */
  readonly tables: number;
  /** Rewrites them, and tells of each. */
  readonly work: (onTable: (table: string) => void) => Promise<void>;
}

export interface CompactionStep {
  readonly table: string;
  readonly done: number;
  readonly tables: number;
}

export interface CompactionOutcome {
  /** Erasures whose people are off the disks since now. */
  readonly erasures: number;
  /** When the newest of all erasures was completed; null: none was. */
  readonly lastCompleted: Date | null;
}

/** Takes erased people off the disks. An erasure that is completed while it runs waits for the next one. */
export class Compaction {
  constructor(private readonly its: CompactionParts) {}

  async compact(onStep: (step: CompactionStep) => void): Promise<CompactionOutcome> {
    const { store, clock, tables, work } = this.its;
    const lastCompleted = await store.findLastCompleted();
    let done = 0;
    await work((table) => onStep({ table, done: ++done, tables }));
    const erasures = lastCompleted === null ? 0 : await store.markCompacted(lastCompleted, clock.now());
    return { erasures, lastCompleted };
  }
}
