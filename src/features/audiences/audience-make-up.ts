import type { RoaringBitmap32 } from "roaring";
import { roundCount } from "../../platform/small-groups";
import { type CountSum, type RankedCount, withheldCounts } from "../../platform/withheld-counts";
import type { Organisation } from "../access";
import {
  type CrowdGroup,
  cellLabelOf,
  cells,
  crowdGroups,
  type Intent,
  type Loyalty,
  type PerStage,
  type RuleSetDefinition,
  type Stage,
  stageLabelOf,
  stages,
} from "../assets";
import { tellSize } from "./audience-size";

type Told = bigint | null;

/** An audience by what the brand's people assets say of its people. Figures are null where withheld. */
export interface AudienceMakeUp {
  /** The instant of the snapshot behind it. */
  readonly asOf: Date;
  /** Of the people whom the brand has met, those in the audience, 0 to 1; null too where the brand met nobody. */
  readonly share: number | null;
  /** All four. */
  readonly stages: readonly { readonly stage: Stage; readonly people: Told }[];
  /** Met by the brand, and in no stage now. */
  readonly lapsed: Told;
  readonly notMet: Told;
  /** All nine, row by row. */
  readonly cells: readonly {
    readonly intent: Intent;
    readonly loyalty: Loyalty;
    readonly group: CrowdGroup;
    readonly people: Told;
  }[];
  /** All four. */
  readonly groups: readonly { readonly group: CrowdGroup; readonly people: Told }[];
  /** Met by the brand, and in no cell. */
  readonly unplaced: Told;
}

export interface LabelledPeople {
  readonly asOf: Date;
  /** By stage label; together everybody whom the brand has met. */
  readonly stages: PerStage<RoaringBitmap32>;
  /** By cell label, the unplaced first; together the same people. */
  readonly cells: readonly RoaringBitmap32[];
  /** Cells by group. */
  readonly groups: RuleSetDefinition["groups"];
}

type SmallGroups = Pick<Organisation, "smallGroupThreshold" | "roundingBase">;

/**
 * All parts and the size may be told together, by one call or by several, so what is withheld is decided over all of them,
 * whichever are asked for. Of a withheld audience nothing is told. The share comes from figures as they are told, so that it
 * gives away no more than they do.
 */
export function audienceMakeUp(
  audience: RoaringBitmap32,
  people: LabelledPeople,
  organisation: SmallGroups,
): AudienceMakeUp {
  const exact = countParts(audience, people);
  const withheld = withheldCounts(exact, sumsOf(people.groups), organisation.smallGroupThreshold);
  const isWithheld = tellSize(BigInt(audience.size), organisation).people === null;
  const told = (name: string): Told =>
    isWithheld || withheld.has(name) ? null : roundCount(exact.get(name)!.count, organisation.roundingBase);
  const groupOf = new Map(crowdGroups.flatMap((group) => labelsOf(people.groups, group).map((cell) => [cell, group])));
  const base = people.stages.reduce((sum, { size }) => sum + size, 0);
  return {
    asOf: people.asOf,
    share: shareOf(told("met"), base),
    stages: stages.map((stage) => ({ stage, people: told(`stage ${stageLabelOf(stage)}`) })),
    lapsed: told("stage 0"),
    notMet: told("notMet"),
    cells: cells.map(({ label, intent, loyalty }) => ({
      intent,
      loyalty,
      group: groupOf.get(label)!,
      people: told(`cell ${label}`),
    })),
    groups: crowdGroups.map((group) => ({ group, people: told(`group ${group}`) })),
    unplaced: told("cell 0"),
  };
}

/** The finest parts go first where one has to protect another. */
const RANKS = { cell: 0, group: 1, stage: 2, met: 3, size: 4 } as const;

function countParts(audience: RoaringBitmap32, people: LabelledPeople): ReadonlyMap<string, RankedCount> {
  const within = (part: RoaringBitmap32): bigint => BigInt(part.andCardinality(audience));
  const counts = new Map<string, RankedCount>();
  const add = (name: string, count: bigint, rank: number): bigint => {
    counts.set(name, { count, rank });
    return count;
  };
  const byStage = people.stages.map((part, label) => add(`stage ${label}`, within(part), RANKS.stage));
  const byCell = people.cells.map((part, label) => add(`cell ${label}`, within(part), RANKS.cell));
  for (const group of crowdGroups) {
    const inGroup = labelsOf(people.groups, group).map((label) => byCell[label]!);
    add(`group ${group}`, sum(inGroup), RANKS.group);
  }
  const size = add("size", BigInt(audience.size), RANKS.size);
  const met = add("met", sum(byStage), RANKS.met);
  add("notMet", size - met, RANKS.stage);
  return counts;
}

/** How the parts add up. */
function sumsOf(groups: RuleSetDefinition["groups"]): readonly CountSum[] {
  return [
    { whole: "size", parts: ["met", "notMet"] },
    { whole: "met", parts: [0, 1, 2, 3, 4].map((label) => `stage ${label}`) },
    { whole: "met", parts: ["cell 0", ...crowdGroups.map((group) => `group ${group}`)] },
    ...crowdGroups.map((group) => ({
      whole: `group ${group}`,
      parts: labelsOf(groups, group).map((label) => `cell ${label}`),
    })),
  ];
}

const labelsOf = (groups: RuleSetDefinition["groups"], group: CrowdGroup): readonly number[] =>
  groups[group].map(([intent, loyalty]) => cellLabelOf(intent, loyalty));

const sum = (counts: readonly bigint[]): bigint => counts.reduce((total, count) => total + count, 0n);

/** Rounding may lift a count above its base. */
const shareOf = (people: Told, base: number): number | null =>
  people === null || base === 0 ? null : Math.min(1, Number(people) / base);
