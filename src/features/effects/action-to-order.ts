import { proportionRatio } from "../../engines/numeric/proportion-ratio";
import { roundCount, type SmallGroups } from "../../platform/small-groups";
import { type CountSum, type RankedCount, withheldCounts } from "../../platform/withheld-counts";
import type { Lift } from "./lift";
import { type Rate, rateOf } from "./rate";

/** Steps between seeing a product and ordering it (微行动). */
export const microActions = ["DEEP_VIEW", "ADD_TO_CART", "FAVOURITE", "CONSULT"] as const;
export type MicroAction = (typeof microActions)[number];

/** Was in the shop and did none of them: what an action is compared with. */
export const NO_ACTION = "NONE";

/** People who did an action, and of them those who ordered within the days after its first time. */
export interface ActionCounts {
  readonly action: MicroAction | typeof NO_ACTION;
  readonly people: bigint;
  readonly ordered: bigint;
  /** The same of those whose first action it was: each person is in one line. */
  readonly firstPeople: bigint;
  readonly firstOrdered: bigint;
}

/** As a caller may see it: null where withheld. */
export interface ActionLine {
  readonly action: ActionCounts["action"];
  readonly people: bigint | null;
  readonly ordered: bigint | null;
  readonly rate: Rate | null;
  readonly lift: Lift | null;
  readonly firstPeople: bigint | null;
  readonly firstOrdered: bigint | null;
  readonly firstRate: Rate | null;
}

export interface ActionFigures {
  readonly people: bigint | null;
  readonly ordered: bigint | null;
  readonly lines: readonly ActionLine[];
}

/** All actions in their order, NONE last. */
export function tellActions(counted: readonly ActionCounts[], { threshold, roundingBase }: SmallGroups): ActionFigures {
  const lines = [...microActions, NO_ACTION as typeof NO_ACTION].map(
    (action) =>
      counted.find((line) => line.action === action) ?? {
        ...{ action, people: 0n, ordered: 0n, firstPeople: 0n, firstOrdered: 0n },
      },
  );
  const named = new Map<string, RankedCount>();
  const sums: CountSum[] = [];
  const add = (name: string, count: bigint, rank: number | null): string => {
    named.set(name, { count, rank });
    return name;
  };
  for (const { action, people, ordered, firstPeople, firstOrdered } of lines) {
    const all = add(`people ${action}`, people, 1);
    const won = add(`ordered ${action}`, ordered, 0);
    const first = add(`firstPeople ${action}`, firstPeople, 1);
    const firstWon = add(`firstOrdered ${action}`, firstOrdered, 0);
    sums.push({ whole: all, parts: [won, add(`lost ${action}`, people - ordered, null)] });
    sums.push({ whole: first, parts: [firstWon, add(`firstLost ${action}`, firstPeople - firstOrdered, null)] });
    sums.push({ whole: all, parts: [first, add(`later ${action}`, people - firstPeople, null)] });
    sums.push({ whole: won, parts: [firstWon, add(`laterWon ${action}`, ordered - firstOrdered, null)] });
  }
  for (const key of ["firstPeople", "firstOrdered"] as const) {
    const total = lines.reduce((sum, line) => sum + line[key], 0n);
    sums.push({ whole: add(`total ${key}`, total, 2), parts: lines.map(({ action }) => `${key} ${action}`) });
  }
  const withheld = withheldCounts(named, sums, threshold);
  const told = (name: string): bigint | null =>
    withheld.has(name) ? null : roundCount(named.get(name)!.count, roundingBase);
  const base = { people: told(`people ${NO_ACTION}`), ordered: told(`ordered ${NO_ACTION}`) };
  return {
    people: told("total firstPeople"),
    ordered: told("total firstOrdered"),
    lines: lines.map(({ action }) => {
      const [people, ordered] = [told(`people ${action}`), told(`ordered ${action}`)];
      const [firstPeople, firstOrdered] = [told(`firstPeople ${action}`), told(`firstOrdered ${action}`)];
      return {
        action,
        ...{ people, ordered, firstPeople, firstOrdered },
        rate: rateOf(ordered, people),
        firstRate: rateOf(firstOrdered, firstPeople),
        lift: action === NO_ACTION ? null : liftOf({ people, ordered }, base),
      };
    }),
  };
}

interface ToldGroup {
  readonly people: bigint | null;
  readonly ordered: bigint | null;
}

/** Rate over the base's; null where a count is withheld, nobody is in one group, or nobody of the base ordered. */
function liftOf(group: ToldGroup, base: ToldGroup): Lift | null {
  const [own, none] = [rateOf(group.ordered, group.people), rateOf(base.ordered, base.people)];
  if (own === null || none === null || none.value === 0) return null;
  const proportion = ({ people, ordered }: ToldGroup) => ({ successes: Number(ordered), trials: Number(people) });
  const ratio = proportionRatio(proportion(group), proportion(base));
  return { value: own.value / none.value, interval: ratio && { low: ratio.low, high: ratio.high } };
}
