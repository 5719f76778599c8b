import type { ClickHouseClient } from "@clickhouse/client";
import { tagged } from "../../platform/clickhouse/client";
import { identityRelation, touchpointRelation } from "../people";
import type { BrandWindow } from "./brand-window";
import { IN_TIME, IS_CONTACT, OF_BRAND, windowParams } from "./brand-window-sql";
import type { CoverageCounts } from "./coverage";

const IN_WINDOW = `${OF_BRAND} AND ${IN_TIME} AND ${IS_CONTACT}`;

/** People of the window who are known under several identities, each brought by a source that the caller reads. */
const matchedSql = ({ overlayId }: BrandWindow): string => `
  SELECT ordinal FROM ${identityRelation(overlayId)}
  WHERE source_id IN {sourceIds:Array(UInt32)}
    AND ordinal IN (SELECT ordinal FROM ${touchpointRelation(overlayId, "PRESENT")} WHERE ${IN_WINDOW})
  GROUP BY ordinal HAVING count() > 1`;

/** Line '' is about everybody; it comes from the same reading as the platforms, so that their figures agree. */
const coverageSql = (window: BrandWindow): string => `
SELECT line.1 AS platform, toString(sum(line.2)) AS touches, toString(count()) AS people,
  toString(countIf(length(platforms) > 1)) AS elsewhere, toString(countIf(is_of_one_source)) AS oneSource,
  toString(countIf(NOT is_matched)) AS oneIdentity
FROM (
  SELECT groupArray((platform, touches)) AS platforms, arrayPushBack(platforms, ('', sum(touches))) AS lines,
    min(first_source) = max(last_source) AS is_of_one_source, ordinal IN (${matchedSql(window)}) AS is_matched
  FROM (
    SELECT ordinal, toString(platform) AS platform, count() AS touches,
      min(source_id) AS first_source, max(source_id) AS last_source
    FROM ${touchpointRelation(window.overlayId, "COUNTED")}
    WHERE ${IN_WINDOW}
    GROUP BY ordinal, platform
  )
  GROUP BY ordinal
)
ARRAY JOIN lines AS line
GROUP BY platform
ORDER BY platform`;

interface CoverageRow {
  readonly platform: string;
  readonly touches: string;
  readonly people: string;
  readonly elsewhere: string;
  readonly oneSource: string;
  readonly oneIdentity: string;
}

export class CoverageStore {
  constructor(private readonly clickhouse: ClickHouseClient) {}

  async count(window: BrandWindow): Promise<CoverageCounts> {
    const answer = await this.clickhouse.query({
      query: tagged("journeys.countCoverage", coverageSql(window)),
      query_params: windowParams(window),
      format: "JSONEachRow",
    });
    const rows = await answer.json<CoverageRow>();
    const all = rows.find(({ platform }) => platform === "");
    return {
      people: BigInt(all?.people ?? 0),
      acrossPlatforms: BigInt(all?.elsewhere ?? 0),
      oneSource: BigInt(all?.oneSource ?? 0),
      oneIdentity: BigInt(all?.oneIdentity ?? 0),
      platforms: rows
        .filter((row) => row !== all)
        .map(({ platform, touches, people, elsewhere }) => ({
          platform,
          touches: BigInt(touches),
          people: BigInt(people),
          alsoElsewhere: BigInt(elsewhere),
        })),
    };
  }
}
