import type { ClickHouseClient } from "@clickhouse/client";
import { RoaringBitmap32 } from "roaring";
import { readBitmapRows } from "../../platform/clickhouse/bitmap";
import { pairList } from "../../platform/clickhouse/pair-list";
import type { PerStage, StageRisesSql } from "../assets";
import type { BrandWindow } from "../journeys";
import { type LineType, lineTypes, type TouchedPeople } from "./line-type";
import { effectParams, touchesSql } from "./window-sql";

/** Platform and external id of the placements of each line type, as touchpoints name them. */
export type LinePlacements = Readonly<Record<LineType, readonly (readonly [platform: string, externalId: string])[]>>;

/** Each person by line type and level, as `TouchedPeople` has them; a rise before the first touch of a line is not its own. */
const lineSql = (touches: string, seeds: string, rises: string): string => `
WITH
  touched AS (
    SELECT ordinal, (platform, placement) IN ${seeds} AS is_seed, min(toUnixTimestamp64Milli(occurred_at)) AS touched_at
    FROM (${touches}) GROUP BY ordinal, is_seed
  ),
  risen AS (
    SELECT ordinal, [minIf(at, stage >= 1), minIf(at, stage >= 2), minIf(at, stage >= 3), minIf(at, stage >= 4)] AS instants
    FROM (${rises}) GROUP BY ordinal
  )
SELECT toUInt8(is_seed), toUInt8(level), groupBitmapState(ordinal)
FROM (
  SELECT ordinal, is_seed,
    arrayJoin(arrayFilter(stage -> stage = 0 OR (instants[stage] > 0 AND instants[stage] >= touched_at), [0, 1, 2, 3, 4])) AS level
  FROM touched ANY LEFT JOIN risen USING ordinal
)
GROUP BY is_seed, level`;

export class LineTypeStore {
  constructor(private readonly queries: ClickHouseClient) {}

  async read(
    window: BrandWindow,
    placements: LinePlacements,
    { rises, params }: StageRisesSql,
  ): Promise<TouchedPeople> {
    const all = pairList(lineTypes.flatMap((line) => placements[line]));
    const isOfLines = { sql: `brand_id IN ({brandId:UInt32}, 0) AND (platform, placement) IN ${all}` };
    const touches = touchesSql(window, isOfLines, "ordinal, platform, placement, occurred_at");
    const rows = await readBitmapRows(
      this.queries,
      "effects.readLineTypes",
      lineSql(touches, pairList(placements.CONTENT_SEED), rises),
      { params: { ...params, ...effectParams(window, "") }, headBytes: 2, bitmaps: 1 },
    );
    const people = (isSeed: number): PerStage<RoaringBitmap32> => {
      const at = (level: number): RoaringBitmap32 =>
        rows.find(({ head }) => head.readUInt8(0) === isSeed && head.readUInt8(1) === level)?.people[0] ??
        new RoaringBitmap32();
      return [at(0), at(1), at(2), at(3), at(4)];
    };
    return { BRAND_AD: people(0), CONTENT_SEED: people(1) };
  }
}
