import { roundCount, type SmallGroups } from "../../platform/small-groups";
import { type CountSum, type RankedCount, withheldCounts } from "../../platform/withheld-counts";
import { type Rate, rateOf } from "./rate";

/** Where classes of lags begin, in hours; the last class ends where arrivals are not counted any more. */
const LAG_HOURS = [0, 1, 3, 6, 12, 24, 48, 72, 168, 336] as const;

/** Those below the end; a lag that takes the whole time is in the last class. */
export const lagBegins = (withinHours: number): readonly number[] => LAG_HOURS.filter((hours) => hours < withinHours);

/** One platform's touched people, '' for all; of each class of lags those who arrived. */
export interface ArrivalCounts {
  readonly platform: string;
  readonly touched: bigint;
  readonly arrived: bigint;
  readonly activated: bigint;
  readonly lags: readonly bigint[];
  readonly medianHours: number | null;
  readonly p90Hours: number | null;
}

export interface ArrivalLag {
  readonly fromHours: number;
  readonly toHours: number;
  readonly people: bigint | null;
}

/** As a caller may see it: null where withheld. */
export interface ArrivalLine {
  /** Null: all platforms. */
  readonly platform: string | null;
  readonly touched: bigint | null;
  readonly arrived: bigint | null;
  readonly rate: Rate | null;
  readonly medianHours: number | null;
  readonly p90Hours: number | null;
  readonly lags: readonly ArrivalLag[];
  readonly activated: bigint | null;
  readonly activationRate: Rate | null;
}

export interface ArrivalFunnel {
  readonly total: ArrivalLine;
  readonly platforms: readonly ArrivalLine[];
}

const nobody = (withinHours: number): ArrivalCounts => ({
  ...{ platform: "", touched: 0n, arrived: 0n, activated: 0n, medianHours: null, p90Hours: null },
  lags: lagBegins(withinHours).map(() => 0n),
});

/** No small count, no small rest of one, and no small group of those whom one platform alone did not reach follows from what is told. */
export function tellArrivals(
  counts: readonly ArrivalCounts[],
  withinHours: number,
  { threshold, roundingBase }: SmallGroups,
): ArrivalFunnel {
  const total = counts.find(({ platform }) => platform === "") ?? nobody(withinHours);
  const platforms = counts.filter(({ platform }) => platform !== "");
  const named = new Map<string, RankedCount>();
  const sums: CountSum[] = [];
  const add = (name: string, count: bigint, rank: number | null): string => {
    named.set(name, { count, rank });
    return name;
  };
  for (const line of [total, ...platforms]) {
    const { platform } = line;
    const touched = add(`touched ${platform}`, line.touched, 3);
    const arrived = add(`arrived ${platform}`, line.arrived, 2);
    const activated = add(`activated ${platform}`, line.activated, 1);
    const lags = line.lags.map((people, index) => add(`lag ${index} ${platform}`, people, 0));
    const rest = (name: string, count: bigint): string => add(`not ${name}`, count, null);
    sums.push({ whole: touched, parts: [arrived, rest(arrived, line.touched - line.arrived)] });
    sums.push({ whole: arrived, parts: [activated, rest(activated, line.arrived - line.activated)] });
    sums.push({ whole: arrived, parts: lags });
    if (line === total) continue;
    for (const key of ["touched", "arrived", "activated"] as const)
      sums.push({
        whole: `${key} `,
        parts: [`${key} ${platform}`, add(`elsewhere ${key} ${platform}`, total[key] - line[key], null)],
      });
  }
  const withheld = withheldCounts(named, sums, threshold);
  const told = (name: string): bigint | null =>
    withheld.has(name) ? null : roundCount(named.get(name)!.count, roundingBase);
  const tell = ({ platform, medianHours, p90Hours }: ArrivalCounts): ArrivalLine => {
    const [touched, arrived, activated] = [
      told(`touched ${platform}`),
      told(`arrived ${platform}`),
      told(`activated ${platform}`),
    ];
    return {
      platform: platform === "" ? null : platform,
      ...{ touched, arrived, activated },
      rate: rateOf(arrived, touched),
      medianHours: arrived === null ? null : medianHours,
      p90Hours: arrived === null ? null : p90Hours,
      lags: lagClasses(withinHours).map((lag, index) => ({ ...lag, people: told(`lag ${index} ${platform}`) })),
      activationRate: rateOf(activated, arrived),
    };
  };
  return { total: tell(total), platforms: platforms.map(tell) };
}

function lagClasses(withinHours: number): readonly Omit<ArrivalLag, "people">[] {
  const begins = lagBegins(withinHours);
  return begins.map((fromHours, index) => ({ fromHours, toHours: begins[index + 1] ?? withinHours }));
}
