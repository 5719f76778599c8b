import { RoaringBitmap32 } from "roaring";
import { roundCount, type SmallGroups } from "../../platform/small-groups";
import { type CountSum, type RankedCount, withheldCounts } from "../../platform/withheld-counts";
import type { PerStage } from "../assets";
import type { PlacementObjective } from "../campaigns";
import { type Rate, rateOf } from "./rate";

/** Kinds of advertising that a brand is made known by: objectives of placements. */
export const lineTypes = ["BRAND_AD", "CONTENT_SEED"] as const satisfies readonly PlacementObjective[];
export type LineType = (typeof lineTypes)[number];

/** People by line type and level: 0 was touched; from 1 on rose to at least that stage at or after the first touch. */
export type TouchedPeople = Readonly<Record<LineType, PerStage<RoaringBitmap32>>>;

/** Of the touched who stood at a stage at the window's start, those who came to the next one. */
export interface NextStage {
  readonly from: 1 | 2 | 3;
  readonly people: bigint | null;
  readonly risen: bigint | null;
  readonly rate: Rate | null;
}

export const noLineCostReasons = ["SUPPRESSED", "NO_PLACEMENTS", "COST_UNKNOWN", "NO_PEOPLE"] as const;
export type NoLineCostReason = (typeof noLineCostReasons)[number];

export interface CostedPeople {
  readonly people: bigint | null;
  /** Minor units a person; null with a reason. */
  readonly cost: bigint | null;
  readonly noCostReason: NoLineCostReason | null;
}

/** As a caller may see it: null where withheld. */
export interface LineFigures {
  readonly lineType: LineType;
  readonly placements: number;
  /** Minor units; null while some is not known. */
  readonly cost: bigint | null;
  readonly reach: bigint | null;
  /** At no stage at the start, and at A1 or deeper at or after a touch. */
  readonly newAware: CostedPeople;
  /** At A1 or none at the start, and at A2 or deeper at or after a touch. */
  readonly newAppeal: CostedPeople;
  readonly nextStages: readonly NextStage[];
}

export interface LineTypeFigures {
  /** People whom any line touched, each once. */
  readonly reach: bigint | null;
  /** Whom both touched. */
  readonly overlap: bigint | null;
  readonly lines: readonly LineFigures[];
}

/** What the placements of a line type cost; null while one of them reported none. */
export interface LineCost {
  readonly placements: number;
  readonly cost: bigint | null;
}

/** `stages`: who stood where at the window's start, by stage label. */
export function tellLineTypes(
  touched: TouchedPeople,
  stages: PerStage<RoaringBitmap32>,
  costs: Readonly<Record<LineType, LineCost>>,
  { threshold, roundingBase }: SmallGroups,
): LineTypeFigures {
  const named = new Map<string, RankedCount>();
  const sums: CountSum[] = [];
  const add = (name: string, count: number, rank: number | null): string => {
    named.set(name, { count: BigInt(count), rank });
    return name;
  };
  for (const line of lineTypes) addLine(touched[line], stages, { line, add, sums });
  const [one, other] = lineTypes.map((line) => touched[line][0]) as [RoaringBitmap32, RoaringBitmap32];
  const both = one.andCardinality(other);
  const parts = [
    add("one alone", one.size - both, null),
    add("other alone", other.size - both, null),
    add("both", both, 4),
  ];
  sums.push({ whole: add("anybody", one.size + other.size - both, 6), parts });
  sums.push({ whole: `reach ${lineTypes[0]}`, parts: [parts[0]!, "both"] });
  sums.push({ whole: `reach ${lineTypes[1]}`, parts: [parts[1]!, "both"] });
  const withheld = withheldCounts(named, sums, threshold);
  const told = (name: string): bigint | null =>
    withheld.has(name) ? null : roundCount(named.get(name)!.count, roundingBase);
  return {
    reach: told("anybody"),
    overlap: told("both"),
    lines: lineTypes.map((line) => ({
      ...{ lineType: line, ...costs[line], reach: told(`reach ${line}`) },
      newAware: costOf(told(`new aware ${line}`), costs[line]),
      newAppeal: costOf(told(`new appeal ${line}`), costs[line]),
      nextStages: ([1, 2, 3] as const).map((from) => {
        const [people, risen] = [told(`at ${from} ${line}`), told(`risen ${from} ${line}`)];
        return { from, people, risen, rate: rateOf(risen, people) };
      }),
    })),
  };
}

interface Naming {
  readonly line: LineType;
  readonly add: (name: string, count: number, rank: number | null) => string;
  readonly sums: CountSum[];
}

/** Counts of one line and how they add up: by where people stood, and whether they rose. */
function addLine(
  [touched, aware, appeal, act, advocate]: PerStage<RoaringBitmap32>,
  stages: PerStage<RoaringBitmap32>,
  { line, add, sums }: Naming,
): void {
  const known = RoaringBitmap32.orMany([...stages.slice(1)]);
  const fresh = RoaringBitmap32.andNot(touched, known);
  const starts = ([1, 2, 3, 4] as const).map((from) =>
    add(`at ${from} ${line}`, touched.andCardinality(stages[from]), from === 4 ? null : 3),
  );
  const none = add(`fresh ${line}`, fresh.size, null);
  sums.push({ whole: add(`reach ${line}`, touched.size, 5), parts: [none, ...starts] });
  for (const [from, risen] of [
    [1, appeal],
    [2, act],
    [3, advocate],
  ] as const) {
    const people = RoaringBitmap32.and(touched, stages[from]);
    const rose = people.andCardinality(risen);
    const parts = [add(`risen ${from} ${line}`, rose, 1), add(`stayed ${from} ${line}`, people.size - rose, null)];
    sums.push({ whole: `at ${from} ${line}`, parts });
  }
  const [newAware, straight] = [fresh.andCardinality(aware), fresh.andCardinality(appeal)];
  const deep = add(`straight ${line}`, straight, null);
  const shallow = add(`only aware ${line}`, newAware - straight, null);
  sums.push({
    whole: none,
    parts: [add(`new aware ${line}`, newAware, 2), add(`not ${line}`, fresh.size - newAware, null)],
  });
  sums.push({ whole: `new aware ${line}`, parts: [deep, shallow] });
  const newAppeal = straight + RoaringBitmap32.and(touched, stages[1]).andCardinality(appeal);
  sums.push({ whole: add(`new appeal ${line}`, newAppeal, 2), parts: [deep, `risen 1 ${line}`] });
}

/** Rounded half up to the minor unit. */
function costOf(people: bigint | null, { placements, cost }: LineCost): CostedPeople {
  const none = (noCostReason: NoLineCostReason): CostedPeople => ({ people, cost: null, noCostReason });
  if (people === null) return none("SUPPRESSED");
  if (placements === 0) return none("NO_PLACEMENTS");
  if (cost === null) return none("COST_UNKNOWN");
  return people === 0n ? none("NO_PEOPLE") : { people, cost: (2n * cost + people) / (2n * people), noCostReason: null };
}
