import type { CrowdGroup, Intent, Loyalty } from "./nine-grid";

/** At least `times` touchpoints of any of `actions`. */
export interface ActionCount {
  readonly actions: readonly string[];
  readonly times: number;
}

/** The rules behind stages and cells as data. Days are 24 hours before the instant that is labelled. */
export interface RuleSetDefinition {
  /** At least every look-back of a stage: whoever is in one was met. */
  readonly universeDays: number;
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
  readonly code: string;
  readonly version: number;
  readonly definition: RuleSetDefinition;
}
