import { touchpointRelation } from "../people";
import type { DidQuery, LeafQuery, SeenQuery, TouchpointQuery } from "./leaf-query";
import { sequenceStatement } from "./sequence-statement";
import { inWindow, type LeafStatement } from "./statement-window";
import { type Conditions, touchConditions } from "./touch-conditions";
import { coverWindow } from "./window-cover";

/** Whether it is asked that anybody was seen at all, which a row that was written twice does not change. */
export const isPresence = (query: LeafQuery): query is LeafQuery & PlainQuery =>
  query.kind === "SEEN" || (query.kind === "DID" && query.atLeast === 1 && query.worth === null);

/** Whether touchpoints must be counted. */
export const isCounted = (query: LeafQuery): query is LeafQuery & DidQuery =>
  query.kind === "DID" && query.atLeast > 1 && query.worth === null;

type PlainQuery = DidQuery | SeenQuery;

/**
 * One bitmap that answers a question without a count. Conditions stand in the table's order, so that the primary key narrows the
 * reading. A sum must see a row that was written twice once, hence FINAL.
 */
export function bitmapStatement(query: TouchpointQuery): LeafStatement {
  if (query.kind === "SEQUENCE") return sequenceStatement(query);
  return query.kind === "DID" && query.worth !== null ? worthStatement(query, query.worth) : presenceStatement(query);
}

/** The person of each matching touchpoint, for a count; of rows that were written twice one, hence FINAL. */
export function countStatement(query: DidQuery): LeafStatement {
  const { where, params } = conditions(query);
  return {
    sql: `SELECT ordinal FROM ${touchpointRelation(query.overlayId, "COUNTED")} WHERE ${[...where, inWindow()].join(" AND ")}`,
    params: { ...params, from: query.from, to: query.to },
  };
}

/**
 * Whole days are asked apart from what is left of the window, in the words of the projections of `touchpoint`: ClickHouse then
 * merges bitmaps of days where a part has them and no other condition is asked, and reads rows where not.
 */
function presenceStatement(query: PlainQuery): LeafStatement {
  const { where, params } = conditions(query);
  const { days, edges } = coverWindow(query.from, query.to);
  const relation = touchpointRelation(query.overlayId, "PRESENT");
  const spans = [
    ...(days ? ["toDate(occurred_at) >= {firstDay:Date} AND toDate(occurred_at) < {endDay:Date}"] : []),
    ...edges.map((_, index) => inWindow(String(index))),
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

function worthStatement(query: DidQuery, { currencyCode, minor }: NonNullable<DidQuery["worth"]>): LeafStatement {
  const { where, params } = conditions(query);
  const matching = [...where, inWindow(), "currency = {worthIn:String}"].join(" AND ");
  return {
    sql: `SELECT groupBitmapState(ordinal) FROM (SELECT ordinal FROM ${touchpointRelation(query.overlayId, "COUNTED")} WHERE ${matching} GROUP BY ordinal HAVING sum(value_minor) >= {minor:Int64})`,
    params: { ...params, from: query.from, to: query.to, worthIn: currencyCode, minor },
  };
}

const conditions = (query: PlainQuery): Conditions =>
  query.kind === "DID" ? touchConditions(query) : seenConditions(query);

const seenConditions = ({ platforms, sourceIds }: SeenQuery): Conditions => ({
  where: [...(platforms ? ["platform IN {platforms:Array(String)}"] : []), "source_id IN {sourceIds:Array(UInt32)}"],
  params: { ...(platforms && { platforms }), sourceIds },
});
