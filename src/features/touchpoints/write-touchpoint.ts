import type { RowBinaryWriter } from "../../platform/clickhouse/row-binary";
import { actions, sites } from "./action";
import { exposureKinds } from "./exposure";
import { type TouchpointColumns, textColumns } from "./touchpoint";

type WriteValue = (to: RowBinaryWriter, columns: TouchpointColumns) => void;

/** An enum's number by its name; the first one is `from`. */
const numbers = (names: readonly string[], from: number): ReadonlyMap<string, number> =>
  new Map(names.map((name, index) => [name, index + from]));
const ACTIONS = numbers(actions, 1);
const SITES = numbers(sites, 0);
const EXPOSURES = numbers(exposureKinds, 0);

const text = (column: string): readonly [string, WriteValue] => [
  column,
  (to, columns) => to.text((columns[column] as string | undefined) ?? ""),
];

/** The columns that come from a touchpoint itself, each with how RowBinary has its value; an absent one is its default. */
const WRITERS: readonly (readonly [string, WriteValue])[] = [
  ["brand_id", (to, { brand_id }) => to.uint32(brand_id)],
  ["action", (to, { action }) => to.uint8(ACTIONS.get(action)!)],
  text("platform"),
  ["occurred_at", (to, { occurred_at }) => to.time(occurred_at)],
  text("event_id"),
  ["site", (to, { site }) => to.uint8(SITES.get(site)!)],
  ["category_id", (to, { category_id }) => to.uint32(category_id ?? 0)],
  ...textColumns.map(([, column]) => text(column)),
  ["exposure", (to, { exposure }) => to.uint8(exposure ? EXPOSURES.get(exposure)! : 0)],
  ["rating", (to, { rating }) => to.uint8(rating ?? 0)],
  ["duration_seconds", (to, { duration_seconds }) => to.uint32(duration_seconds ?? 0)],
  [
    "value_minor",
    (to, { value_minor }) => {
      to.isNull(value_minor === undefined);
      if (value_minor !== undefined) to.int64(BigInt(value_minor));
    },
  ],
  text("currency"),
  [
    "quantity",
    (to, { quantity }) => {
      to.isNull(quantity === undefined);
      if (quantity !== undefined) to.int32(quantity);
    },
  ],
  ["tags", (to, { tags }) => to.texts(tags ?? [])],
];

export const touchpointColumns = WRITERS.map(([column]) => column);
const KNOWN: ReadonlySet<string> = new Set(touchpointColumns);

/** Writes the values of {@link touchpointColumns}; a column that is not among them would be lost without a word. */
export function writeTouchpoint(to: RowBinaryWriter, columns: TouchpointColumns): void {
  for (const column in columns) if (!KNOWN.has(column)) throw new Error(`Column ${column} must be written, but is not`);
  for (const [, write] of WRITERS) write(to, columns);
}
