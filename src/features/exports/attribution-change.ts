/** A subject whose newest report changed. */
export interface AttributionChange {
  /** The subject; the same for all its versions. */
  readonly key: string;
  readonly reportId: string;
  readonly version: number;
  readonly isDeleted: boolean;
  /** Number of the transaction, a bigint as text. */
  readonly changedIn: string;
  readonly updatedAt: Date;
}

/** Up to where changes were read: the last one's transaction and key. */
export interface Watermark {
  readonly changedIn: string;
  readonly key: string;
}

export const FROM_THE_START: Watermark = { changedIn: "-1", key: "" };

export interface AttributionChanges {
  readonly rows: readonly AttributionChange[];
  readonly watermark: Watermark;
  readonly hasMore: boolean;
}
