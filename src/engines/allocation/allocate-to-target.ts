import { allocateBudget } from "./allocate-budget";
import { allocateConstrained, type ConstrainedAllocation, findConstrainedRefusals } from "./allocate-constrained";
import { MAXIMAL_TOTAL } from "./allocation-input";
import { AllocationRefusedError } from "./allocation-refusal";
import { certifyAllocation } from "./certificate";
import { type ConstrainedInput, type ConstrainedLine, responseOf } from "./constrained-input";
import { reachReturn } from "./reach-return";
import { isConcave, lastInflexion, toConcaveCurve } from "./response-curve";

/** A problem without a total: what is spent follows from what it brings. */
export type OpenInput = Omit<ConstrainedInput, "total">;

export interface TargetedAllocation extends ConstrainedAllocation {
  /** What is spent. */
  readonly total: bigint;
}

/** Concave lines in one period with bounds of their own alone: whole units are solved exactly, without an interior point. */
export const isPlain = ({ periods, lines, groups }: OpenInput): boolean =>
  periods === 1 &&
  groups.length === 0 &&
  lines.every(({ curve, mayBeOff, carryOver }) => isConcave(curve) && !mayBeOff && carryOver.length === 1);

/** The best split of a total, by whichever engine proves most. */
export function allocateTotal(input: ConstrainedInput): ConstrainedAllocation {
  if (!isPlain(input)) return allocateConstrained(input);
  const refusals = findConstrainedRefusals(input);
  if (refusals.length > 0) throw new AllocationRefusedError(refusals);
  const amounts = allocateBudget(input);
  const { response, multiplier, optimalityGap } = certifyAllocation(input, amounts);
  return {
    amounts: amounts.map((amount) => [amount]),
    ...{ response, optimalityGap, nodes: 1 },
    prices: [{ name: { kind: "TOTAL" }, price: multiplier }],
  };
}

/**
 * Everything that brings at least `price` per unit (target marginal return): the split and the total that make response less price times
 * spend greatest. Money that is not spent is a line of its own which brings the price, so the proof is that of a fixed total, and the gap
 * is against every split of every total up to `maximum`. A price is in response per unit.
 */
export function allocateAtPrice(input: OpenInput, price: number, maximum: bigint | null): TargetedAllocation {
  let cap = maximum ?? spendAtMost(input, price);
  for (;;) {
    const found = allocateUnderCap(input, price, cap);
    // With money left the cap holds nothing back; periods that carry over may want more than each by itself.
    if (maximum !== null || found.total < cap || cap > MAXIMAL_TOTAL / 2n) return found;
    cap *= 2n;
  }
}

function allocateUnderCap(input: OpenInput, price: number, cap: bigint): TargetedAllocation {
  const last = input.periods - 1;
  const unspent: ConstrainedLine = {
    ...{ curve: { form: "LINEAR", slope: price }, lower: 0n, upper: cap, mayBeOff: false, carryOver: [1] },
    // In one period alone: where it is unspent makes no difference.
    spendIn: input.periods === 1 ? null : [last],
  };
  const { amounts, prices, response, optimalityGap, nodes } = allocateTotal({
    ...input,
    total: cap,
    lines: [...input.lines, unspent],
  });
  const spent = amounts.slice(0, -1);
  const total = spent.flat().reduce((made, amount) => made + amount, 0n);
  if (total === 0n) throw nothingWorth(input);
  const own = responseOf({ ...input, total: cap }, spent.flat().map(Number));
  return { amounts: spent, prices, total, response: own, optimalityGap: (optimalityGap * response) / own, nodes };
}

/** Above what the best split at the price spends: lines where they bring less, and whatever lower bounds force. */
function spendAtMost({ lines, groups, periods }: OpenInput, price: number): bigint {
  const wanted = lines.map((line) => {
    const demand = lastWorth(line, price);
    const all = BigInt(demand) * BigInt(periods + line.carryOver.length - 1);
    const least = line.lower > 0n ? line.lower : 0n;
    const most = all > least ? all : least;
    return most < line.upper ? most : line.upper;
  });
  const forced = groups.reduce((made, { lower }) => made + lower, 0n);
  const most = wanted.reduce((made, amount) => made + amount, forced);
  if (most === 0n) throw nothingWorth({ lines });
  if (2n * most < MAXIMAL_TOTAL) return 2n * most + 1n;
  const message =
    "A target must be one that every line falls below, but some brings as much however much is spent; raise it or give a maximum.";
  throw new AllocationRefusedError([{ code: "TARGET_UNBOUNDED", message }]);
}

function nothingWorth({ lines }: Pick<OpenInput, "lines">): AllocationRefusedError {
  const best = Math.max(...lines.map(({ curve }) => toConcaveCurve(curve).gain(0, 1)));
  const message = `A target must be one that the money on some line reaches, but the first unit brings ${best} at most; lower the target.`;
  return new AllocationRefusedError([{ code: "TARGET_UNREACHABLE", best, message }]);
}

