import type { RecordedAttribute } from "../people";

/** What conditions on people themselves depend on, besides the tree and the instant. */
export interface PersonBasis {
  readonly organisationId: string;
  /** Every person's number is below it; 0 where no random share is asked for. */
  readonly nextOrdinal: number;
  /** By code; those that the tree names. */
  readonly attributes: ReadonlyMap<string, RecordedAttribute>;
}
