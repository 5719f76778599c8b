import type { OrderedReach } from "./reach.service";

/** Of every number: empty where withheld. */
const COLUMNS = ["platform", "people", "unique_people", "incremental_people", "touches", "frequency"] as const;

/** A line a platform, in order, and the deduplicated total last. Codes and numbers hold nothing that CSV would have to quote. */
export function reachCsv({ platforms, total }: OrderedReach): { readonly content: string; readonly rows: number } {
  const lines = [
    ...platforms.map((line) => [
      line.platform,
      line.people,
      line.uniquePeople,
      line.incrementalPeople,
      line.touches,
      line.frequency,
    ]),
    ["TOTAL_DEDUPLICATED", total, null, null, null, null],
  ];
  const text = [COLUMNS, ...lines].map((line) => line.map((value) => value ?? "").join(","));
  return { content: `${text.join("\r\n")}\r\n`, rows: lines.length };
}
