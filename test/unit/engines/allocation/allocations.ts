import fc from "fast-check";
import type { AllocationInput, AllocationLine } from "../../../../src/engines/allocation/allocation-input";
import { type ResponseCurve, toConcaveCurve } from "../../../../src/engines/allocation/response-curve";

export function log(a: number, b: number): ResponseCurve {
  return { form: "LOG", a, b };
}

export function michaelisMenten(vmax: number, km: number): ResponseCurve {
  return { form: "MICHAELIS_MENTEN", vmax, km };
}

/** Lines without bounds of their own: from 0 to the total. */
export function unboundedInput(total: bigint, ...curves: readonly ResponseCurve[]): AllocationInput {
  return { total, lines: curves.map((curve) => ({ curve, lower: 0n, upper: total })) };
}

export function withLine(input: AllocationInput, index: number, change: Partial<AllocationLine>): AllocationInput {
  return { ...input, lines: input.lines.map((line, at) => (at === index ? { ...line, ...change } : line)) };
}

export function totalResponse({ lines }: AllocationInput, amounts: readonly bigint[]): number {
  return lines.reduce((sum, { curve }, index) => sum + toConcaveCurve(curve).response(Number(amounts[index])), 0);
}

export function sumOf(amounts: readonly bigint[]): bigint {
  return amounts.reduce((sum, amount) => sum + amount, 0n);
}

/** Parameters over eight orders of magnitude, equal curves made likely so that ties are met. */
const curves: fc.Arbitrary<ResponseCurve> = fc.oneof(
  fc
    .tuple(fc.integer({ min: -40, max: 40 }), fc.integer({ min: -40, max: 40 }))
    .map(([a, b]) => log(decibels(a), decibels(b))),
  fc
    .tuple(fc.integer({ min: -40, max: 40 }), fc.integer({ min: -40, max: 40 }))
    .map(([vmax, km]) => michaelisMenten(decibels(vmax), decibels(km))),
  fc.constantFrom(log(1, 1), michaelisMenten(1, 1)),
);

/** Allocatable inputs with up to `lines` lines whose bounds are at most `highest` each. */
export function arbitraryInputs(highest: bigint, lines: { min: number; max: number }): fc.Arbitrary<AllocationInput> {
  const bound = fc.bigInt({ min: 0n, max: highest });
  const line = fc.tuple(curves, bound, bound).map(([curve, one, other]): AllocationLine => {
    const [lower, upper] = one < other ? [one, other] : [other, one];
    return { curve, lower, upper };
  });
  return fc
    .tuple(fc.array(line, { minLength: lines.min, maxLength: lines.max }), fc.bigInt({ min: 0n, max: 10n ** 9n }))
    .map(([drawn, share]) => {
      const least = sumOf(drawn.map(({ lower }) => lower));
      const most = sumOf(drawn.map(({ upper }) => upper));
      return { total: least + ((most - least) * share) / 10n ** 9n, lines: drawn };
    })
    .filter(({ total }) => total > 0n);
}

function decibels(level: number): number {
  return 10 ** (level / 10);
}
