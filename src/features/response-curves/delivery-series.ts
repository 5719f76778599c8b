import { DateTime } from "luxon";
import type { AdstockForm, SaturationForm } from "../../engines/allocation/curve-shape";
import { ProblemList, type UserProblem, UserProblems } from "../../platform/user-error";
import { type CurvePeriod, MAX_FIT_LINES, MAX_FIT_PERIODS } from "./response-curve";

/** By what spend is told apart; each goes on from the one before. */
export const deliveryGrains = ["PLATFORM", "STEP", "CROWD"] as const;
export type DeliveryGrain = (typeof deliveryGrains)[number];
export const deliveryOutcomes = ["CONVERSIONS", "VALUE"] as const;
export type DeliveryOutcome = (typeof deliveryOutcomes)[number];

export interface DeliveryFitRequest {
  readonly brandId: number;
  readonly period: CurvePeriod;
  /** YYYY-MM-DD in the brand's zone. */
  readonly startsOn: string;
  readonly periods: number;
  readonly grain: DeliveryGrain;
  readonly outcome: DeliveryOutcome;
  readonly adstock: AdstockForm;
  readonly saturation: SaturationForm;
  readonly window: number;
  readonly seed: number;
}

/** Periods of whole days of the brand's zone. */
export interface DeliverySpan {
  readonly startsOn: string;
  readonly zone: string;
  readonly daysOfPeriod: number;
  readonly periods: number;
}

export interface SpentCell {
  readonly line: string;
  readonly period: number;
  /** Minor units. */
  readonly spend: bigint;
}

/** The window that the periods fill; it must be over, as what is still to come would look like no outcome. */
export function readSpan(
  { period, startsOn, periods }: DeliveryFitRequest,
  zone: string,
  now: Date,
): DeliverySpan & { readonly from: Date; readonly to: Date } {
  const problems = new ProblemList();
  if (periods < 1 || periods > MAX_FIT_PERIODS)
    problems.add(
      "INVALID_INPUT",
      ["input", "periods"],
      `input.periods must be 1 to ${MAX_FIT_PERIODS}, but got ${periods}.`,
    );
  problems.throwIfAny();
  const daysOfPeriod = period === "DAY" ? 1 : 7;
  const start = DateTime.fromISO(startsOn, { zone });
  const [from, to] = [start.toJSDate(), start.plus({ days: daysOfPeriod * periods }).toJSDate()];
  if (to > now)
    throw UserProblems.one(
      "INVALID_INPUT",
      ["input", "periods"],
      `input.periods must end by now, but end at ${to.toISOString()}; begin earlier or take fewer.`,
    );
  return { startsOn, zone, daysOfPeriod, periods, from, to };
}

/** Spend by line and period in major units, 0 where media reported nothing; by name. */
export function toSeries(
  cells: readonly SpentCell[],
  periods: number,
  minorPerMajor: number,
): { readonly name: string; readonly spend: readonly number[] }[] {
  const lines = new Map<string, number[]>();
  for (const { line, period, spend } of cells) {
    const series = lines.get(line) ?? new Array<number>(periods).fill(0);
    series[period] = Number(spend) / minorPerMajor;
    lines.set(line, series);
  }
  if (lines.size === 0 || lines.size > MAX_FIT_LINES)
    throw UserProblems.one(
      "INVALID_INPUT",
      ["input", "grain"],
      lines.size === 0
        ? "The periods must have spend that media reported, but have none; import placement delivery first."
        : `Spend must be of at most ${MAX_FIT_LINES} lines, but is of ${lines.size}; take a coarser grain.`,
    );
  return [...lines].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, spend]) => ({ name, spend }));
}

/** A refusal speaks of lines by number, which nobody gave here. */
export function nameLines(problems: readonly UserProblem[], names: readonly string[]): UserProblems {
  return new UserProblems(
    problems.map(({ code, message }) => ({
      code,
      field: ["input"],
      message: message.replace(/\b([Ll]ines?) (\d+)( and (\d+))?/g, (_, word, one, both, other) =>
        both === undefined
          ? `${word} "${names[Number(one)]}"`
          : `${word} "${names[Number(one)]}" and "${names[Number(other)]}"`,
      ),
    })),
  );
}
