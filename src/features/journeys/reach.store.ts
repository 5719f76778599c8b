import type { ClickHouseClient } from "@clickhouse/client";
import { readBitmap } from "../../platform/clickhouse/bitmap";
import { tagged } from "../../platform/clickhouse/client";
import { touchpointRelation } from "../people";
import type { Action, Site } from "../touchpoints";
import type { BrandWindow } from "./brand-window";
import { IN_TIME, IS_CONTACT, OF_BRAND, windowParams } from "./brand-window-sql";
import type { PlatformPeople } from "./reach";

/** Whom a reach counts. */
export interface ReachQuestion {
  readonly actions: readonly Action[];
  /** Null: both. */
  readonly site: Site | null;
  /** Null: all. */
  readonly platforms: readonly string[] | null;
}

const reachSql = ({ overlayId }: BrandWindow, { site, platforms }: ReachQuestion): string => `
SELECT toString(platform), toUInt64(count()), groupBitmapState(ordinal)
FROM ${touchpointRelation(overlayId, "COUNTED")}
WHERE ${OF_BRAND} AND ${IN_TIME} AND ${IS_CONTACT} AND action IN {actions:Array(String)}
  ${site === null ? "" : "AND site = {site:String}"} ${platforms === null ? "" : "AND platform IN {platforms:Array(String)}"}
GROUP BY platform
FORMAT RowBinary`;

export class ReachStore {
  constructor(private readonly clickhouse: ClickHouseClient) {}

  /** The people of every platform with a matching touchpoint, in no order. */
  async read(window: BrandWindow, question: ReachQuestion): Promise<readonly PlatformPeople[]> {
    const { actions, site, platforms } = question;
    const answer = await this.clickhouse.exec({
      query: tagged("journeys.readReach", reachSql(window, question)),
      query_params: {
        ...windowParams(window),
        actions: [...actions],
        ...(site !== null && { site }),
        ...(platforms !== null && { platforms: [...platforms] }),
      },
      // An error half-way must be an error, not an answer cut short.
      clickhouse_settings: { wait_end_of_query: 1 },
    });
    const chunks: Buffer[] = [];
    for await (const chunk of answer.stream) chunks.push(chunk as Buffer);
    const bytes = Buffer.concat(chunks);
    const found: PlatformPeople[] = [];
    for (let offset = 0; offset < bytes.length; ) {
      const nameEnd = offset + 1 + bytes.readUInt8(offset);
      const platform = bytes.toString("utf8", offset + 1, nameEnd);
      const { bitmap, next } = readBitmap(bytes, nameEnd + 8);
      found.push({ platform, touches: bytes.readBigUInt64LE(nameEnd), people: bitmap });
      offset = next;
    }
    return found;
  }
}
