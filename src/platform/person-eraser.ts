/** A person as the stores know one. */
export interface StoredPerson {
  /** Ordinals, those that merges retired included. */
  readonly ordinals: readonly number[];
  /** Stored identity keys (UInt128, decimal). */
  readonly keys: readonly string[];
}

/** What one feature keeps of people, and how it is taken away. */
export interface PersonEraser {
  /** Tables whose rows or bitmaps it cleans. */
  readonly tables: readonly string[];
  /** Ends when no query can see the person in these tables any more; a second call changes nothing. */
  erase(person: StoredPerson): Promise<void>;
}
