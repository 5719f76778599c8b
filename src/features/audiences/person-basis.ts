import type { RecordedAttribute } from "../people";
import type { LifecycleInstants, TierStanding, ValueStanding } from "./later-people";

/** What conditions on people themselves depend on, besides the tree and the instant. */
export interface PersonBasis {
  readonly organisationId: string;
  /** Every person's number is below it; 0 where no random share is asked for. */
  readonly nextOrdinal: number;
  /** By code; those that the tree names. */
  readonly attributes: ReadonlyMap<string, RecordedAttribute>;
  /** Uploads by the lists that the tree names. */
  readonly lists: ReadonlyMap<string, readonly string[]>;
  /** State of what is known of identities; null where none are asked for. */
  readonly identities: string | null;
  /** Null where no tiers are asked for. */
  readonly standing: TierStanding | null;
  /** Null where no lifecycle is asked for. */
  readonly lifecycle: LifecycleInstants | null;
  /** Null where no value tier is asked for. */
  readonly values: ValueStanding | null;
}
