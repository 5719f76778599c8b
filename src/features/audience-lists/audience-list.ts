/** A list of hashed ids as its organisation uploaded it, in one call or several. */
export interface AudienceList {
  readonly id: string;
  readonly name: string;
  readonly namespace: string;
  readonly createdAt: Date;
  /** From then on nobody sees it, and soon it is gone. */
  readonly expiresAt: Date;
  /** Oldest first. */
  readonly uploadIds: readonly string[];
  /** Ids over all uploads; one that was sent in two of them counts twice. */
  readonly accepted: number;
  readonly rejected: number;
}

export interface NewAudienceList extends Pick<AudienceList, "name" | "namespace"> {
  /** Null: after {@link DEFAULT_LIST_DAYS}. */
  readonly expiresAt: Date | null;
  readonly values: readonly string[];
}

export const MAX_LIST_NAME = 120;
/** What fits into a request of 4 MB with SHA-256 in hexadecimal. */
export const MAX_VALUES = 40_000;
export const MAX_LISTS = 100;
export const MAX_UPLOADS = 500;
export const DEFAULT_LIST_DAYS = 90;
export const MAX_LIST_DAYS = 365;
