import { gammaSample } from "../numeric/gamma-distribution";
import { InvalidInputError } from "../numeric/invalid-input";
import { SeededRandom } from "../numeric/seeded-random";
import { boundedSplit, cutTo, type WantedAmount } from "./bounded-split";
import type { SteeredLine } from "./line";
import { type YieldPosterior, yieldPosteriors } from "./yield-posterior";

/** A line that spent less of its budget than this cannot use more. */
export const FULL_USE = 0.8;
/** Hours whose use of the budget is looked at. */
export const USE_HOURS = 24;
/** A step is a share of the line, or of this part of an equal share where the line is smaller: else nothing could ever come back from 0. */
const SMALLEST_PART = 10n;
/** Of a yield twice the mean a line asks for four times its plan. 1 moved less than markets with falling returns paid for. */
const LEANING = 2;
/** A yield drawn so many times higher or lower than the mean counts as no more: one lucky hour is not believed whole. */
const MOST_FACTOR = 4;

/** Why a line's level is not what its yield asks for; NONE: it is. */
export const lineLimits = ["NONE", "STEP", "FLOOR", "CEILING", "FROZEN", "TOTAL", "CANNOT_SPEND", "NO_FACTS"] as const;
export type LineLimit = (typeof lineLimits)[number];

export interface HourInput {
  readonly seed: number;
  /** Minor units neither spent nor bound by hours that are not complete; below 0: the total is passed already. */
  readonly left: bigint;
  /** Sum of the weights of the hours that the decision is for: all until the plan ends; a whole number above 0. */
  readonly weightLeft: number;
  /** The share of itself by which a line may move; above 0, at most 1. */
  readonly maxStep: number;
  /** Hours in which a fact loses half of its weight. */
  readonly halfLife: number;
  readonly lines: readonly SteeredLine[];
}

export interface DecidedLine {
  readonly level: bigint;
  readonly limit: LineLimit;
  readonly posterior: YieldPosterior;
  /** The yield that was drawn (Thompson 1933, Biometrika 25). */
  readonly drawnYield: number;
  /** Spent of what it might have spent in the last {@link USE_HOURS} hours; null: it might not have spent anything. */
  readonly use: number | null;
}

export interface DecidedHour {
  /** What all levels may sum to, so that the money lasts until the end. */
  readonly target: bigint;
  readonly lines: readonly DecidedLine[];
}

/**
 * The levels of the next hours. A line asks for its share of the plan times (yield drawn / mean yield) to the power of LEANING: so
 * money moves to the higher yield until that has fallen, a plan whose yields are alike stays, and no line is believed without end.
 * The draw lets lines of which little is known be tried (Chapelle & Li 2011, NIPS 24), also while outcomes are late. What is asked
 * for is then brought within the guardrails. The same input gives the same levels.
 */
export function decideHour(input: HourInput): DecidedHour {
  assertInput(input);
  const { lines, left, weightLeft } = input;
  const target = left <= 0n ? 0n : (left * 1_000n) / BigInt(weightLeft);
  const posteriors = yieldPosteriors(
    lines.map(({ facts }) => facts),
    input.halfLife,
  );
  const random = SeededRandom.fromSeed(input.seed);
  const drawn = posteriors.map(({ shape, rate }) => gammaSample(random, shape, rate));
  const uses = lines.map(useOf);
  const bounds = lines.map((line, place) => boundsOf(line, uses[place]!, input.maxStep, target / BigInt(lines.length)));
  const levels = split(target, lines, bounds, wishes(lines, posteriors, drawn, target));
  return {
    target,
    lines: lines.map((_, place) => ({
      level: levels[place]!,
      limit: limitOf(levels[place]!, bounds[place]!),
      posterior: posteriors[place]!,
      drawnYield: drawn[place]!,
      use: uses[place]!,
    })),
  };
}

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** What may be moved within the guardrails of one line, and which of them binds at either end. */
interface LineBounds extends Omit<WantedAmount, "wanted"> {
  readonly lowerLimit: LineLimit;
  readonly upperLimit: LineLimit;
}

