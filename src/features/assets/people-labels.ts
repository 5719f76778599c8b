import { RoaringBitmap32 } from "roaring";
import type { AssetFigures } from "./asset-figures";
import type { Fact } from "./label-statement";
import { type Intent, intents } from "./nine-grid";
import { type PerStage, perStage } from "./stage";

export type LabelDimension = "STAGE" | "CELL";

/** Who has which label: two partitions of the brand's universe. */
export interface PeopleLabels {
  /** By stage label. */
  readonly stages: PerStage<RoaringBitmap32>;
  /** By cell label, 0 to 9. */
  readonly cells: readonly RoaringBitmap32[];
}

const INTENT_FACTS: Readonly<Record<Intent, Fact>> = {
  BRAND: "BRAND_INTENT",
  CATEGORY: "CATEGORY_INTENT",
  PLATFORM: "ON_SITE",
};

/** Labels the universe from its facts: the deepest stage that holds, and the first intent of `intentPriority` crossed with the loyalty. */
export function labelPeople(fact: (name: Fact) => RoaringBitmap32, intentPriority: readonly Intent[]): PeopleLabels {
  const universe = fact("UNIVERSE");
  const [advocate, act, appeal, aware, lapsed] = splitByFirst(universe, [
    RoaringBitmap32.and(fact("ADVOCATE"), fact("ACT")),
    fact("ACT"),
    fact("APPEAL"),
    fact("AWARE"),
  ]);
  const byIntent = splitByFirst(
    universe,
    intentPriority.map((intent) => fact(INTENT_FACTS[intent])),
  );
  const byLoyalty = (people: RoaringBitmap32): readonly RoaringBitmap32[] => {
    const [loyal, swing, potential] = splitByFirst(people, [fact("LOYAL"), fact("CATEGORY_BUYER")]);
    return [loyal!, potential!, swing!];
  };
  return {
    stages: [lapsed!, aware!, appeal!, act!, advocate!],
    cells: [byIntent.at(-1)!, ...intents.flatMap((intent) => byLoyalty(byIntent[intentPriority.indexOf(intent)]!))],
  };
}

/** Exact counts of labels and of their crossing. */
export function figuresOf({ stages, cells }: PeopleLabels): AssetFigures {
  return {
    people: stages.reduce((sum, people) => sum + BigInt(people.size), 0n),
    stages: perStage((label) => BigInt(stages[label].size)),
    cells: cells.map((people) => BigInt(people.size)),
    cross: perStage((label) => cells.map((cell) => BigInt(stages[label].andCardinality(cell)))),
  };
}

/** Parts of `people` by the first condition that holds; one more part for those who meet none. */
function splitByFirst(people: RoaringBitmap32, conditions: readonly RoaringBitmap32[]): readonly RoaringBitmap32[] {
  const parts: RoaringBitmap32[] = [];
  let rest = people;
  for (const condition of conditions) {
    parts.push(RoaringBitmap32.and(rest, condition));
    rest = RoaringBitmap32.andNot(rest, condition);
  }
  return [...parts, rest];
}
