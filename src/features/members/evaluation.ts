import type { MembershipTiers } from "./membership";

/** Who stood in which tier at an instant, as it was published. */
export interface MemberEvaluation {
  readonly id: string;
  readonly programmeId: string;
  readonly brandId: number;
  readonly tiers: MembershipTiers;
  readonly asOf: Date;
  readonly knownAt: Date;
  readonly planeVersion: bigint;
  /** Touchpoints came or went since that it should have counted otherwise. */
  readonly isOutdated: boolean;
  /** Counted, and erased since. */
  readonly erasedPeople: bigint;
  /** Members by tier, lowest first. */
  readonly counts: readonly bigint[];
}

/** What tells two evaluations apart that are not outdated. */
export type EvaluationKey = Pick<MemberEvaluation, "asOf"> & { readonly tiersId: string };
