import type { ClickHouseClient } from "@clickhouse/client";
import { inTime, tagged } from "../../platform/clickhouse/client";
import { type OverlayId, touchpointRelation } from "../people";

export interface RunPeopleCounts {
  readonly distinctPeople: bigint;
  readonly personTimes: bigint;
  readonly matchedPeople: bigint;
}

export interface RunPeopleQuery {
  readonly runs: readonly { readonly id: string; readonly sourceId: number }[];
  readonly visibleSourceIds: readonly number[];
  readonly overlayId: OverlayId;
}

export class RunPeopleStore {
  constructor(private readonly clickhouse: ClickHouseClient) {}

  /**
   * By run: its people, its touchpoints now, and those of its people whom another source knows too. A run without touchpoints
   * is left out. Every source is read once, however many runs are asked for.
   */
  async count({ runs, visibleSourceIds, overlayId }: RunPeopleQuery): Promise<ReadonlyMap<string, RunPeopleCounts>> {
    const answer = this.clickhouse.query({
      query: tagged(
        "runPeople.count",
        `SELECT toString(run.run_id), toString(bitmapCardinality(run.own)), toString(run.person_times),
           toString(bitmapAndCardinality(run.own, elsewhere.others))
         FROM (
           SELECT run_id, source_id, groupBitmapState(ordinal) AS own, count() AS person_times
           FROM ${touchpointRelation(overlayId, "COUNTED")}
           WHERE source_id IN {sourceIds:Array(UInt32)} AND run_id IN {runIds:Array(UUID)} GROUP BY run_id, source_id
         ) AS run
         LEFT JOIN (
           SELECT asked.source_id AS source_id, groupBitmapMergeState(known.people) AS others
           FROM (SELECT arrayJoin({sourceIds:Array(UInt32)}) AS source_id) AS asked
           CROSS JOIN (
             SELECT source_id, groupBitmapState(ordinal) AS people FROM ${touchpointRelation(overlayId, "PRESENT")}
             WHERE source_id IN {visibleSourceIds:Array(UInt32)} GROUP BY source_id
           ) AS known
           WHERE known.source_id <> asked.source_id GROUP BY asked.source_id
         ) AS elsewhere ON elsewhere.source_id = run.source_id`,
      ),
      query_params: {
        runIds: runs.map(({ id }) => id),
        sourceIds: [...new Set(runs.map(({ sourceId }) => sourceId))],
        visibleSourceIds,
      },
      format: "JSONCompactEachRow",
    });
    const rows = await inTime(answer.then((counted) => counted.json<[string, string, string, string]>()));
    return new Map(
      rows.map(([id, distinctPeople, personTimes, matchedPeople]) => [
        id,
        {
          distinctPeople: BigInt(distinctPeople),
          personTimes: BigInt(personTimes),
          matchedPeople: BigInt(matchedPeople),
        },
      ]),
    );
  }
}
