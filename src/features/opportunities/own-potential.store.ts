import type { ClickHouseClient } from "@clickhouse/client";
import { RoaringBitmap32 } from "roaring";
import { readBitmap, readBitmaps } from "../../platform/clickhouse/bitmap";
import { inTime, tagged } from "../../platform/clickhouse/client";
import { type CustomerQuery, customersParams, customersSql, type RfmCuts } from "../audiences";
import { IS_CONTACT } from "../journeys";
import { touchpointRelation } from "../people";

/** People of one axis between two of its cuts: bin 0 lies below all of them. */
export interface ScoredBin {
  readonly axis: 0 | 1 | 2;
  readonly bin: number;
  readonly people: RoaringBitmap32;
}

/** Days between orders of people who have several. */
export interface OrderCycle {
  readonly people: number;
  /** Quartiles of people's mean gaps; null of nobody. */
  readonly quartiles: readonly [number, number, number] | null;
}

/** People whose most frequent contacts are these. */
export interface ActiveTouchpoint {
  readonly platform: string;
  readonly action: string;
  readonly customers: number;
  readonly buyers: number;
}

/** What is no contact that somebody sought or got. */
const NO_CONTACT = "'ORDER', 'REFUND', 'MEMBER_JOIN', 'MEMBER_LEAVE', 'MEMBER_TIER', 'BENEFIT_ISSUE', 'BENEFIT_REDEEM'";

const binSql = (axis: keyof RfmCuts, number: number): string =>
  `[(toUInt8(${number}), toUInt8(arrayCount(cut -> cut < ${axis}, {${axis}Cuts:Array(Float64)})))]`;

export class OwnPotentialStore {
  constructor(private readonly queries: ClickHouseClient) {}

  async findCustomers(query: CustomerQuery): Promise<RoaringBitmap32> {
    const sql = `SELECT groupBitmapState(ordinal) FROM (${customersSql(query)})`;
    const [people] = await inTime(
      readBitmaps(this.queries, "opportunities.findCustomers", sql, customersParams(query)),
    );
    return people ?? new RoaringBitmap32();
  }

  async findBins(query: CustomerQuery, cuts: RfmCuts): Promise<readonly ScoredBin[]> {
    const sql = `SELECT scored.1, scored.2, groupBitmapState(ordinal)
      FROM (
        SELECT ordinal, arrayJoin(arrayConcat(${binSql("recency", 0)}, ${binSql("frequency", 1)},
          if(monetary IS NULL, [], ${binSql("monetary", 2)}))) AS scored
        FROM (${customersSql(query)})
      )
      GROUP BY scored`;
    const answer = await inTime(
      this.queries.exec({
        query: `${tagged("opportunities.findBins", sql)} FORMAT RowBinary`,
        query_params: {
          ...customersParams(query),
          recencyCuts: [...(cuts.recency ?? [])],
          frequencyCuts: [...(cuts.frequency ?? [])],
          monetaryCuts: [...(cuts.monetary ?? [])],
        },
        clickhouse_settings: { wait_end_of_query: 1 },
      }),
    );
    const chunks: Buffer[] = [];
    for await (const chunk of answer.stream) chunks.push(chunk as Buffer);
    const bytes = Buffer.concat(chunks);
    const bins: ScoredBin[] = [];
    for (let offset = 0; offset < bytes.length; ) {
      const { bitmap, next } = readBitmap(bytes, offset + 2);
      bins.push({ axis: bytes.readUInt8(offset) as 0 | 1 | 2, bin: bytes.readUInt8(offset + 1), people: bitmap });
      offset = next;
    }
    return bins;
  }

  async findCycle(query: CustomerQuery): Promise<OrderCycle> {
    const answer = await this.queries.query({
      query: tagged(
        "opportunities.findCycle",
        `SELECT toInt32(countIf(cycle IS NOT NULL)),
           quantilesExactInclusiveIf(0.25, 0.5, 0.75)(assumeNotNull(cycle), cycle IS NOT NULL)
         FROM (${customersSql(query)})`,
      ),
      query_params: customersParams(query),
      format: "JSONCompactEachRow",
    });
    const [[people, quartiles]] = (await answer.json<[number, [number, number, number]]>()) as [
      [number, [number, number, number]],
    ];
    return { people, quartiles: people === 0 ? null : quartiles };
  }

  /** Customers by the platform and action of most of their contacts with any brand; of equally many the last in the alphabet. */
  async findActiveTouchpoints(customers: CustomerQuery, own: CustomerQuery): Promise<readonly ActiveTouchpoint[]> {
    const answer = await this.queries.query({
      query: tagged(
        "opportunities.findActiveTouchpoints",
        `SELECT active.1 AS platform, active.2 AS action, toInt32(count()) AS customers, toInt32(countIf(is_own)) AS buyers
         FROM (
           SELECT ordinal, argMax((platform, act), (touches, platform, act)) AS active,
             ordinal GLOBAL IN (SELECT ordinal FROM (${customersSql(own)})) AS is_own
           FROM (
             SELECT ordinal, platform, toString(action) AS act, count() AS touches
             FROM ${touchpointRelation(customers.overlayId, "COUNTED")}
             WHERE action NOT IN (${NO_CONTACT}) AND ${IS_CONTACT} AND source_id IN {sourceIds:Array(UInt32)}
               AND occurred_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') AND occurred_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
             GROUP BY ordinal, platform, act
           )
           WHERE ordinal GLOBAL IN (SELECT ordinal FROM (${customersSql(customers)}))
           GROUP BY ordinal
         )
         GROUP BY active`,
      ),
      query_params: { ...customersParams(customers), ...customersParams(own) },
      format: "JSONEachRow",
    });
    return answer.json<ActiveTouchpoint>();
  }
}
