import type { ClickHouseClient } from "@clickhouse/client";
import { pairList } from "../../platform/clickhouse/pair-list";
import { readRows } from "../../platform/clickhouse/read-rows";
import { type CampaignWithPlacements, exposuresOf } from "../campaigns";
import { type BrandWindow, IN_TIME } from "../journeys";
import { touchpointRelation } from "../people";
import type { ArmCounts } from "./joint";
import { effectParams, netOrdersSql } from "./window-sql";

const DAY_MS = 86_400_000;

/** Condition on touchpoints: they name one of the campaigns, whose codes are a parameter. */
function ofCampaigns(campaigns: readonly CampaignWithPlacements[], codes: string): string {
  const placements = campaigns.flatMap((campaign) => exposuresOf(campaign).placements);
  const byCode = `campaign IN {${codes}:Array(String)}`;
  return placements.length === 0 ? byCode : `(${byCode} OR (platform, placement) IN ${pairList(placements)})`;
}

/**
 * Arm 1 is the joint campaign, 2 the self-bought ones; a touch that names both is the joint one's. A person in both arms is of
 * the arm of the last touch before the first order that follows a touch, or of the last touch of all. An order is the arm's whose
 * touch came last before it, within the look-back.
 */
const jointSql = ({ overlayId }: BrandWindow, isJoint: string, isSelf: string, orders: string): string => `
WITH
  touched AS (
    SELECT ordinal, arraySort(groupArray((toUnixTimestamp64Milli(occurred_at), arm))) AS touches
    FROM (
      SELECT ordinal, occurred_at, if(${isJoint}, 1, 2) AS arm FROM ${touchpointRelation(overlayId, "COUNTED")}
      WHERE brand_id IN ({brandId:UInt32}, 0) AND ${IN_TIME} AND exposure IN {exposures:Array(String)}
        AND action IN {exposureActions:Array(String)} AND (${isJoint} OR ${isSelf})
    )
    GROUP BY ordinal
  ),
  buyer AS (
    SELECT ordinal, arraySort(groupArray((toUnixTimestamp64Milli(ordered_at), toInt64(value)))) AS orders, countIf(is_foreign) AS foreign
    FROM (${orders}) GROUP BY ordinal
  )
SELECT is_in_both AS isInBoth, arm, toString(count()) AS people, toString(countIf(first_order.1 > 0)) AS converted,
  toString(sum(joint_value)) AS jointValue, toString(sum(self_value)) AS selfValue,
  toString(sum(joint_touches)) AS jointTouches, toString(sum(length(touches) - joint_touches)) AS selfTouches,
  toString(sum(foreign)) AS foreign
FROM (
  SELECT touches, foreign,
    arrayCount(touch -> touch.2 = 1, touches) AS joint_touches,
    joint_touches > 0 AND joint_touches < length(touches) AS is_in_both,
    arrayFirst(bought -> bought.1 > touches[1].1, orders) AS first_order,
    toInt32(if(first_order.1 > 0, arrayLast(touch -> touch.1 < first_order.1, touches).2, touches[-1].2)) AS arm,
    arrayMap(
      bought -> (arrayLast(touch -> touch.1 < bought.1 AND touch.1 >= bought.1 - {lookbackDays:UInt16} * ${DAY_MS}, touches).2, bought.2), orders
    ) AS credited,
    arraySum(arrayMap(credit -> if(credit.1 = 1, credit.2, 0), credited)) AS joint_value,
    arraySum(arrayMap(credit -> if(credit.1 = 2, credit.2, 0), credited)) AS self_value
  FROM touched ANY LEFT JOIN buyer USING ordinal
)
GROUP BY is_in_both, arm`;

type ArmRow = { readonly isInBoth: boolean; readonly arm: 1 | 2 } & Readonly<
  Record<Exclude<keyof ArmCounts, "isInBoth" | "arm">, string>
>;

export interface JointQuestion {
  readonly joint: CampaignWithPlacements;
  readonly selfBought: readonly CampaignWithPlacements[];
  readonly lookbackDays: number;
}

export class JointStore {
  constructor(private readonly queries: ClickHouseClient) {}

  async count(window: BrandWindow, { joint, selfBought, lookbackDays }: JointQuestion): Promise<readonly ArmCounts[]> {
    const [isJoint, isSelf] = [ofCampaigns([joint], "jointCodes"), ofCampaigns(selfBought, "selfCodes")];
    const rows = await readRows<ArmRow>(
      this.queries,
      "effects.countJoint",
      jointSql(window, isJoint, isSelf, netOrdersSql(window)),
      {
        ...effectParams(window, joint.currencyCode),
        lookbackDays,
        jointCodes: [joint.code],
        selfCodes: selfBought.map(({ code }) => code),
      },
    );
    return rows.map((row) => ({
      isInBoth: Boolean(row.isInBoth),
      arm: row.arm === 1 ? "JOINT" : "SELF",
      people: BigInt(row.people),
      converted: BigInt(row.converted),
      jointValue: BigInt(row.jointValue),
      selfValue: BigInt(row.selfValue),
      jointTouches: BigInt(row.jointTouches),
      selfTouches: BigInt(row.selfTouches),
      foreign: BigInt(row.foreign),
    }));
  }
}
