import type { RuleSet } from "../assets";

/** A version of rules with what only its readers ask for. */
export interface RuleSetVersion extends RuleSet {
  /** Null: shipped with the product. */
  readonly organisationId: string | null;
  readonly createdAt: Date;
}

/** Code of the shipped rules. */
export const SHIPPED_CODE = "DEFAULT";
