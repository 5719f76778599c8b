import { DateTime } from "luxon";
import { allocateTotal } from "../../engines/allocation/allocate-to-target";
import { MAXIMAL_TOTAL, toWorkingLines } from "../../engines/allocation/allocation-input";
import { AllocationRefusedError } from "../../engines/allocation/allocation-refusal";
import { compareWith } from "../../engines/allocation/comparison";
import type { ConstrainedInput, ConstraintName, GroupConstraint } from "../../engines/allocation/constrained-input";
import { equalSplit } from "../../engines/allocation/equal-split";
import { type ResponseCurve, stretchCurve } from "../../engines/allocation/response-curve";
import { apportion } from "../../engines/numeric/apportion";
import { currencyExponent } from "../../platform/money";
import { UserProblems } from "../../platform/user-error";
import type { BudgetObjective } from "../budgets";
import type { StoredCurve } from "../response-curves";
import { MONTHS, type PlannedYear } from "./year-plan";

/** Minor units; null: not bounded. */
export interface Bounds {
  readonly lower: bigint | null;
  readonly upper: bigint | null;
}

export interface YearInput {
  readonly year: number;
  readonly currencyCode: string;
  readonly objective: BudgetObjective;
  readonly total: bigint;
  readonly channels: readonly (Bounds & { readonly platform: string; readonly curve: StoredCurve })[];
  /** By month, January first; `place` is its place in the input, null: it was not named. */
  readonly months: readonly (Bounds & { readonly season: number; readonly place: number | null })[];
  /** By platform, then by month. */
  readonly lastYear: ReadonlyMap<string, readonly bigint[]>;
}

/** A price below this share of the total's is the rounding of a constraint that holds nothing back. */
const NO_PRICE = 1e-6;

/**
 * The best split of a year over channels and months. A channel's curve of a day or week is stretched over the month and scaled by the
 * month's season; what carries over stays within its month.
 */
export function planYear(input: YearInput): PlannedYear {
  const { channels, total, currencyCode, objective } = input;
  const problem = toProblem(input);
  const { amounts, prices, optimalityGap } = solve(problem, input);
  const cells = amounts.map(([amount]) => Number(amount));
  const working = toWorkingLines(problem);
  const perMajor = 10 ** currencyExponent(currencyCode);
  const spent = channels.flatMap(({ platform }) => input.lastYear.get(platform) ?? new Array<bigint>(MONTHS).fill(0n));
  const isKnown = spent.some((amount) => amount > 0n);
  const gainOver = (others: readonly bigint[]): number => compareWith(working, cells, others).gain;
  return {
    ...{ total, currencyCode, objective },
    lines: cells.map((cell, line) => ({
      platform: channels[Math.floor(line / MONTHS)]!.platform,
      month: (line % MONTHS) + 1,
      amount: BigInt(cell),
      expected: working[line]!.curve.response(cell),
      marginalReturn: working[line]!.curve.marginalReturn(cell) * perMajor,
      lastYear: isKnown ? spent[line]! : null,
    })),
    certificate: {
      optimalityGap,
      gainOverEqualSplit: gainOver(equalSplit(problem)),
      gainOverLastYear: isKnown ? gainOver(apportion(total, spent)) : null,
      shadowPrices: prices.flatMap(({ name, price }) =>
        name.kind !== "TOTAL" && Math.abs(price) <= NO_PRICE * Math.abs(prices[0]!.price)
          ? []
          : [{ constraint: pathOf(name, price, input), price: Math.abs(price) * perMajor }],
      ),
    },
  };
}

function toProblem({ year, currencyCode, total, channels, months }: YearInput): ConstrainedInput {
  const perMajor = 10 ** currencyExponent(currencyCode);
  return {
    ...{ total, periods: 1 },
    lines: channels.flatMap(({ curve }) =>
      months.map(({ season }, month) => ({
        curve: inSeason(stretchCurve(curve.curve, periodsOf(curve, year, month + 1), perMajor), season),
        ...{ lower: 0n, upper: MAXIMAL_TOTAL, mayBeOff: false, carryOver: [1] },
      })),
    ),
    groups: [
      ...groupsOf(channels, channelCells),
      ...groupsOf(months, (month) => monthCells(month, channels.length)),
    ].map(({ group }) => group),
  };
}

const channelCells = (channel: number): number[] =>
  Array.from({ length: MONTHS }, (_, month) => channel * MONTHS + month);
const monthCells = (month: number, channels: number): number[] =>
  Array.from({ length: channels }, (_, channel) => channel * MONTHS + month);

/** Only what is bounded, with its place in the list. */
function groupsOf(
  bounds: readonly Bounds[],
  cells: (place: number) => readonly number[],
): { readonly place: number; readonly group: GroupConstraint }[] {
  return bounds.flatMap(({ lower, upper }, place) =>
    lower === null && upper === null
      ? []
      : [{ place, group: { lines: cells(place), periods: null, lower: lower ?? 0n, upper: upper ?? MAXIMAL_TOTAL } }],
  );
}

function periodsOf({ period }: StoredCurve, year: number, month: number): number {
  const days = DateTime.utc(year, month).daysInMonth!;
  return period === "DAY" ? days : days / 7;
}

const inSeason = (curve: ResponseCurve, season: number): ResponseCurve =>
  curve.form === "LOG" ? { ...curve, a: curve.a * season } : { ...curve, vmax: curve.vmax * season };

function solve(problem: ConstrainedInput, input: YearInput): ReturnType<typeof allocateTotal> {
  try {
    return allocateTotal(problem);
  } catch (error) {
    if (!(error instanceof AllocationRefusedError)) throw error;
    throw new UserProblems(
      error.refusals.map((refusal) => {
        if (refusal.code !== "CONFLICT") return { code: "INFEASIBLE", field: ["input"], message: refusal.message };
        const names = refusal.constraints.map((name) => pathOf(name, 0, input));
        return {
          code: "INFEASIBLE",
          field: ["input"],
          message: `These cannot be kept together, while any of them less could be: ${names.join(", ")}; move one of them.`,
        };
      }),
    );
  }
}

/** The input that a constraint comes from; with a price the end of it that holds back. */
function pathOf(name: ConstraintName, price: number, { channels, months }: YearInput): string {
  if (name.kind !== "GROUP") return "total";
  const ofChannels = groupsOf(channels, channelCells);
  const end = price === 0 ? "" : price > 0 ? ".upper" : ".lower";
  if (name.group < ofChannels.length) return `channels.${ofChannels[name.group]!.place}${end}`;
  const ofMonths = groupsOf(months, (month) => monthCells(month, channels.length));
  return `months.${months[ofMonths[name.group - ofChannels.length]!.place]!.place}${end}`;
}
