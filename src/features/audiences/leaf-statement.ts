import { touchpointRelation } from "../people";
import type { TouchpointQuery } from "./leaf-query";
import { coverWindow } from "./window-cover";

export interface LeafStatement {
  /** BITMAP: one bitmap of people; ROWS: the person of each matching touchpoint. */
  readonly answers: "BITMAP" | "ROWS";
  readonly sql: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/**
 * The statement behind a question, whose conditions stand in the table's order, so that the primary key narrows the reading. A
 * count must see a row that was written twice once, hence FINAL, and its rows are counted here: ClickHouse's GROUP BY of them
 * takes three times as long. Whether anything was seen is the same either way, because intake lets no other content under a
 * known event id.
 */
export function leafStatement(query: TouchpointQuery): LeafStatement {
  const { where, params } = conditions(query);
  if (isPresence(query)) return presenceStatement(query, where, params);
  const matching = [...where, IN_WINDOW].join(" AND ");
  return {
    answers: "ROWS",
    sql: `SELECT ordinal FROM ${touchpointRelation(query.overlayId, "COUNTED")} WHERE ${matching}`,
    params: { ...params, from: query.from, to: query.to },
  };
}

/** Whether it is asked that somebody was seen at all, which a row that was written twice does not change. */
export const isPresence = (query: TouchpointQuery): boolean => query.kind === "SEEN" || query.atLeast === 1;

const IN_WINDOW =
  "occurred_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') AND occurred_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')";

/**
 * Whole days are asked apart from what is left of the window, in the words of the projections of `touchpoint`: ClickHouse then
 * merges bitmaps of days where a part has them and no other condition is asked, and reads rows where not.
 */
function presenceStatement(
  { from, to, overlayId }: TouchpointQuery,
  where: readonly string[],
  params: Record<string, unknown>,
): LeafStatement {
  const { days, edges } = coverWindow(from, to);
  const relation = touchpointRelation(overlayId, "PRESENT");
  const spans = [
    ...(days ? ["toDate(occurred_at) >= {firstDay:Date} AND toDate(occurred_at) < {endDay:Date}"] : []),
    ...edges.map((_, index) => IN_WINDOW.replace("from:", `from${index}:`).replace("to:", `to${index}:`)),
  ];
  const selects = spans.map(
    (span) => `SELECT groupBitmapState(ordinal) AS people FROM ${relation} WHERE ${[...where, span].join(" AND ")}`,
  );
  return {
    answers: "BITMAP",
    sql: `SELECT groupBitmapMergeState(people) FROM (${selects.join(" UNION ALL ")})`,
    params: {
      ...params,
      ...(days && { firstDay: days.from, endDay: days.to }),
      ...Object.fromEntries(
        edges.flatMap((edge, index) => [
          [`from${index}`, edge.from],
          [`to${index}`, edge.to],
        ]),
      ),
    },
  };
}

function conditions(query: TouchpointQuery): {
  readonly where: readonly string[];
  readonly params: Record<string, unknown>;
} {
  const did = query.kind === "DID" ? query : null;
  const asked = [
    { name: "brandIds", value: did?.brandIds, sql: "brand_id IN {brandIds:Array(UInt32)}" },
    { name: "action", value: did?.action, sql: "action = {action:String}" },
    { name: "platforms", value: did?.platforms, sql: "platform IN {platforms:Array(String)}" },
    { name: "sourceIds", value: query.sourceIds, sql: "source_id IN {sourceIds:Array(UInt32)}" },
    { name: "site", value: did?.site, sql: "site = {site:String}" },
    { name: "categoryIds", value: did?.categoryIds, sql: "category_id IN {categoryIds:Array(UInt32)}" },
    { name: "campaignCode", value: did?.campaignCode, sql: "campaign = {campaignCode:String}" },
  ].filter(({ value }) => value != null);
  return {
    where: asked.map(({ sql }) => sql),
    params: Object.fromEntries(asked.map(({ name, value }) => [name, value])),
  };
}
