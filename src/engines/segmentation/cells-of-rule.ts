import { type CrowdGroup, type Intent, intents, type Loyalty, loyalties, type Rule } from "./rule";

/** Where somebody stands in the nine-grid; null: in none of its cells. */
export type GridPlace = { readonly intent: Intent; readonly loyalty: Loyalty } | null;

export type GroupCells = Readonly<Record<CrowdGroup, readonly (readonly [Intent, Loyalty])[]>>;

const PLACES: readonly GridPlace[] = [
  ...intents.flatMap((intent) => loyalties.map((loyalty) => ({ intent, loyalty }))),
  null,
];

/**
 * The places in which a rule may hold of somebody, of all ten: those that its cells and groups do not rule out, whatever its
 * other leaves say. A label of an instant of its own says nothing of the place as of the rule's.
 */
export const placesOfRule = (rule: Rule, groups: GroupCells): readonly GridPlace[] =>
  PLACES.filter((place) => holds(rule, place, groups) !== false);

/** Null: it depends on more than the place. */
function holds(rule: Rule, place: GridPlace, groups: GroupCells): boolean | null {
  if ("not" in rule) return negate(holds(rule.not, place, groups));
  if ("allOf" in rule) return every(rule.allOf.map((child) => holds(child, place, groups)));
  if ("anyOf" in rule) return negate(every(rule.anyOf.map((child) => negate(holds(child, place, groups)))));
  if ("cell" in rule && rule.cell.at === undefined)
    return place !== null && rule.cell.intent.includes(place.intent) && rule.cell.loyalty.includes(place.loyalty);
  if ("group" in rule && rule.group.at === undefined) return rule.group.in.some((group) => isIn(groups[group], place));
  return null;
}

export const isIn = (cells: readonly (readonly [Intent, Loyalty])[], place: GridPlace): boolean =>
  place !== null && cells.some(([intent, loyalty]) => intent === place.intent && loyalty === place.loyalty);

const negate = (value: boolean | null): boolean | null => (value === null ? null : !value);

function every(values: readonly (boolean | null)[]): boolean | null {
  if (values.includes(false)) return false;
  return values.includes(null) ? null : true;
}
