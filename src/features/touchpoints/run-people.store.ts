import type { ClickHouseClient } from "@clickhouse/client";
import { tagged } from "../../platform/clickhouse/client";
import { type OverlayId, touchpointRelation } from "../people";

export interface RunPeopleCounts {
  readonly distinctPeople: bigint;
  readonly personTimes: bigint;
  readonly matchedPeople: bigint;
}

export interface RunPeopleQuery {
  readonly runId: string;
  readonly sourceId: number;
  readonly otherSourceIds: readonly number[];
  readonly overlayId: OverlayId;
}

export class RunPeopleStore {
  constructor(private readonly clickhouse: ClickHouseClient) {}

  /** People of a run, its touchpoints now, and those of its people whom another source knows too. */
  async count({ runId, sourceId, otherSourceIds, overlayId }: RunPeopleQuery): Promise<RunPeopleCounts> {
    const answer = await this.clickhouse.query({
      query: tagged(
        "runPeople.count",
        `SELECT toString(bitmapCardinality(own)), toString(person_times), toString(bitmapAndCardinality(own, others))
         FROM (
           SELECT groupBitmapState(ordinal) AS own, count() AS person_times FROM ${touchpointRelation(overlayId, "COUNTED")}
           WHERE source_id = {sourceId:UInt32} AND run_id = {runId:UUID}
         ) AS run
         CROSS JOIN (
           SELECT groupBitmapState(ordinal) AS others FROM ${touchpointRelation(overlayId, "PRESENT")}
           WHERE source_id IN {otherSourceIds:Array(UInt32)}
         ) AS elsewhere`,
      ),
      query_params: { runId, sourceId, otherSourceIds },
      format: "JSONCompactEachRow",
    });
    const [distinctPeople, personTimes, matchedPeople] = (await answer.json<[string, string, string]>())[0]!.map(
      BigInt,
    );
    return { distinctPeople: distinctPeople!, personTimes: personTimes!, matchedPeople: matchedPeople! };
  }
}
