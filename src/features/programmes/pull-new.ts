import { RoaringBitmap32 } from "roaring";
import { type Interval, wilsonInterval } from "../../engines/numeric/wilson-interval";
import { suppress, suppressPartition } from "../../platform/small-groups";

export const pullNewDefinitions = ["STAGE_ZERO_BEFORE", "SHARE_OF_A1_TOUCHED", "NO_ORDER_365D"] as const;
export type PullNewDefinition = (typeof pullNewDefinitions)[number];

/** Look-back of NO_ORDER_365D: a year is 365 days. */
export const NEW_CUSTOMER_DAYS = 365;

/** Of one programme: the new people among the base, all of them reached. */
export interface PullNewPeople {
  readonly reached: RoaringBitmap32;
  readonly base: RoaringBitmap32;
  readonly fresh: RoaringBitmap32;
}

/** Stage facts of the brand around the window. */
export interface StageFacts {
  /** Who stood in each of the stages 1 to 4 at its first instant. */
  readonly before: readonly RoaringBitmap32[];
  /** Who rose to at least A1 in it. */
  readonly aware: RoaringBitmap32;
}

/** Order facts of the brand around the window. */
export interface OrderFacts {
  /** Net orders of the 365 days before it, and of the window. */
  readonly before: RoaringBitmap32;
  readonly within: RoaringBitmap32;
}

/** New: at no stage before, or not met at all, and at A1 or deeper after. The base: everybody reached. */
export function stageZeroBefore(reached: RoaringBitmap32, { before, aware }: StageFacts): PullNewPeople {
  const known = RoaringBitmap32.orMany([...before]);
  return { reached, base: reached, fresh: RoaringBitmap32.andNot(RoaringBitmap32.and(reached, aware), known) };
}

/** The same new people; the base: those of the reached who stood at A1 or deeper before or rose to it. */
export function shareOfA1Touched(reached: RoaringBitmap32, facts: StageFacts): PullNewPeople {
  const atA1 = RoaringBitmap32.orMany([...facts.before, facts.aware]);
  return { ...stageZeroBefore(reached, facts), base: RoaringBitmap32.and(reached, atA1) };
}

/** New: ordered in the window, and not in the 365 days before. The base: everybody reached. */
export function noOrderBefore(reached: RoaringBitmap32, { before, within }: OrderFacts): PullNewPeople {
  return { reached, base: reached, fresh: RoaringBitmap32.andNot(RoaringBitmap32.and(reached, within), before) };
}

/** As a caller may see it. */
export interface PullNewFigure {
  readonly reached: bigint | null;
  readonly denominator: bigint | null;
  readonly numerator: bigint | null;
  /** Null of a base of nobody, and where a count is withheld. */
  readonly value: number | null;
  readonly interval: Interval | null;
  readonly isSuppressed: boolean;
}

/** The reached fall into the new, the rest of the base and those outside it: a partition whose total is told. */
export function pullNewFigure({ reached, base, fresh }: PullNewPeople, threshold: number): PullNewFigure {
  const counts = [fresh.size, base.size - fresh.size, reached.size - base.size].map(BigInt);
  const { counts: told, suppressedCells } = suppressPartition(counts, threshold);
  const [numerator, rest, outside] = told as [bigint | null, bigint | null, bigint | null];
  const isTold = numerator !== null && rest !== null && outside !== null;
  const proportion = { successes: fresh.size, trials: base.size };
  return {
    reached: suppress(BigInt(reached.size), threshold),
    denominator: outside === null ? null : suppress(BigInt(base.size), threshold),
    numerator,
    value: isTold && base.size > 0 ? fresh.size / base.size : null,
    interval: isTold ? wilsonInterval(proportion) : null,
    isSuppressed: suppressedCells > 0,
  };
}
