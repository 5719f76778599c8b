import type { EntityManager } from "typeorm";

/** A person as the stores know one. */
export interface StoredPerson {
  /** Ordinals, those that merges retired included. */
  readonly ordinals: readonly number[];
  /** Stored identity keys (UInt128, decimal). */
  readonly keys: readonly string[];
  /** Identity values as senders write them; only the one that the request named is known. */
  readonly values: readonly string[];
}

/** Writes into what is published, as the system. */
export type FigureNote = (manager: EntityManager, at: Date) => Promise<void>;

/** What one feature keeps of people, and how it is taken away. */
export interface PersonEraser {
  /** Tables whose rows or bitmaps it cleans. */
  readonly tables: readonly string[];
  /**
   * Looks, before anything is taken away, which published figures count the person; what it answers is part of the
   * transaction that begins the erasure. After an attempt that died, `begunAt` is when that one noted its own.
   */
  note?(person: StoredPerson, begunAt: Date | null): Promise<FigureNote>;
  /** Ends when no query can see the person in these tables any more; a second call changes nothing. */
  erase(person: StoredPerson): Promise<void>;
}
