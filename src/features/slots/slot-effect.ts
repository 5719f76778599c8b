import { RoaringBitmap32 } from "roaring";
import { type StratifiedDifference, stratifiedDifference } from "../../engines/effects/stratified-difference";
import { type Stratum, standardisedRate } from "../../engines/effects/stratified-ratio";
import type { SmallGroups } from "../../platform/small-groups";
import { type ToldCount, tellCounts } from "../../platform/told-counts";
import { type EffectVerdict, type Rate, rateOf, verdictOf } from "../effects";
import type { SlotHour } from "./slot-hour";

/** Most slots of an answer. */
export const MAX_SLOTS = 50;
/** Days before the window in which people are looked at for matching. */
export const MATCHING_DAYS = 30;

export const slotBases = ["HOLDOUT", "UNEXPOSED"] as const;
/** Whom the exposed are compared with: people whom the slots were held back from, or others who did not see them. */
export type SlotBasis = (typeof slotBases)[number];

/** A slot with its hours of a window. */
export interface Slot {
  readonly platform: string;
  readonly slotCode: string;
  readonly hours: readonly SlotHour[];
}

/** Who saw a slot in an hour of the inventory, and of them who rose to A2 at or after it first. */
export interface SlotPeople {
  readonly exposed: RoaringBitmap32;
  readonly risen: RoaringBitmap32;
}

/** People around a window; strata part those who are alike before it. */
export interface SlotCrowd {
  /** At A1 at its first instant: whom a slot can raise to A2. */
  readonly aware: RoaringBitmap32;
  /** Who rose to A2 in it. */
  readonly risen: RoaringBitmap32;
  readonly strata: readonly RoaringBitmap32[];
  /** Null: no holdout. */
  readonly heldOut: RoaringBitmap32 | null;
}

export const noSlotCostReasons = ["NO_HOLDOUT", "SUPPRESSED", "NO_PEOPLE", "NO_UPLIFT"] as const;
export type NoSlotCostReason = (typeof noSlotCostReasons)[number];

/** As a caller may see it: null where withheld. */
export interface SlotEffect {
  readonly slot: Slot;
  /** Minor units of all its hours. */
  readonly price: bigint;
  readonly exposures: bigint;
  readonly people: bigint | null;
  readonly unmatched: bigint | null;
  readonly risen: bigint | null;
  readonly rate: Rate | null;
  readonly controls: bigint | null;
  readonly expectedRate: number | null;
  readonly uplift: StratifiedDifference | null;
  readonly verdict: EffectVerdict;
  /** Minor units. */
  readonly costPerExtra: bigint | null;
  readonly noCostReason: NoSlotCostReason | null;
}

/** Slots of hours, in the order of their names. */
export function slotsOf(hours: readonly SlotHour[]): readonly Slot[] {
  const byName = new Map<string, SlotHour[]>();
  for (const hour of hours) {
    const name = JSON.stringify([hour.platform, hour.slotCode]);
    byName.set(name, [...(byName.get(name) ?? []), hour]);
  }
  return [...byName]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, of]) => ({ platform: of[0]!.platform, slotCode: of[0]!.slotCode, hours: of }));
}

/** Each slot's A1 people beside those like them who are held out, or saw no slot; the highest uplift first, without one last. */
export function tellSlots(
  slots: readonly Slot[],
  people: readonly SlotPeople[],
  crowd: SlotCrowd,
  smallGroups: SmallGroups,
): readonly SlotEffect[] {
  const { aware, heldOut } = crowd;
  const anySlot = RoaringBitmap32.orMany(people.map(({ exposed }) => exposed));
  const controls = heldOut === null ? RoaringBitmap32.andNot(aware, anySlot) : RoaringBitmap32.and(aware, heldOut);
  const effects = slots.map((slot, place) => {
    const { exposed, risen } = people[place]!;
    const reached = RoaringBitmap32.and(aware, exposed);
    const treated = heldOut === null ? reached : RoaringBitmap32.andNot(reached, heldOut);
    return tellSlot(slot, { treated, risen, controls }, crowd, smallGroups);
  });
  const order = ({ uplift }: SlotEffect): number => uplift?.value ?? Number.NEGATIVE_INFINITY;
  return effects.sort((a, b) => (order(a) === order(b) ? 0 : order(b) - order(a))).slice(0, MAX_SLOTS);
}

