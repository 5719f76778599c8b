import type { CrowdGroup, Intent, Loyalty, RuleSetDefinition } from "../assets";

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
  groups: Object.entries(groups).map(([group, cells]) => ({
    group: group as CrowdGroup,
    cells: cells.map(([intent, loyalty]) => ({ intent, loyalty })),
  })),
});
