import type { PeopleBitmaps } from "../../platform/clickhouse/bitmap-eraser";

/** Labels of snapshots and benchmarks; stages part a brand's people. */
export const LABEL_BITMAPS: PeopleBitmaps = {
  name: "labelEraser",
  table: "asset_label",
  id: "labels_id",
  parts: "dimension = 'STAGE'",
  published: { table: "asset_snapshot", id: "labels_id" },
};