interface Compared {
  readonly treated: RoaringBitmap32;
  /** Of the treated, who rose after they saw the slot. */
  readonly risen: RoaringBitmap32;
  readonly controls: RoaringBitmap32;
}

function tellSlot(slot: Slot, compared: Compared, crowd: SlotCrowd, smallGroups: SmallGroups): SlotEffect {
  const strata = strataOf(compared, crowd);
  const sum = (of: (stratum: Stratum) => number): bigint =>
    BigInt(strata.reduce((total, stratum) => total + of(stratum), 0));
  const [people, risen] = [sum(({ treated }) => treated.trials), sum(({ treated }) => treated.successes)];
  const [controls, controlRisen] = [
    sum(({ untreated }) => untreated.trials),
    sum(({ untreated }) => untreated.successes),
  ];
  const tell = tellCounts(
    new Map([
      ["alone", BigInt(compared.treated.size) - people],
      ["won", risen],
      ["not won", people - risen],
      ["control won", controlRisen],
      ["control not won", controls - controlRisen],
    ]),
    new Map<string, ToldCount>([
      ["unmatched", { cells: ["alone"], rank: 1 }],
      ["risen", { cells: ["won"], rank: 0 }],
      ["people", { cells: ["won", "not won"], rank: 2 }],
      ["control risen", { cells: ["control won"], rank: 0 }],
      ["controls", { cells: ["control won", "control not won"], rank: 2 }],
    ]),
    smallGroups,
  );
  const told = {
    people: tell("people"),
    unmatched: tell("unmatched"),
    risen: tell("risen"),
    controls: tell("controls"),
  };
  const isTold = ![told.people, told.risen, told.controls, tell("control risen")].includes(null);
  const uplift = isTold ? roundUplift(stratifiedDifference(strata), smallGroups) : null;
  const price = slot.hours.reduce((total, { price: { minor } }) => total + minor, 0n);
  const hasHoldout = crowd.heldOut !== null;
  return {
    ...{ slot, price, ...told, uplift, rate: rateOf(told.risen, told.people) },
    exposures: slot.hours.reduce((total, hour) => total + hour.exposures, 0n),
    expectedRate: isTold ? roundTo(standardisedRate(strata), smallGroups) : null,
    verdict: verdictOf(uplift?.interval, 0),
    ...(hasHoldout ? costOf(price, uplift, told.people, isTold) : { costPerExtra: null, noCostReason: "NO_HOLDOUT" }),
  };
}

/** Only strata with people on both sides. */
function strataOf({ treated, risen, controls }: Compared, crowd: SlotCrowd): readonly Stratum[] {
  return crowd.strata.flatMap((stratum): Stratum[] => {
    const [exposed, others] = [RoaringBitmap32.and(stratum, treated), RoaringBitmap32.and(stratum, controls)];
    if (exposed.size === 0 || others.size === 0) return [];
    return [
      {
        treated: { successes: exposed.andCardinality(risen), trials: exposed.size },
        untreated: { successes: others.andCardinality(crowd.risen), trials: others.size },
      },
    ];
  });
}

function costOf(
  price: bigint,
  uplift: StratifiedDifference | null,
  people: bigint | null,
  isTold: boolean,
): Pick<SlotEffect, "costPerExtra" | "noCostReason"> {
  const none = (noCostReason: NoSlotCostReason) => ({ costPerExtra: null, noCostReason });
  if (!isTold) return none("SUPPRESSED");
  if (uplift === null || people === null) return none("NO_PEOPLE");
  const extra = uplift.value * Number(people);
  return extra > 0
    ? { costPerExtra: BigInt(Math.round(Number(price) / extra)), noCostReason: null }
    : none("NO_UPLIFT");
}

/** As many decimals as rounded counts let one tell. */
const roundTo = (rate: number | null, { roundingBase }: SmallGroups): number | null =>
  rate === null || roundingBase === 1 ? rate : Number(rate.toPrecision(2));

function roundUplift(uplift: StratifiedDifference | null, smallGroups: SmallGroups): StratifiedDifference | null {
  if (uplift === null) return null;
  const round = (figure: number): number => roundTo(figure, smallGroups)!;
  const { low, high } = uplift.interval;
  return { value: round(uplift.value), interval: { low: round(low), high: round(high) } };
}
