import { roundCount, type SmallGroups } from "../../platform/small-groups";
import { type CountSum, type RankedCount, withheldCounts } from "../../platform/withheld-counts";
import { ratio } from "./coverage";

/** What a line of exposures is about. */
export const exposureDimensions = [
  "PLATFORM",
  "CAMPAIGN",
  "PLATFORM_AND_CAMPAIGN",
  "APP_PLACEMENT",
  "CREATIVE",
] as const;
export type ExposureDimension = (typeof exposureDimensions)[number];

export interface ExposureCounts {
  /** Showings; 64 bits wide in every store they pass. */
  readonly impressions: bigint;
  readonly reach: bigint;
}

/** Platform and code of one line; empty where the dimension has none, or the touchpoints name none. */
export interface ExposureLine extends ExposureCounts {
  readonly platform: string;
  readonly code: string;
}

export interface ExposureTotals {
  readonly total: ExposureCounts;
  /** Of everything that is in no listed line. */
  readonly rest: ExposureCounts & { readonly lines: bigint };
}

/** Null where withheld, frequency also without people. */
export interface ShownExposure {
  readonly impressions: bigint;
  readonly reach: bigint | null;
  readonly frequency: number | null;
}

export interface ShownExposures {
  readonly lines: readonly (ShownExposure & { readonly platform: string; readonly code: string })[];
  readonly rest: (ShownExposure & { readonly lines: bigint }) | null;
  readonly total: ShownExposure;
}

/** Reaches are withheld where one less another would be a small group; impressions are no people and stay. */
export function showExposures(
  lines: readonly ExposureLine[],
  { total, rest }: ExposureTotals,
  smallGroups: SmallGroups,
): ShownExposures {
  const named = new Map<string, RankedCount>([["total", { count: total.reach, rank: 2 }]]);
  const sums: CountSum[] = [];
  const reaches = [...lines.map(({ reach }) => reach), ...(rest.lines > 0n ? [rest.reach] : [])];
  for (const [index, reach] of reaches.entries()) {
    named.set(`line ${index}`, { count: reach, rank: index < lines.length ? 0 : 1 });
    named.set(`off ${index}`, { count: total.reach - reach, rank: null });
    sums.push({ whole: "total", parts: [`line ${index}`, `off ${index}`] });
  }
  // Whoever is in several lines makes their sum larger than the total, by one for each further line.
  const sum = reaches.reduce((all, reach) => all + reach, 0n);
  named.set("sum", { count: sum, rank: null }).set("shared", { count: sum - total.reach, rank: null });
  sums.push(
    { whole: "sum", parts: reaches.map((_, index) => `line ${index}`) },
    { whole: "sum", parts: ["total", "shared"] },
  );
  const withheld = withheldCounts(named, sums, smallGroups.threshold);
  const show = (name: string, { impressions, reach }: ExposureCounts): ShownExposure => {
    const told = withheld.has(name) ? null : roundCount(reach, smallGroups.roundingBase);
    return { impressions, reach: told, frequency: ratio(told === null ? null : impressions, told) };
  };
  return {
    lines: lines.map((line, index) => ({ ...show(`line ${index}`, line), platform: line.platform, code: line.code })),
    rest: rest.lines === 0n ? null : { ...show(`line ${lines.length}`, rest), lines: rest.lines },
    total: show("total", total),
  };
}
