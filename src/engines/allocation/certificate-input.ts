import { InvalidInputError } from "../numeric/invalid-input";
import type { AllocationInput, AllocationLine } from "./allocation-input";

/** A certificate speaks of amounts that solve the problem: within all bounds and summing to the total. */
export function assertAllocation({ total, lines }: AllocationInput, amounts: readonly bigint[]): void {
  assertOnePerLine("Allocated", lines, amounts);
  amounts.forEach((amount, index) => {
    const { lower, upper } = lines[index]!;
    if (amount >= lower && amount <= upper) return;
    throw new InvalidInputError(
      `The allocated amount of line ${index} must lie within its bounds ${lower} to ${upper} but got ${amount}; certify what allocateBudget returned.`,
    );
  });
  const sumOfAmounts = amounts.reduce((partial, amount) => partial + amount, 0n);
  if (sumOfAmounts !== total) {
    throw new InvalidInputError(
      `The allocated amounts must sum to the total of ${total} but got ${sumOfAmounts}; certify what allocateBudget returned.`,
    );
  }
}

export function assertCurrent({ lines }: AllocationInput, current: readonly bigint[]): void {
  assertOnePerLine("Current", lines, current);
  current.forEach((amount, index) => {
    if (amount >= 0n) return;
    throw new InvalidInputError(
      `The current amount of line ${index} must be at least 0 but got ${amount}; pass 0 for a line that is new.`,
    );
  });
}

function assertOnePerLine(which: string, lines: readonly AllocationLine[], amounts: readonly bigint[]): void {
  if (amounts.length === lines.length) return;
  throw new InvalidInputError(
    `${which} amounts must be one for each of the ${lines.length} lines but got ${amounts.length}; keep the order of the lines.`,
  );
}