function boundsOf(line: SteeredLine, use: number | null, maxStep: number, equalShare: bigint): LineBounds {
  const { level, floor, ceiling, isFrozen, facts } = line;
  const held = (limit: LineLimit): LineBounds => ({
    ...{ lower: level, upper: level, lowerLimit: limit, upperLimit: limit },
  });
  if (isFrozen) return held("FROZEN");
  if (facts.length === 0) return held("NO_FACTS");
  const base = level > equalShare / SMALLEST_PART ? level : equalShare / SMALLEST_PART;
  const step = BigInt(Math.floor(Number(base) * maxStep));
  const down = level > step ? level - step : 0n;
  const up = use !== null && use < FULL_USE ? level : level + step;
  const isCapped = ceiling !== null && ceiling < up;
  const upper = isCapped ? ceiling : up;
  const isFloored = floor > down;
  return {
    // A line that the total once cut below its floor comes back to it by steps.
    lower: least(isFloored ? floor : down, upper),
    lowerLimit: isFloored ? "FLOOR" : upper <= down ? "CEILING" : "STEP",
    upper,
    upperLimit: isCapped ? "CEILING" : up === level ? "CANNOT_SPEND" : "STEP",
  };
}

function wishes(
  lines: readonly SteeredLine[],
  posteriors: readonly YieldPosterior[],
  drawn: readonly number[],
  target: bigint,
): readonly number[] {
  const smallest = Number(target) / lines.length / (2 * Number(SMALLEST_PART));
  const sizes = lines.map(({ level }) => Math.max(Number(level), smallest, 1));
  const plans = lines.map(({ planned }) => Math.max(Number(planned), smallest, 1));
  const whole = sizes.reduce((sum, size) => sum + size, 0);
  const mean = posteriors.reduce((sum, { mean: one }, place) => sum + one * sizes[place]!, 0) / whole;
  return plans.map((plan, place) => {
    const factor = Math.min(Math.max(drawn[place]! / mean, 1 / MOST_FACTOR), MOST_FACTOR);
    return plan * factor ** LEANING;
  });
}

function split(
  target: bigint,
  lines: readonly SteeredLine[],
  bounds: readonly LineBounds[],
  wanted: readonly number[],
): readonly bigint[] {
  const lower = bounds.map((bound) => bound.lower);
  const least = lower.reduce((sum, amount) => sum + amount, 0n);
  if (least <= target)
    return boundedSplit(
      target,
      bounds.map((bound, place) => ({ ...bound, wanted: wanted[place]! })),
    );
  const frozen = cutTo(
    target,
    lines.map(({ isFrozen, level }) => (isFrozen ? level : 0n)),
  );
  const rest = target - frozen.reduce((sum, amount) => sum + amount, 0n);
  const others = cutTo(
    rest,
    lines.map(({ isFrozen }, place) => (isFrozen ? 0n : lower[place]!)),
  );
  return lines.map((_, place) => frozen[place]! + others[place]!);
}

function limitOf(level: bigint, bound: LineBounds): LineLimit {
  if (level < bound.lower) return "TOTAL";
  if (level === bound.lower) return bound.lowerLimit;
  return level === bound.upper ? bound.upperLimit : "NONE";
}

function useOf({ facts }: SteeredLine): number | null {
  const recent = facts.filter(({ age }) => age < USE_HOURS);
  const budget = recent.reduce((sum, fact) => sum + fact.budget, 0);
  return budget > 0 ? recent.reduce((sum, fact) => sum + fact.spend, 0) / budget : null;
}

function assertInput({ weightLeft, maxStep, halfLife, lines }: HourInput): void {
  if (!(Number.isSafeInteger(weightLeft) && weightLeft > 0))
    throw new InvalidInputError(`weightLeft must be a whole number above 0 but got ${weightLeft}; the plan has ended.`);
  if (!(maxStep > 0 && maxStep <= 1))
    throw new InvalidInputError(`maxStep must be above 0 and at most 1 but got ${maxStep}.`);
  if (!(halfLife > 0)) throw new InvalidInputError(`halfLife must be above 0 but got ${halfLife}.`);
  if (lines.length === 0) throw new InvalidInputError("There must be at least one line but got none.");
  for (const { level, floor, ceiling } of lines)
    if (level < 0n || floor < 0n || (ceiling !== null && floor > ceiling))
      throw new InvalidInputError(
        `Level and floor must be at least 0, and the floor at most the ceiling, but got ${level}, ${floor} and ${ceiling}.`,
      );
}
