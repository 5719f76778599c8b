import { type CrowdGroup, crowdGroups, type Intent, type Loyalty, type RuleSetDefinition } from "../assets";

/** Cells that a draft puts into a group. */
export interface GroupDraft {
  readonly group: CrowdGroup;
  readonly cells: readonly { readonly intent: Intent; readonly loyalty: Loyalty }[];
}

/** A definition as callers write it: nothing of it is checked, and the map of cells is a list. */
export interface DefinitionDraft extends Omit<RuleSetDefinition, "groups"> {
  readonly groups: readonly GroupDraft[];
}

/** The definition as callers write it. */
export const draftOf = ({ groups, ...rules }: RuleSetDefinition): DefinitionDraft => ({
  ...rules,
  groups: crowdGroups.map((group) => ({
    group,
    cells: groups[group].map(([intent, loyalty]) => ({ intent, loyalty })),
  })),
});
