import { type AllocationInput, type AllocationLine, MAXIMAL_TOTAL } from "./allocation-input";
import type { ConstraintName } from "./constrained-input";
import { curveParameters } from "./response-curve";

/** Why a budget cannot be allocated. `line` is the index of the line. The message is one sentence for people. */
export type AllocationRefusal = { readonly message: string } & (
  | { readonly code: "NO_LINES" }
  | { readonly code: "TOTAL_OUT_OF_RANGE"; readonly total: bigint }
  | {
      readonly code: "PARAMETER_OUT_OF_RANGE";
      readonly line: number;
      readonly parameter: string;
      readonly value: number;
    }
  | { readonly code: "LOWER_BOUND_NEGATIVE"; readonly line: number; readonly lower: bigint }
  | { readonly code: "LOWER_ABOVE_UPPER"; readonly line: number; readonly lower: bigint; readonly upper: bigint }
  | { readonly code: "LOWER_BOUNDS_EXCEED_TOTAL"; readonly excess: bigint }
  | { readonly code: "UPPER_BOUNDS_BELOW_TOTAL"; readonly shortfall: bigint }
  | { readonly code: "GROUP_BOUNDS"; readonly group: number }
  | { readonly code: "CONFLICT"; readonly constraints: readonly ConstraintName[] }
  | { readonly code: "S_SHAPE_OVER_PERIODS" | "NO_PERIOD"; readonly line: number }
  | { readonly code: "TARGET_UNREACHABLE"; readonly best: number }
  | { readonly code: "TARGET_UNBOUNDED" }
);

/** Input that no allocation can satisfy. Services turn each refusal into a user error with the path of its line. */
export class AllocationRefusedError extends RangeError {
  override readonly name = "AllocationRefusedError";

  constructor(readonly refusals: readonly AllocationRefusal[]) {
    super(refusals.map(({ message }) => message).join(" "));
  }
}

/** Far beyond any real curve, and within them no product of two parameters and a total leaves the range of a double. */
const SMALLEST_PARAMETER = 1e-100;
const LARGEST_PARAMETER = 1e100;

/** All reasons at once; sums of bounds are compared with the total only where each of them is sound. Empty: allocatable. */
export function findRefusals(input: AllocationInput): AllocationRefusal[] {
  const refusals = [...refuseSize(input), ...input.lines.flatMap(refuseLine)];
  const soundBounds = refusals.every(({ code }) => code === "PARAMETER_OUT_OF_RANGE");
  return soundBounds ? [...refusals, ...refuseSums(input)] : refusals;
}

export function assertAllocatable(input: AllocationInput): void {
  const refusals = findRefusals(input);
  if (refusals.length > 0) throw new AllocationRefusedError(refusals);
}

export function refuseSize({ total, lines }: Pick<AllocationInput, "total" | "lines">): AllocationRefusal[] {
  const refusals: AllocationRefusal[] = [];
  if (lines.length === 0) {
    const message = "An allocation must have at least one line but got none; add a line with a response curve.";
    refusals.push({ code: "NO_LINES", message });
  }
  if (total <= 0n || total > MAXIMAL_TOTAL) {
    const message = `The total must lie between 1 and ${MAXIMAL_TOTAL} minor units but got ${total}; correct the total.`;
    refusals.push({ code: "TOTAL_OUT_OF_RANGE", total, message });
  }
  return refusals;
}

export function refuseLine({ curve, lower, upper }: AllocationLine, line: number): AllocationRefusal[] {
  const refusals: AllocationRefusal[] = [];
  for (const [parameter, value] of Object.entries(curveParameters(curve))) {
    if (value >= SMALLEST_PARAMETER && value <= LARGEST_PARAMETER) continue;
    const message = `Parameter ${parameter} of line ${line} must lie between 1e-100 and 1e100 but got ${value}; fit the curve again.`;
    refusals.push({ code: "PARAMETER_OUT_OF_RANGE", line, parameter, value, message });
  }
  if (lower < 0n) {
    const message = `The lower bound of line ${line} must be at least 0 but got ${lower}; pass 0 for no lower bound.`;
    refusals.push({ code: "LOWER_BOUND_NEGATIVE", line, lower, message });
  }
  if (lower > upper) {
    const message = `The lower bound of line ${line} must not exceed its upper bound of ${upper} but got ${lower}; swap or move the bounds.`;
    refusals.push({ code: "LOWER_ABOVE_UPPER", line, lower, upper, message });
  }
  return refusals;
}

function refuseSums({ total, lines }: AllocationInput): AllocationRefusal[] {
  const lower = lines.reduce((sum, line) => sum + line.lower, 0n);
  const upper = lines.reduce((sum, line) => sum + line.upper, 0n);
  if (lower > total) {
    const excess = lower - total;
    const message = `The lower bounds must sum to at most the total of ${total} but got ${lower}, ${excess} too much; raise the total or lower the bounds.`;
    return [{ code: "LOWER_BOUNDS_EXCEED_TOTAL", excess, message }];
  }
  if (upper < total) {
    const shortfall = total - upper;
    const message = `The upper bounds must sum to at least the total of ${total} but got ${upper}, ${shortfall} too little; lower the total or raise the bounds.`;
    return [{ code: "UPPER_BOUNDS_BELOW_TOTAL", shortfall, message }];
  }
  return [];
}
