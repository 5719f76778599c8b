import { touchpointRelation } from "../people";
import type { DidQuery, SeenQuery, TouchpointQuery } from "./leaf-query";
import { sequenceStatement } from "./sequence-statement";
import { inWindow, type LeafStatement } from "./statement-window";
import { type Conditions, touchConditions } from "./touch-conditions";
import { coverWindow } from "./window-cover";

/**
 * The statement behind a question, whose conditions stand in the table's order, so that the primary key narrows the reading. A
 * count or sum must see a row that was written twice once, hence FINAL, and rows of a count are counted here: ClickHouse's GROUP
 * BY of them takes three times as long. Whether anything was seen is the same either way, because intake lets no other content
 * under a known event id.
 */
export function leafStatement(query: TouchpointQuery): LeafStatement {
  if (query.kind === "SEQUENCE") return sequenceStatement(query);
  if (query.kind === "SEEN" || isPresence(query)) return presenceStatement(query);
  return query.worth === null ? countStatement(query) : worthStatement(query, query.worth);
}

type PlainQuery = DidQuery | SeenQuery;

/** Whether it is asked that somebody was seen at all, which a row that was written twice does not change. */
export const isPresence = (query: TouchpointQuery): boolean =>
  query.kind === "SEEN" || (query.kind === "DID" && query.atLeast === 1 && query.worth === null);

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

function countStatement(query: DidQuery): LeafStatement {
  const { where, params } = conditions(query);
  return {
    answers: "ROWS",
    sql: `SELECT ordinal FROM ${touchpointRelation(query.overlayId, "COUNTED")} WHERE ${[...where, inWindow()].join(" AND ")}`,
    params: { ...params, from: query.from, to: query.to },
  };
}

function worthStatement(query: DidQuery, { currencyCode, minor }: NonNullable<DidQuery["worth"]>): LeafStatement {
  const { where, params } = conditions(query);
  const matching = [...where, inWindow(), "currency = {worthIn:String}"].join(" AND ");
  return {
    answers: "BITMAP",
    sql: `SELECT groupBitmapState(ordinal) FROM (SELECT ordinal FROM ${touchpointRelation(query.overlayId, "COUNTED")} WHERE ${matching} GROUP BY ordinal HAVING sum(value_minor) >= {minor:Int64})`,
    params: { ...params, from: query.from, to: query.to, worthIn: currencyCode, minor },
  };
}

function conditions(query: PlainQuery): Conditions {
  if (query.kind === "DID") return touchConditions(query);
  const { sourceIds, platforms } = query;
  return {
    where: [...(platforms ? ["platform IN {platforms:Array(String)}"] : []), "source_id IN {sourceIds:Array(UInt32)}"],
    params: { sourceIds, ...(platforms && { platforms }) },
  };
}
