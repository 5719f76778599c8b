import type { ProblemList } from "../../platform/user-error";
import {
  type CrowdGroup,
  crowdGroups,
  type Intent,
  intents,
  type Loyalty,
  loyalties,
  type RuleSetDefinition,
} from "../assets";
import type { GroupDraft } from "./definition-draft";

/** The map of nine cells to four groups: total and exclusive, so that groups sum to the cells. A group may be empty. */
export function checkGroups(
  problems: ProblemList,
  drafts: readonly GroupDraft[],
  path: readonly string[],
): RuleSetDefinition["groups"] {
  const groupOf = new Map<string, CrowdGroup>();
  const seen = new Set<CrowdGroup>();
  for (const [place, { group, cells }] of drafts.entries()) {
    const at = [...path, String(place)];
    if (seen.has(group))
      problems.add("INVALID_INPUT", [...at, "group"], `group must be named once, but ${group} is named again.`);
    seen.add(group);
    for (const [index, { intent, loyalty }] of cells.entries()) {
      const cell = `${intent} x ${loyalty}`;
      const first = groupOf.get(cell);
      if (first)
        problems.add(
          "INVALID_INPUT",
          [...at, "cells", String(index)],
          `A cell must be in one group, but ${cell} is in ${first} and in ${group}.`,
        );
      groupOf.set(cell, group);
    }
  }
  const missing = intents
    .flatMap((intent) => loyalties.map((loyalty) => `${intent} x ${loyalty}`))
    .filter((cell) => !groupOf.has(cell));
  if (missing.length > 0)
    problems.add("INVALID_INPUT", path, `groups must place all nine cells, but ${missing.join(", ")} are in none.`);
  const cellsOf = (name: CrowdGroup): readonly (readonly [Intent, Loyalty])[] =>
    drafts
      .filter(({ group }) => group === name)
      .flatMap(({ cells }) => cells.map(({ intent, loyalty }) => [intent, loyalty] as const));
  return Object.fromEntries(
    crowdGroups.map((group) => [group, cellsOf(group)]),
  ) as unknown as RuleSetDefinition["groups"];
}
