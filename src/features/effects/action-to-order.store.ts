import type { ClickHouseClient } from "@clickhouse/client";
import { readRows } from "../../platform/clickhouse/read-rows";
import { type BrandWindow, hopActions, IN_TIME, IS_CONTACT, OF_BRAND } from "../journeys";
import { touchpointRelation } from "../people";
import { type ActionCounts, microActions, NO_ACTION } from "./action-to-order";
import { effectParams, netOrdersSql } from "./window-sql";

const DAY_MS = 86_400_000;

/** A product view is deep from so many seconds on; visits and shorter views are no action, but show who was in the shop. */
const KIND = `multiIf(
  action = 'PRODUCT_VIEW' AND duration_seconds >= {deepSeconds:UInt32}, 'DEEP_VIEW',
  action IN {shopActions:Array(String)}, '${NO_ACTION}', toString(action))`;

/**
 * Each person by the first time of each action. Who did none is followed from the first visit. Of several first actions at one
 * instant the first in the alphabet is taken, so that a second run gives the same.
 */
const actionSql = (window: BrandWindow): string => `
WITH
  person AS (
    SELECT ordinal, arraySort(groupArray((at, kind))) AS seen,
      if(arrayAll(act -> act.2 = '${NO_ACTION}', seen), seen, arrayFilter(act -> act.2 != '${NO_ACTION}', seen)) AS acts
    FROM (
      SELECT ordinal, ${KIND} AS kind, min(toUnixTimestamp64Milli(occurred_at)) AS at
      FROM ${touchpointRelation(window.overlayId, "PRESENT")}
      WHERE ${OF_BRAND} AND ${IN_TIME} AND ${IS_CONTACT} AND action IN {actions:Array(String)}
      GROUP BY ordinal, kind
    )
    GROUP BY ordinal
  ),
  buyer AS (
    SELECT ordinal, groupArray(toUnixTimestamp64Milli(ordered_at)) AS orders
    FROM (${netOrdersSql(window, "{to:DateTime64(3, 'UTC')} + toIntervalDay({days:UInt16})")})
    GROUP BY ordinal
  )
SELECT act.2 AS action, toString(count()) AS people, toString(countIf(is_ordered)) AS ordered,
  toString(countIf(is_first)) AS firstPeople, toString(countIf(is_first AND is_ordered)) AS firstOrdered
FROM (
  SELECT act, act = acts[1] AS is_first,
    arrayExists(ordered_at -> ordered_at >= act.1 AND ordered_at < act.1 + {days:UInt16} * ${DAY_MS}, orders) AS is_ordered
  FROM person ANY LEFT JOIN buyer USING ordinal ARRAY JOIN acts AS act
)
GROUP BY action`;

type ActionRow = { readonly action: ActionCounts["action"] } & Readonly<
  Record<Exclude<keyof ActionCounts, "action">, string>
>;

export class ActionToOrderStore {
  constructor(private readonly queries: ClickHouseClient) {}

  /** What nobody did is absent. */
  async count(
    window: BrandWindow,
    { currencyCode, withinDays, deepSeconds }: { currencyCode: string; withinDays: number; deepSeconds: number },
  ): Promise<readonly ActionCounts[]> {
    const acts = microActions.filter((action) => action !== "DEEP_VIEW");
    const rows = await readRows<ActionRow>(this.queries, "effects.countActionToOrder", actionSql(window), {
      ...effectParams(window, currencyCode),
      ...{ deepSeconds, days: withinDays },
      shopActions: [...hopActions.VISIT],
      actions: [...hopActions.VISIT, ...acts],
    });
    return rows.map(({ action, ...counts }) => ({
      action,
      people: BigInt(counts.people),
      ordered: BigInt(counts.ordered),
      firstPeople: BigInt(counts.firstPeople),
      firstOrdered: BigInt(counts.firstOrdered),
    }));
  }
}
