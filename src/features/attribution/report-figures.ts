import { totalJourneys } from "../../engines/attribution/journey-table";
import { suppress } from "../../platform/small-groups";
import type { AttributionReport } from "./attribution-report";
import type { Journeys } from "./read-journeys";

export type ReportFigures = Pick<
  AttributionReport,
  | "conversions"
  | "valueMinor"
  | "unattributedConversions"
  | "unattributedValueMinor"
  | "acrossPlatforms"
  | "nulls"
  | "capped"
>;

/** The figures of a whole report. */
export function summarise(journeys: Journeys, threshold: number): ReportFigures {
  const attributed = totalJourneys(journeys.table);
  const unattributed = journeys.unattributed.reduce(
    (sum, { conversions, value }) => ({ conversions: sum.conversions + conversions, value: sum.value + value }),
    { conversions: 0n, value: 0n },
  );
  return {
    conversions: attributed.conversions + unattributed.conversions,
    valueMinor: attributed.value + unattributed.value,
    unattributedConversions: unattributed.conversions,
    unattributedValueMinor: unattributed.value,
    acrossPlatforms: acrossPlatforms(journeys, threshold),
    nulls: attributed.nulls,
    capped: journeys.capped,
  };
}

/** Conversions with touches on two platforms or more; null where few people are behind them, or behind the others. */
function acrossPlatforms({ table, touches, attributed }: Journeys, threshold: number): bigint | null {
  const names = [...new Set(touches.map(({ platform }) => platform))];
  const platformOf = Uint32Array.from(touches, ({ platform }) => names.indexOf(platform));
  const people = { one: new Set<number>(), several: new Set<number>() };
  let count = 0n;
  for (let journey = 0; journey < attributed.people.length; journey += 1) {
    const [from, to] = [table.starts[journey]!, table.starts[journey + 1]!];
    let isAcross = false;
    for (let touch = from + 1; touch < to && !isAcross; touch += 1)
      isAcross = platformOf[table.touches[touch]!] !== platformOf[table.touches[from]!];
    if (isAcross) count += 1n;
    people[isAcross ? "several" : "one"].add(attributed.people[journey]!);
  }
  const isSmall = [...Object.values(people)].some(({ size }) => suppress(BigInt(size), threshold) === null);
  return isSmall ? null : count;
}
