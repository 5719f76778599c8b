import { touchpointRelation } from "../people";
import type { DidQuery, LeafQuery, SeenQuery } from "./leaf-query";
import { inWindow, type LeafStatement } from "./statement-window";
import { type Conditions, isKeptByMonth, touchConditions } from "./touch-conditions";
import { coverDays, coverMonths, type Span } from "./window-cover";

/** Whether it is asked that anybody was there at all, which a row that was written twice does not change. */
export const isPresence = (query: LeafQuery): query is LeafQuery & PlainQuery =>
  query.kind === "SEEN" || (query.kind === "DID" && query.atLeast === 1 && query.worth === null);

/** Conditions stand in the table's order, so that the primary key narrows the reading. */
type PlainQuery = DidQuery | SeenQuery;

/** A question's statements; the answer is everybody whom one of them finds. */
export interface PresenceStatements {
  /** One bitmap, of whole months; null: the window holds none, or months are not kept of such a question. */
  readonly months: LeafStatement | null;
  /** The person of each matching touchpoint in the rest of the window; null: nothing is left. */
  readonly rows: LeafStatement | null;
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
 * Whole months are asked apart, in the words of the projection `presence_by_month` of `touchpoint`: ClickHouse then merges its
 * bitmaps where a part has them, and reads rows where not. Of the rest of the window the matching rows' people come as they are,
 * because making bitmaps of them, or merging those of days, takes ClickHouse longer than sending them.
 */
export function presenceStatements(query: PlainQuery): PresenceStatements {
  const { where, params } = conditions(query);
  const relation = touchpointRelation(query.overlayId, "PRESENT");
  const { months, edges } = isKeptByMonth(query) ? coverMonths(query) : { months: [], edges: [query] };
  const ofMonths = [...where, "toYYYYMM(occurred_at) IN {months:Array(UInt32)}"].join(" AND ");
  const ofRows = [...where, `(${edges.map((_, index) => inWindow(String(index))).join(" OR ")})`].join(" AND ");
  return {
    months:
      months.length === 0
        ? null
        : { sql: `SELECT groupBitmapState(ordinal) FROM ${relation} WHERE ${ofMonths}`, params: { ...params, months } },
    rows:
      edges.length === 0
        ? null
        : { sql: `SELECT ordinal FROM ${relation} WHERE ${ofRows}`, params: { ...params, ...edgeParams(edges) } },
  };
}

/** Of everybody bitmaps of days are kept, in `seen_by_day`: few and large, so that merging them is faster than reading all rows. */
export function seenStatement(query: SeenQuery): LeafStatement {
  const { where, params } = conditions(query);
  const { days, edges } = coverDays(query);
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
    params: { ...params, ...(days && { firstDay: days.from, endDay: days.to }), ...edgeParams(edges) },
  };
}

const edgeParams = (edges: readonly Span[]): Readonly<Record<string, number>> =>
  Object.fromEntries(
    edges.flatMap((edge, index) => [
      [`from${index}`, edge.from],
      [`to${index}`, edge.to],
    ]),
  );

/** Everybody whose values sum to so much; a row that was written twice must count once, hence FINAL. */
export function worthStatement(
  query: DidQuery,
  { currencyCode, minor }: NonNullable<DidQuery["worth"]>,
): LeafStatement {
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
