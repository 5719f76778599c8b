import { isIn, placesOfRule } from "../../engines/segmentation/cells-of-rule";
import type { Rule } from "../../engines/segmentation/rule";
import { type CrowdGroup, cells, crowdGroups, type RuleSetDefinition } from "../assets";
import type { Placement, PlacementObjective } from "../campaigns";
import { type Instrument, instruments, type ReachMatrixVersion } from "../reach-strategies";

/** Why money is of no group: nothing was aimed at, the pack lets people of any place in, or of several groups or none. */
export const noGroupReasons = ["NO_PACK", "NO_GROUP_NAMED", "SEVERAL_GROUPS"] as const;
export type NoGroupReason = (typeof noGroupReasons)[number];

/** Money for one group, or for none because of a reason, by one instrument. Minor units. */
export interface GroupSpendLine {
  /** Exactly one of group and reason is null. */
  readonly group: CrowdGroup | null;
  readonly reason: NoGroupReason | null;
  readonly instrument: Instrument;
  /** Whether the strategy chose the instrument for the group; false without a group. */
  readonly isInStrategy: boolean;
  readonly placements: number;
  readonly placementsWithoutCost: number;
  /** What flights plan; null when none of them plans an amount. */
  readonly planned: bigint | null;
  readonly cost: bigint;
  /** Of the campaign's cost; null when that is 0. */
  readonly share: number | null;
}

export interface AimedPlacement {
  readonly placement: Placement;
  /** Of the pack, in the version that the placement was bought with; null without a pack. */
  readonly rule: Rule | null;
  /** Null: media reported none. */
  readonly cost: bigint | null;
  readonly planned: bigint | null;
}

type Aim = Pick<GroupSpendLine, "group" | "reason">;

/** What each objective of a placement buys. */
const INSTRUMENTS: Readonly<Record<PlacementObjective, Instrument>> = {
  BRAND_AD: "BRAND_AD",
  CONTENT_SEED: "CONTENT_SEED",
  PERFORMANCE_AD: "PERFORMANCE_AD",
  SEARCH_AD: "SEARCH",
  RECOMMEND_AD: "RECOMMEND",
  SMART_COUPON: "SMART_COUPON",
  RETARGETING: "RETARGETING",
};

/** The group whose cells a pack's rules keep to. */
function aimOf(rule: Rule | null, groups: RuleSetDefinition["groups"]): Aim {
  if (rule === null) return { group: null, reason: "NO_PACK" };
  const places = placesOfRule(rule, groups);
  if (places.length > cells.length) return { group: null, reason: "NO_GROUP_NAMED" };
  const group = crowdGroups.find((one) => places.length > 0 && places.every((place) => isIn(groups[one], place)));
  return group ? { group, reason: null } : { group: null, reason: "SEVERAL_GROUPS" };
}

/**
 * Every placement is in one line. Groups come first, each with the instruments that the strategy chose for it, bought or not, then
 * with others that were bought; what is of no group follows by its reason.
 */
export function groupSpend(
  placements: readonly AimedPlacement[],
  matrix: Pick<ReachMatrixVersion, "instruments">,
  groups: RuleSetDefinition["groups"],
): readonly GroupSpendLine[] {
  const aimed = placements.map((one) => ({
    ...one,
    ...aimOf(one.rule, groups),
    instrument: INSTRUMENTS[one.placement.objective],
  }));
  const whole = sumOf(aimed.map(({ cost }) => cost));
  const lineOf = (aim: Aim, instrument: Instrument): GroupSpendLine => {
    const of = aimed.filter(
      (one) => one.group === aim.group && one.reason === aim.reason && one.instrument === instrument,
    );
    const cost = sumOf(of.map((one) => one.cost));
    const isPlanned = of.some(({ planned }) => planned !== null);
    return {
      ...{ ...aim, instrument, cost },
      isInStrategy: aim.group !== null && matrix.instruments[aim.group].includes(instrument),
      placements: of.length,
      placementsWithoutCost: of.filter((one) => one.cost === null).length,
      planned: isPlanned ? sumOf(of.map(({ planned }) => planned)) : null,
      share: whole === 0n ? null : Number(cost) / Number(whole),
    };
  };
  return [
    ...crowdGroups.flatMap((group) => {
      const chosen = matrix.instruments[group];
      const others = instruments.filter((one) => !chosen.includes(one));
      return [...chosen, ...others].map((instrument) => lineOf({ group, reason: null }, instrument));
    }),
    ...noGroupReasons.flatMap((reason) => instruments.map((instrument) => lineOf({ group: null, reason }, instrument))),
  ].filter(({ placements: bought, isInStrategy }) => bought > 0 || isInStrategy);
}

const sumOf = (amounts: readonly (bigint | null)[]): bigint =>
  amounts.reduce<bigint>((sum, amount) => sum + (amount ?? 0n), 0n);
