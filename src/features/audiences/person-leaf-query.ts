import type { LifecycleState, ValueQuadrant, ValueTierName } from "../../engines/segmentation/person-rule";
import type { AttributeQuestion, NamespaceQuestion, OverlayId } from "../people";
import type { BrandQuestion, LifecycleInstants, ValueStanding } from "./later-people";

/** Who is in some parts of a random order of everybody: people by their numbers, so nobody's data are read. */
export interface ShareQuery {
  readonly kind: "SHARE";
  /** The two halves of the SipHash key that the salt gives; UInt64, decimal. */
  readonly key: readonly [string, string];
  /** Parts `from` until before `to`. */
  readonly from: number;
  readonly to: number;
  /** Every number is below it. */
  readonly bound: number;
}

/** A question about people themselves with everything that its answer depends on. */
export type PersonLeafQuery =
  | ShareQuery
  | (AttributeQuestion & {
      readonly kind: "ATTRIBUTE";
      /** Of what is recorded of the attribute. */
      readonly recorded: string;
      readonly peopleVersion: string;
    })
  | (NamespaceQuestion & {
      readonly kind: "NAMESPACE";
      /** Of what is known of identities. */
      readonly identities: string;
      readonly planeVersion: string;
    })
  | {
      readonly kind: "LIST";
      readonly uploadIds: readonly string[];
      readonly overlayId: OverlayId;
      readonly peopleVersion: string;
    }
  | (BrandQuestion & { readonly kind: "MEMBERSHIP"; readonly planeVersion: string })
  | {
      readonly kind: "TIERS";
      readonly evaluationId: string;
      /** All of the evaluation, and those asked for. */
      readonly tiers: readonly string[];
      readonly in: readonly string[];
      readonly overlayId: OverlayId;
      readonly peopleVersion: string;
    }
  | (ValueStanding & {
      readonly kind: "VALUE_TIER";
      readonly tiers: readonly ValueTierName[] | null;
      readonly quadrants: readonly ValueQuadrant[] | null;
      readonly overlayId: OverlayId;
      readonly peopleVersion: string;
    })
  | (BrandQuestion &
      LifecycleInstants & {
        readonly kind: "LIFECYCLE";
        readonly in: readonly LifecycleState[];
        readonly planeVersion: string;
      });
