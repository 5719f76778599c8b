import type { CrowdGroup, Intent, Loyalty } from "./nine-grid";
import type { Stage } from "./stage";

/** At least `times` touchpoints of any of `actions`. */
export interface ActionCount {
  readonly actions: readonly string[];
  readonly times: number;
}

/** The rules behind stages and cells as data. Days are 24 hours before the instant that is labelled. */
export interface RuleSetDefinition {
  /** At least every look-back of a stage: whoever is in one was met. */
  readonly universeDays: number;
  /** Who meets several stages is in the first of these. A stage is a depth, so there is one order: the deepest first. */
  readonly stagePriority: readonly Stage[];
  readonly aware: { readonly days: number };
  readonly appeal: { readonly days: number; readonly repeated: ActionCount; readonly strong: ActionCount };
  readonly act: { readonly days: number };
  readonly advocate: {
    readonly days: number;
    readonly orderDays: number;
    readonly minimumRating: number;
    readonly actionsAfterOrder: readonly string[];
  };
  readonly nineGrid: {
    /** Who shows several intents is in the first of these. */
    readonly intentPriority: readonly Intent[];
    readonly intentDays: number;
    readonly intentExcludes: readonly string[];
    readonly loyaltyDays: number;
    readonly loyalShare: number;
  };
  readonly groups: Readonly<Record<CrowdGroup, readonly (readonly [Intent, Loyalty])[]>>;
}

/** A version of the rules; its definition never changes. */
export interface RuleSet {
  readonly id: string;
  /** The only brand that it is for; null: any. */
  readonly brandId: number | null;
  readonly code: string;
  readonly version: number;
  readonly definition: RuleSetDefinition;
}

/** Which rules label a brand's people when a call names none. */
export interface RuleSetInForce {
  readonly ruleSet: RuleSet;
  /** Counts up with every assignment; 0: none was made, so the shipped rules hold. */
  readonly version: number;
  readonly assignedAt: Date | null;
}

export const NO_RULE_SET =
  "ruleSetId must name a shipped rule set or one of this organisation; list them with ruleSets.";

export const ruleSetOfAnother = ({ code, version }: RuleSet): string =>
  `ruleSetId must name rules for this brand or for any, but ${code} version ${version} is for another brand.`;
