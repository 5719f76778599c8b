import { touchpointRelation } from "../people";
import type { DidQuery, LeafQuery, TouchpointQuery } from "./leaf-query";
import { coverWindow } from "./window-cover";

export interface LeafStatement {
  readonly sql: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Whether touchpoints must be counted. Whether anybody was seen at all, a row that was written twice does not change. */
export const isCounted = (query: LeafQuery): query is LeafQuery & DidQuery => query.kind === "DID" && query.atLeast > 1;

const IN_WINDOW =
  "occurred_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') AND occurred_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')";

/**
 * The person of each matching touchpoint. A row that was written twice must count once, hence FINAL. Conditions stand in the
 * table's order, so that the primary key narrows the reading.
 */
export function countStatement(query: DidQuery): LeafStatement {
  const { where, params } = conditions(query);
  return {
    sql: `SELECT ordinal FROM ${touchpointRelation(query.overlayId, "COUNTED")} WHERE ${[...where, IN_WINDOW].join(" AND ")}`,
    params: { ...params, from: query.from, to: query.to },
  };
}

/**
 * One bitmap of everybody with a matching touchpoint. Whole days are asked apart from what is left of the window, in the words of the projections of `touchpoint`: ClickHouse then
 * merges bitmaps of days where a part has them and no other condition is asked, and reads rows where not.
 */
export function presenceStatement(query: TouchpointQuery): LeafStatement {
  const { from, to, overlayId } = query;
  const { where, params } = conditions(query);
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
