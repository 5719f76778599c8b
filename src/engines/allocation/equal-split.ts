import { type AllocationInput, toWorkingLines, type WorkingLine } from "./allocation-input";
import { assertAllocatable } from "./allocation-refusal";

/**
 * The split to compare with: every line receives the same amount, cut to its bounds, at the one level where the cut amounts make
 * up the total. Units that do not go round equally are given one each to the first lines within their bounds.
 */
export function equalSplit(input: AllocationInput): bigint[] {
  assertAllocatable(input);
  const lines = toWorkingLines(input);
  const total = Number(input.total);
  const level = highestLevel(lines, total);
  const amounts = lines.map((line) => cut(line, level));
  let left = total - sumAt(lines, level);
  return amounts.map((amount, index) => {
    if (left === 0 || cut(lines[index]!, level + 1) === amount) return BigInt(amount);
    left -= 1;
    return BigInt(amount + 1);
  });
}

/** The highest whole level at which the cut amounts do not exceed the total. */
function highestLevel(lines: readonly WorkingLine[], total: number): number {
  let level = 0;
  let above = total + 1;
  while (above - level > 1) {
    const middle = level + Math.floor((above - level) / 2);
    if (sumAt(lines, middle) <= total) level = middle;
    else above = middle;
  }
  return level;
}

function sumAt(lines: readonly WorkingLine[], level: number): number {
  return lines.reduce((sum, line) => sum + cut(line, level), 0);
}

function cut({ lower, upper }: WorkingLine, level: number): number {
  return Math.min(Math.max(level, lower), upper);
}
