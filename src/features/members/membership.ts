import type { TierConditions } from "../../engines/membership/tier-rules";

/*
 * Terms of this feature
 *
 * member:     a person whose latest word to the brand on some platform is a MEMBER_JOIN; at one instant a MEMBER_LEAVE comes last.
 * membership: the time from becoming a member until he is one on no platform any more.
 * tier:       a rung of the programme's ladder (会员等级); every member stands in exactly one.
 * tiers:      one version of the ladder with its periods; never changed.
 * evaluation: who stands in which tier at an instant, published.
 * benefit:    what the programme gives to members (会员权益), e.g. a coupon; the ledger is every issue and every use of it.
 */

/** Half open: `from` belongs to it, `to` does not. */
export interface Period {
  readonly from: Date;
  readonly to: Date;
}

/** How many more members there shall be at the end of a period than at its beginning. */
export interface NetAddTarget extends Period {
  readonly netAdds: bigint;
}

export interface Tier extends Omit<TierConditions, "minimumSpend"> {
  /** Unique among the tiers; kept from version to version where it is the same tier. */
  readonly code: string;
  readonly name: string;
  readonly nameZh: string | null;
  /** Minor units of the brand's currency. */
  readonly minimumSpend: bigint | null;
}

export interface TierDefinition {
  readonly match: "ALL" | "ANY";
  readonly qualifyingDays: number;
  readonly keepingDays: number;
  /** Lowest first. */
  readonly tiers: readonly Tier[];
}

export interface MembershipTiers extends TierDefinition {
  readonly id: string;
  readonly version: number;
  readonly createdAt: Date;
  readonly currencyCode: string;
}

export interface MembershipProgramme {
  readonly id: string;
  readonly brandId: number;
  readonly name: string;
  readonly target: NetAddTarget | null;
  readonly version: number;
  /** The newest. */
  readonly tiers: MembershipTiers;
}
