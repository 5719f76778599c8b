import type { AttributionModel } from "../../engines/attribution/attribution-model";
import { rollUp } from "../../engines/attribution/credit";
import { type JourneyTable, relabel } from "../../engines/attribution/journey-table";
import { apportion } from "../../engines/numeric/apportion";
import { suppressPartition } from "../../platform/small-groups";
import { SMALLEST_LINE } from "./journey-limits";
import type { ModelKey } from "./model-key";
import type { Conversions, Journeys } from "./read-journeys";
import type { ReportLines } from "./report-lines";

export const grains = ["HOUR", "DAY"] as const;
export type Grain = (typeof grains)[number];

/** The conversions of one hour or day that had any. */
export interface ReportPeriod extends Conversions {
  readonly grain: Grain;
  readonly from: Date;
  readonly unattributedConversions: bigint;
  /** Minor units. */
  readonly unattributedValue: bigint;
}

/** What a platform is credited with of them; null: withheld. */
export interface PeriodCredit {
  readonly grain: Grain;
  readonly from: Date;
  readonly platform: string;
  readonly model: ModelKey;
  readonly conversionMillionths: bigint | null;
  /** Minor units. */
  readonly value: bigint | null;
}

export interface ReportPeriods {
  readonly periods: readonly ReportPeriod[];
  readonly credits: readonly PeriodCredit[];
}

/** Conversions of one hour: rows `from` up to `to` of the table, excluded. */
interface Hour {
  readonly second: number;
  readonly day: number;
  readonly from: number;
  readonly to: number;
}

/**
 * The report by hour and by day of the conversion. Each platform's credit under a model that adds up is apportioned over its
 * hours in proportion to what the model says of each hour alone, so the hours sum exactly to the platform's line, and days are
 * sums of hours. With a threshold above 1, cells of fewer than {@link SMALLEST_LINE} people are withheld.
 */
export function creditPeriods(
  journeys: Journeys,
  { credits: lines, platforms }: ReportLines,
  models: readonly AttributionModel[],
  threshold: number,
): ReportPeriods {
  const hours = hoursOf(journeys);
  const withheld = threshold > 1 ? withheldCells(journeys, platforms, hours) : () => false;
  // Direct touches keep a channel of their own, because a model asks for them.
  const channelOf = new Map(
    journeys.table.channels.map((channel, number) => [
      channel,
      JSON.stringify([platforms[number], journeys.touches[number]!.isDirect]),
    ]),
  );
  const table = relabel(journeys.table, (channel) => channelOf.get(channel)!);
  const credits = models
    .filter(({ isAdditiveAcrossDimensions }) => isAdditiveAcrossDimensions)
    .flatMap((model) => {
      const byHour = hours.map(
        ({ from, to }) =>
          new Map(
            rollUp(model.credit(rowsOf(table, from, to)), (label) => JSON.parse(label)[0]).map((credit) => [
              credit.key,
              credit,
            ]),
          ),
      );
      return lines
        .filter((line) => line.dimension === "PLATFORM" && line.model === model.key)
        .flatMap((line) => {
          const share = (total: bigint, of: "conversionMillionths" | "value"): bigint[] =>
            spread(
              total,
              byHour.map((hour) => hour.get(line.platform)?.[of] ?? 0n),
            );
          const conversions = share(line.conversionMillionths, "conversionMillionths");
          const values = share(line.value, "value");
          return cellsOf(hours, conversions, values, (grain, second) => withheld(line.platform, grain, second)).map(
            (cell) => ({ ...cell, platform: line.platform, model: model.key }),
          );
        });
    });
  return { periods: totalsOf(journeys, hours), credits };
}

function hoursOf({ attributed }: Journeys): readonly Hour[] {
  const { hours, days } = attributed;
  const starts = [...hours.keys()].filter((row) => row === 0 || hours[row] !== hours[row - 1]);
  return starts.map((from, index) => ({
    second: hours[from]!,
    day: days[from]!,
    from,
    to: starts[index + 1] ?? hours.length,
  }));
}

/** Parts of a minor unit by which an hour's values weigh, so that a platform's rounding is spread where it arose. */
const VALUE_PARTS = 1_000n;

/** Some rows of a table, which share its touches; values in {@link VALUE_PARTS}. */
const rowsOf = (table: JourneyTable, from: number, to: number): JourneyTable => ({
  ...table,
  starts: table.starts.subarray(from, to + 1),
  conversions: table.conversions.subarray(from, to),
  values: table.values.subarray(from, to).map((value) => value * VALUE_PARTS),
  nulls: table.nulls.subarray(from, to),
});

/** Where no hour weighs anything, less than a millionth each, the first has it all. */
function spread(total: bigint, weights: readonly bigint[]): bigint[] {
  if (weights.some((weight) => weight > 0n)) return apportion(total, weights);
  return weights.map((_, index) => (index === 0 ? total : 0n));
}

