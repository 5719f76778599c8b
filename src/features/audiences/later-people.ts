import type { RoaringBitmap32 } from "roaring";
import type { LifecycleState, ValueQuadrant, ValueTierName } from "../../engines/segmentation/person-rule";
import type { RequestContext } from "../../platform/request-context";
import type { OverlayId } from "../people";

/** Whose touchpoints with a brand before an instant say who somebody is. */
export interface BrandQuestion {
  readonly brandId: number;
  readonly sourceIds: readonly number[];
  readonly overlayId: OverlayId;
  /** Milliseconds since 1970. */
  readonly asOf: number;
}

/** A published evaluation of who stood in which tier. */
export interface TierStanding {
  readonly evaluationId: string;
  /** Codes, lowest first. */
  readonly tiers: readonly string[];
}

export interface Membership {
  /** Codes of the tiers of the brand's programme as they are now, lowest first; null: the organisation has none for the brand. */
  tiers(context: RequestContext, brandId: number): Promise<readonly string[] | null>;
  /** The newest at or before the instant; null: there is none. */
  standing(context: RequestContext, brandId: number, until: Date): Promise<TierStanding | null>;
  members(question: BrandQuestion): Promise<RoaringBitmap32>;
  /** Members by tier, lowest first, as the people whom they are now. */
  membersByTier(standing: TierStanding, overlayId: OverlayId): Promise<readonly RoaringBitmap32[]>;
}

/** Instants between which people are lapsing; before the first they are lost. */
export interface LifecycleInstants {
  readonly lost: number;
  readonly lapsing: number;
}

export interface Lifecycle {
  /** From the brand's own rhythm, or why there is none. */
  instants(context: RequestContext, question: BrandQuestion): Promise<LifecycleInstants | "NO_GAPS" | "SUPPRESSED">;
  people(
    question: BrandQuestion,
    instants: LifecycleInstants,
  ): Promise<Readonly<Record<LifecycleState, RoaringBitmap32>>>;
}

/** A published scoring of who is worth how much, and by what its tiers and quadrants are told: minor units in decimal. */
export interface ValueStanding {
  readonly scoringId: string;
  readonly bounds: { readonly high: string; readonly mid: string };
  readonly medians: { readonly past: string; readonly worth: string };
}

export interface CustomerValues {
  /** The newest scoring of the brand at or before the instant; null: there is none. */
  standing(context: RequestContext, brandId: number, until: Date): Promise<ValueStanding | null>;
  /** In one of the tiers and one of the quadrants, as the people whom they were; null: in whatever one. */
  people(
    standing: ValueStanding,
    tiers: readonly ValueTierName[] | null,
    quadrants: readonly ValueQuadrant[] | null,
  ): Promise<RoaringBitmap32>;
}

/** What features that come after audiences know of people; each says so when the process is put together. */
export class LaterPeople {
  private knownMembership: Membership | undefined;
  private knownLifecycle: Lifecycle | undefined;
  private knownValues: CustomerValues | undefined;

  membershipBy(membership: Membership): void {
    this.knownMembership = membership;
  }

  lifecycleBy(lifecycle: Lifecycle): void {
    this.knownLifecycle = lifecycle;
  }

  valuesBy(values: CustomerValues): void {
    this.knownValues = values;
  }

  get membership(): Membership {
    return required(this.knownMembership, "members");
  }

  get lifecycle(): Lifecycle {
    return required(this.knownLifecycle, "flows");
  }

  get values(): CustomerValues {
    return required(this.knownValues, "customer-value");
  }
}

function required<Known>(known: Known | undefined, feature: string): Known {
  if (!known) throw new Error(`The feature ${feature} must be composed before people are asked for by it.`);
  return known;
}