/** The last unit, beyond where the curve bends upwards, that brings the price. */
function lastWorth({ curve, upper }: ConstrainedLine, price: number): number {
  const { marginalReturn } = toConcaveCurve(curve);
  let from = Math.floor(lastInflexion(curve));
  if (marginalReturn(from + 1) < price) {
    if (from === 0) return marginalReturn(0) >= price ? 1 : 0;
    // Of one curve the slope is greatest there; of a mix it may be greater before.
    return curve.form === "MIX" ? from : 0;
  }
  let to = Math.min(Number(upper), Number.MAX_SAFE_INTEGER);
  if (to <= from || marginalReturn(to) >= price) return to;
  while (to - from > 1) {
    const middle = from + Math.floor((to - from) / 2);
    if (marginalReturn(middle) >= price) from = middle;
    else to = middle;
  }
  return to;
}

/** Totals that are tried at most; Newton's steps need some 10. */
const MAX_TRIES = 80;

export interface ReturnedAllocation extends ConstrainedAllocation {
  /** What is spent. */
  readonly total: bigint;
  /** No greater total brings the target: proven. */
  readonly atMost: bigint;
}

/** The greatest total whose best split brings at least `target` per unit over all (target return on investment). */
export function allocateAtReturn(input: OpenInput, target: number, maximum: bigint | null): ReturnedAllocation {
  const isBent = input.lines.some(({ curve, mayBeOff }) => mayBeOff || !isConcave(curve));
  return isBent && input.periods === 1 ? bentAtReturn(input, target, maximum) : concaveAtReturn(input, target, maximum);
}

/** The best split of a total is searched to a gap of its own, which may lie below the target where the total is the greatest. */
function bentAtReturn(input: OpenInput, target: number, maximum: bigint | null): ReturnedAllocation {
  const most = greatest(input, maximum);
  const refusals = findConstrainedRefusals({ ...input, total: most });
  if (refusals.length > 0) throw new AllocationRefusedError(refusals);
  const { total: reached, atMost } = reachReturn(input, target, most);
  if (reached === null) throw unreachable(input, allocateAtPrice(input, target / 2 ** 10, maximum), maximum);
  let total = reached;
  for (let tries = 0; tries < MAX_TRIES && total > 0n; tries++) {
    const found = allocateOrNull({ ...input, total });
    if (found !== null && found.response >= target * Number(total)) return { ...found, total, atMost };
    const less = total / SHARE_LESS;
    total -= less > 0n ? less : 1n;
  }
  throw unreachable(input, allocateAtPrice(input, target / 2 ** 10, maximum), maximum);
}

/** A total whose split was not found again is lowered by this part of it. */
const SHARE_LESS = 20_000n;

/**
 * The best response of concave lines is concave in the total, so what it has over target times total rises, falls and crosses 0 once on
 * the way down; Newton's steps come from the right, as a tangent lies above, and a bracket of whole units closes around the crossing.
 */
function concaveAtReturn(input: OpenInput, target: number, maximum: bigint | null): ReturnedAllocation {
  const start = allocateAtPrice(input, target, maximum);
  const over = ({ response }: ConstrainedAllocation, total: bigint): number => response - target * Number(total);
  if (over(start, start.total) < -ROUNDING * start.response) throw unreachable(input, start, maximum);
  let low = start.total;
  let best: ConstrainedAllocation = start;
  let high = greatest(input, maximum) + 1n;
  let right: { readonly total: bigint; readonly slope: number; readonly over: number } | null = null;
  for (let tries = 0; high - low > 1n && tries < MAX_TRIES; tries++) {
    const next = between(
      low,
      high,
      right === null ? 2n * low : BigInt(Math.floor(Number(right.total) - right.over / right.slope)),
    );
    const found = allocateOrNull({ ...input, total: next });
    if (found === null) high = next;
    else if (over(found, next) >= 0) [low, best] = [next, found];
    else {
      high = next;
      const slope = found.prices[0]!.price - target;
      right = slope < 0 ? { total: next, slope, over: over(found, next) } : null;
    }
  }
  return { ...best, total: low, atMost: low };
}

const ROUNDING = 1e-12;

/** A whole total strictly inside, at `wanted` where that lies there. */
function between(low: bigint, high: bigint, wanted: bigint): bigint {
  if (wanted > low && wanted < high) return wanted;
  return wanted <= low ? low + 1n : wanted === high ? high - 1n : (low + high) / 2n;
}

/** As much as bounds of lines let be spent at most. */
function greatest({ lines }: OpenInput, maximum: bigint | null): bigint {
  const limits = [lines.reduce((made, { upper }) => made + upper, 0n), MAXIMAL_TOTAL, maximum ?? MAXIMAL_TOTAL];
  return limits.sort((a, b) => (a < b ? -1 : 1))[0]!;
}

/** Null where bounds do not let the total be spent. */
function allocateOrNull(input: ConstrainedInput): ConstrainedAllocation | null {
  try {
    return allocateTotal(input);
  } catch (error) {
    if (error instanceof AllocationRefusedError) return null;
    throw error;
  }
}

/** With the greatest return that there is: the price at which it is its own return (Dinkelbach 1967). */
function unreachable(input: OpenInput, start: TargetedAllocation, maximum: bigint | null): AllocationRefusedError {
  let best = start.response / Number(start.total);
  for (let round = 0; round < 20; round++) {
    const { response, total } = allocateAtPrice(input, best, maximum ?? start.total);
    const next = response / Number(total);
    if (!(next > best * (1 + ROUNDING))) break;
    best = next;
  }
  const message = `The target must be a return that the bounds let be reached, but the best is ${best} per unit; lower the target or the lower bounds.`;
  return new AllocationRefusedError([{ code: "TARGET_UNREACHABLE", best, message }]);
}
