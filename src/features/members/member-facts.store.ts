import type { ClickHouseClient } from "@clickhouse/client";
import type { MemberFacts } from "../../engines/membership/tier-of-member";
import { tagged } from "../../platform/clickhouse/client";
import { touchpointRelation } from "../people";
import { IS_NET_ORDER, IS_TRADE, ORDER_KEY } from "../touchpoints";
import { IS_OPEN, type MemberQuestion, memberParams, memberships, OF_MEMBERS } from "./membership-sql";

export interface FactsQuestion extends MemberQuestion {
  /** In which the brand's days begin. */
  readonly zone: string;
  readonly currencyCode: string;
  /** Orders from before so many days are not read. */
  readonly orderDays: number;
}

const MILLI = (instant: string): string => `toUnixTimestamp64Milli(${instant})`;

/** An amount in another currency is no spend, but its order counts as one. */
const factsSql = (question: FactsQuestion): string => `
  SELECT member.ordinal, ${MILLI("member.joined_at")}, placed.orders
  FROM (SELECT ordinal, joined_at FROM (${memberships(question)}) WHERE ${IS_OPEN}) AS member
  ANY LEFT JOIN (
    SELECT ordinal, arraySort(groupArray((${MILLI("ordered_at")}, toUInt32(toDate(ordered_at, {zone:String})), value))) AS orders
    FROM (
      SELECT ordinal, minIf(occurred_at, action = 'ORDER') AS ordered_at,
        greatest(sumIf(amount, action = 'ORDER') - sumIf(amount, action = 'REFUND'), 0) AS value
      FROM (
        SELECT *, if(currency IN ('', {currency:String}), coalesce(value_minor, 0), 0) AS amount
        FROM ${touchpointRelation(question.overlayId, "COUNTED")}
        WHERE ${OF_MEMBERS} AND ${IS_TRADE}
      )
      GROUP BY ordinal, ${ORDER_KEY}
      HAVING ${IS_NET_ORDER} AND ordered_at >= {until:DateTime64(3, 'UTC')} - toIntervalDay({orderDays:UInt32})
    )
    GROUP BY ordinal
  ) AS placed ON placed.ordinal = member.ordinal
  FORMAT RowBinary`;

/** One order: instant, day, value. */
const ORDER_BYTES = 20;

/** Reads of every member at an instant what tiers ask about. */
export class MemberFactsStore {
  constructor(private readonly clickhouse: ClickHouseClient) {}

  async *read(question: FactsQuestion): AsyncGenerator<{ readonly ordinal: number; readonly facts: MemberFacts }> {
    const { zone, currencyCode: currency, orderDays } = question;
    const answer = await this.clickhouse.exec({
      query: tagged("members.readFacts", factsSql(question)),
      query_params: { ...memberParams(question), zone, currency, orderDays },
      // An error half-way must be an error, not an answer cut short.
      clickhouse_settings: { wait_end_of_query: 1 },
    });
    let rest: Buffer = Buffer.alloc(0);
    for await (const chunk of answer.stream) {
      const bytes: Buffer = rest.length === 0 ? (chunk as Buffer) : Buffer.concat([rest, chunk as Buffer]);
      let offset = 0;
      for (let row = readRow(bytes, offset); row !== null; row = readRow(bytes, offset)) {
        yield row;
        offset = row.next;
      }
      rest = bytes.subarray(offset);
    }
    if (rest.length > 0) throw new Error(`Members' facts must end with a whole row, but ${rest.length} bytes are left`);
  }
}

/** Null when the row does not end in these bytes. */
function readRow(bytes: Buffer, offset: number) {
  let orders = 0;
  let at = offset + 12;
  for (let shift = 0; ; shift += 7, at++) {
    if (at >= bytes.length) return null;
    orders += (bytes[at]! & 0x7f) * 2 ** shift;
    if (bytes[at]! < 0x80) break;
  }
  const start = at + 1;
  const next = start + orders * ORDER_BYTES;
  if (next > bytes.length) return null;
  const facts: MemberFacts = {
    joinedAt: Number(bytes.readBigInt64LE(offset + 4)),
    orders: Array.from({ length: orders }, (_, place) => {
      const order = start + place * ORDER_BYTES;
      return {
        at: Number(bytes.readBigInt64LE(order)),
        day: bytes.readUInt32LE(order + 8),
        value: Number(bytes.readBigInt64LE(order + 12)),
      };
    }),
  };
  return { ordinal: bytes.readUInt32LE(offset), facts, next };
}
