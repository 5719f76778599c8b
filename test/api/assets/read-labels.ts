import { AssetLabelStore } from "../../../src/features/assets/asset-label.store";
import type { TestApp } from "../../support/test-app";

export interface PersonLabels {
  readonly ordinal: number;
  readonly stage: number;
  readonly cell: number;
}

/** Everybody with a label under `labelsId`, from the stored bitmaps, by ordinal. */
export async function readLabels(
  { app }: TestApp,
  labelsId: string,
  brandId: number,
): Promise<readonly PersonLabels[]> {
  const sql = `SELECT brand_id, concat(dimension, ' ', toString(label)), people FROM asset_label
    WHERE labels_id = {labelsId:UUID} AND brand_id = {brandId:UInt32}`;
  const bitmaps = await new AssetLabelStore(app.clickhouse).select("test.readLabels", {
    sql,
    params: { labelsId, brandId },
  });
  const people = new Map<number, { ordinal: number; stage: number; cell: number }>();
  for (const [name, members] of bitmaps.get(brandId) ?? []) {
    const [dimension, label] = name.split(" ");
    for (const ordinal of members) {
      const person = people.get(ordinal) ?? { ordinal, stage: -1, cell: -1 };
      people.set(ordinal, { ...person, [dimension === "STAGE" ? "stage" : "cell"]: Number(label) });
    }
  }
  return [...people.values()].sort((a, b) => a.ordinal - b.ordinal);
}
