import { setImmediate } from "node:timers/promises";
import type { ArmSlice } from "./arm-people";
import type { ArmQuestion } from "./arm-question";
import type { Metric } from "./experiment";

const DAY_MS = 86_400_000;
/** Sums of a metric in the order of `MetricFigures`. */
const SUMS = 7;
const UNVALUED = 6;

/** Sums over arms, from arm 1 on; they grow slice by slice. */
export interface ArmSums {
  readonly exposed: Float64Array;
  readonly exposedToOther: Float64Array;
  /** By metric. */
  readonly counted: readonly Float64Array[];
  /** By metric: `SUMS` for each arm. */
  readonly metrics: readonly Float64Array[];
}

export function noSums(arms: number, metrics: number): ArmSums {
  const sums = (each: number): Float64Array[] => Array.from({ length: metrics }, () => new Float64Array(arms * each));
  const [exposed, exposedToOther] = [new Float64Array(arms), new Float64Array(arms)];
  return { exposed, exposedToOther, counted: sums(1), metrics: sums(SUMS) };
}

/** Sums of one metric of one arm. */
export const sumsOf = ({ metrics }: ArmSums, metric: number, arm: number): Float64Array =>
  metrics[metric]!.subarray(arm * SUMS, (arm + 1) * SUMS);

/** Memory of a person, in bytes: arm, start, exposures and values. */
export const bytesOf = ({ metrics, prePeriodDays }: ArmQuestion): number =>
  metrics.reduce((sum, { kind }) => sum + (kind === "SHARE" ? 1 : 8) * (prePeriodDays === null ? 1 : 2), 10);

/** Ages of a metric, in milliseconds since a person's start: `from` until before `to`, and from `before` until before 0. */
export interface MetricAges {
  readonly from: number;
  readonly to: number;
  readonly before: number;
}

export const agesOf = ({ fromDay, toDay }: Metric, prePeriodDays: number | null): MetricAges => ({
  from: fromDay * DAY_MS,
  to: toDay * DAY_MS,
  before: -(prePeriodDays ?? 0) * DAY_MS,
});

/** Whether the days of a metric are over; those of HASHED people go on together, and are compared as far as they have come. */
export const isOver = ({ draw, window }: ArmQuestion, start: number, { to }: MetricAges): boolean =>
  draw.kind === "HASHED" || window.to.getTime() - start >= to;

/** A metric of the people of a slice: whether they did it (SHARE), or how much; the other arrays are empty. */
interface Tally extends MetricAges {
  readonly isShare: boolean;
  readonly did: Uint8Array;
  readonly much: Float64Array;
  readonly hasBefore: boolean;
  readonly didBefore: Uint8Array;
  readonly muchBefore: Float64Array;
}

function tallyOf(metric: Metric, prePeriodDays: number | null, people: number): Tally {
  const [isShare, hasBefore] = [metric.kind === "SHARE", prePeriodDays !== null];
  return {
    ...agesOf(metric, prePeriodDays),
    ...{ isShare, did: new Uint8Array(isShare ? people : 0), much: new Float64Array(isShare ? 0 : people) },
    hasBefore,
    didBefore: new Uint8Array(isShare && hasBefore ? people : 0),
    muchBefore: new Float64Array(!isShare && hasBefore ? people : 0),
  };
}

/** Values of the people of a slice, metric by metric. Millions of rows and people pass here: loops are plain. */
export class ArmValues {
  private readonly tallies: readonly Tally[];
  /** 1: saw the own variant, 2: another one. */
  private readonly seen: Uint8Array;

  constructor(
    private readonly question: ArmQuestion,
    private readonly slice: ArmSlice,
    private readonly sums: ArmSums,
  ) {
    const { metrics, prePeriodDays } = question;
    this.tallies = metrics.map((metric) => tallyOf(metric, prePeriodDays, slice.arms.length));
    this.seen = new Uint8Array(slice.arms.length);
  }

  /** Something of a metric, at an age of a person who is in an arm. */
  add(metric: number, person: number, age: number, amount: number): void {
    const tally = this.tallies[metric]!;
    if (age >= tally.from && age < tally.to) {
      if (tally.isShare) tally.did[person] = 1;
      else tally.much[person]! += amount;
    } else if (tally.hasBefore && age < 0 && age >= tally.before) {
      if (tally.isShare) tally.didBefore[person] = 1;
      else tally.muchBefore[person]! += amount;
    }
  }

  /** An order without a known value: counted, and part of no sum. */
  addUnvalued(metric: number, person: number, age: number): void {
    const tally = this.tallies[metric]!;
    if (age >= tally.from && age < tally.to && isOver(this.question, this.slice.starts[person]!, tally))
      this.sums.metrics[metric]![(this.slice.arms[person]! - 1) * SUMS + UNVALUED]!++;
  }

  /** That a person was exposed to a variant, from 1. */
  expose(person: number, variant: number): void {
    const own = ((this.slice.arms[person]! - 1) % this.question.codes.length) + 1;
    this.seen[person]! |= variant === own ? 1 : 2;
  }

  /** Adds the people to the sums; other work of the process goes on between two metrics. */
  async addUp(): Promise<void> {
    const { arms } = this.slice;
    const { exposed, exposedToOther } = this.sums;
    for (let person = 0; person < arms.length; person++) {
      const seen = this.seen[person]!;
      if ((seen & 1) !== 0) exposed[arms[person]! - 1]!++;
      if ((seen & 2) !== 0) exposedToOther[arms[person]! - 1]!++;
    }
    for (const [metric, tally] of this.tallies.entries()) {
      await setImmediate();
      const values = tally.isShare
        ? ([tally.did, tally.didBefore] as const)
        : ([tally.much, tally.muchBefore] as const);
      addPeople(this.question, this.slice, tally, values, [this.sums.metrics[metric]!, this.sums.counted[metric]!]);
    }
  }
}

/** Sums of one metric, and who is counted by it. */
function addPeople(
  { draw, window }: ArmQuestion,
  { arms, starts }: ArmSlice,
  { to, hasBefore }: Tally,
  [during, before]: readonly [Uint8Array, Uint8Array] | readonly [Float64Array, Float64Array],
  [sums, counted]: readonly [Float64Array, Float64Array],
): void {
  const lastStart = draw.kind === "HASHED" ? Number.POSITIVE_INFINITY : window.to.getTime() - to;
  for (let person = 0; person < arms.length; person++) {
    const arm = arms[person]! - 1;
    if (arm < 0 || starts[person]! > lastStart) continue;
    counted[arm]!++;
    const value = during[person]!;
    const earlier = hasBefore ? before[person]! : 0;
    if (value === 0 && earlier === 0) continue;
    const at = arm * SUMS;
    sums[at]! += value;
    sums[at + 1]! += value * value;
    if (value !== 0) sums[at + 5]!++;
    if (earlier === 0) continue;
    sums[at + 2]! += earlier;
    sums[at + 3]! += earlier * earlier;
    sums[at + 4]! += value * earlier;
  }
}
