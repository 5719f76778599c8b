/*
 * Leaves about people themselves and sets of them, rather than about what they did. What a leaf needs to know of the world
 * (registries, published sets) is the caller's to look up.
 */

/** How the members of another pack are told: those that its last build froze, or whoever its rules mean at this tree's instant. */
export const packModes = ["FROZEN", "LIVE"] as const;
export type PackMode = (typeof packModes)[number];

/** In another pack. Absent mode: FROZEN, as every tree that was stored before there were two. */
export interface PackRule {
  readonly id: string;
  readonly mode?: "LIVE";
}

/** Per mille into which a random order of everybody is cut. */
export const SHARE_PARTS = 1000;

/** In the parts `from` until before `to`, 0 to 1000, of the random order that the salt gives. */
export interface RandomShareRule {
  readonly salt: string;
  readonly from: number;
  readonly to: number;
}

/** Newest known value at the instant. Either `in` or bounds, both inclusive; null asks nothing. */
export interface AttributeRule {
  readonly code: string;
  readonly in: readonly string[] | null;
  readonly min: string | null;
  readonly max: string | null;
}

/** Has an identity in one of the namespaces, and was met on one of the platforms; null asks nothing. */
export interface ReachableRule {
  readonly namespaces: readonly string[] | null;
  readonly platforms: readonly string[] | null;
}

/** Is a member of the own brand's programme; tiers null: in whatever tier. */
export interface MembershipRule {
  readonly tiers: readonly string[] | null;
}

/** On an uploaded list. */
export interface ListRule {
  readonly id: string;
}

export const lifecycleStates = ["NEW", "ACTIVE", "LAPSING", "LOST"] as const;
export type LifecycleState = (typeof lifecycleStates)[number];

/** In one of these states of the life with the own brand. */
export interface LifecycleRule {
  readonly in: readonly LifecycleState[];
}

export const valueTierNames = ["HIGH", "MID", "LOW"] as const;
export type ValueTierName = (typeof valueTierNames)[number];

/** What somebody brought the own brand in the year before, and will bring: each above the median of all customers, or not. */
export const valueQuadrants = [
  "HIGH_NOW_HIGH_NEXT",
  "HIGH_NOW_LOW_NEXT",
  "LOW_NOW_HIGH_NEXT",
  "LOW_NOW_LOW_NEXT",
] as const;
export type ValueQuadrant = (typeof valueQuadrants)[number];

/** In a tier of expected value, and in a quadrant of value now against next; null asks nothing. */
export interface ValueTierRule {
  readonly in: readonly ValueTierName[] | null;
  readonly quadrants: readonly ValueQuadrant[] | null;
}

export type PersonLeafRule =
  | { readonly pack: PackRule }
  | { readonly randomShare: RandomShareRule }
  | { readonly attribute: AttributeRule }
  | { readonly reachable: ReachableRule }
  | { readonly membership: MembershipRule }
  | { readonly lifecycle: LifecycleRule }
  | { readonly list: ListRule }
  | { readonly valueTier: ValueTierRule };