type Cell = Pick<PeriodCredit, "grain" | "from" | "conversionMillionths" | "value">;

/** Hours with a credit, and the days they sum to. */
function cellsOf(
  hours: readonly Hour[],
  conversions: readonly bigint[],
  values: readonly bigint[],
  isWithheld: (grain: Grain, second: number) => boolean,
): readonly Cell[] {
  const sums = new Map<string, { grain: Grain; second: number; conversions: bigint; value: bigint }>();
  hours.forEach((hour, index) => {
    if (conversions[index] === 0n && values[index] === 0n) return;
    for (const [grain, second] of [["HOUR", hour.second] as const, ["DAY", hour.day] as const]) {
      const sum = sums.get(`${grain} ${second}`) ?? { grain, second, conversions: 0n, value: 0n };
      sum.conversions += conversions[index]!;
      sum.value += values[index]!;
      sums.set(`${grain} ${second}`, sum);
    }
  });
  return [...sums.values()].map(({ grain, second, conversions, value }) => ({
    grain,
    from: new Date(second * 1000),
    conversionMillionths: isWithheld(grain, second) ? null : conversions,
    value: isWithheld(grain, second) ? null : value,
  }));
}

function totalsOf({ table, unattributed }: Journeys, hours: readonly Hour[]): readonly ReportPeriod[] {
  const sums = new Map<string, ReportPeriod>();
  const add = (hour: { readonly second: number; readonly day: number }, own: Conversions, none: Conversions): void => {
    for (const [grain, second] of [["HOUR", hour.second] as const, ["DAY", hour.day] as const]) {
      const from = new Date(second * 1000);
      const nothing = { conversions: 0n, value: 0n, unattributedConversions: 0n, unattributedValue: 0n };
      const sum = sums.get(`${grain} ${second}`) ?? { grain, from, ...nothing };
      sums.set(`${grain} ${second}`, {
        ...sum,
        conversions: sum.conversions + own.conversions + none.conversions,
        value: sum.value + own.value + none.value,
        unattributedConversions: sum.unattributedConversions + none.conversions,
        unattributedValue: sum.unattributedValue + none.value,
      });
    }
  };
  const nothing: Conversions = { conversions: 0n, value: 0n };
  for (const hour of hours) {
    const value = table.values.subarray(hour.from, hour.to).reduce((sum, one) => sum + one, 0n);
    add(hour, { conversions: BigInt(hour.to - hour.from), value }, nothing);
  }
  for (const { hour, day, ...conversions } of unattributed) add({ second: hour, day }, nothing, conversions);
  return [...sums.values()];
}

/**
 * Which cells of a platform are withheld: small days, and as many others as keep them from following from the platform's line;
 * of a shown day likewise its hours; of a withheld day every hour.
 */
function withheldCells(
  { table, attributed }: Journeys,
  platforms: readonly string[],
  hours: readonly Hour[],
): (platform: string, grain: Grain, second: number) => boolean {
  const names = [...new Set(platforms)];
  const nameOf = Uint32Array.from(platforms, (platform) => names.indexOf(platform));
  const days = [...new Set(hours.map(({ day }) => day))];
  const people = new Map<string, ReadonlySet<number>>();
  const cell = (platform: string, grain: Grain, second: number): string => JSON.stringify([platform, grain, second]);
  const ofDays = new Map(days.map((day) => [day, names.map(() => new Set<number>())]));
  for (const { from, to, second, day } of hours) {
    const ofHour = names.map(() => new Set<number>());
    const ofDay = ofDays.get(day)!;
    for (let journey = from; journey < to; journey += 1) {
      const person = attributed.people[journey]!;
      for (let touch = table.starts[journey]!; touch < table.starts[journey + 1]!; touch += 1) {
        const name = nameOf[table.touches[touch]!]!;
        if (ofHour[name]!.size < SMALLEST_LINE) ofHour[name]!.add(person);
        if (ofDay[name]!.size < SMALLEST_LINE) ofDay[name]!.add(person);
      }
    }
    names.forEach((platform, name) => {
      people.set(cell(platform, "HOUR", second), ofHour[name]!);
      people.set(cell(platform, "DAY", day), ofDay[name]!);
    });
  }
  const withheld = new Set<string>();
  const withhold = (keys: readonly string[]): void => {
    const counts = keys.map((key) => BigInt(people.get(key)?.size ?? 0));
    suppressPartition(counts, SMALLEST_LINE).counts.forEach((count, index) => {
      if (count === null) withheld.add(keys[index]!);
    });
  };
  for (const platform of names) {
    withhold(days.map((day) => cell(platform, "DAY", day)));
    for (const day of days) {
      const ofDay = hours.filter((hour) => hour.day === day).map(({ second }) => cell(platform, "HOUR", second));
      if (withheld.has(cell(platform, "DAY", day))) for (const key of ofDay) withheld.add(key);
      else withhold(ofDay);
    }
  }
  return (platform, grain, second) => withheld.has(cell(platform, grain, second));
}
