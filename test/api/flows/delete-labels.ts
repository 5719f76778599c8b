import { Mutations } from "../../../src/platform/clickhouse/mutations";
import type { TestApp } from "../../support/test-app";

/** Takes bitmaps of labels away. */
export async function deleteLabels(test: TestApp, where: string): Promise<void> {
  const mutations = new Mutations(test.plane);
  const statement = (table: string): string => `DELETE FROM ${table} WHERE ${where}`;
  await mutations.run({ place: "test.deleteLabels", table: "asset_label", statement, params: {} });
  await mutations.close();
}

/** What the retention of labels does in time, to all snapshots at once: their figures stay. */
export async function giveUpLabels(test: TestApp): Promise<void> {
  await test.app.database.withSystem((manager) => manager.query("UPDATE asset_snapshot SET labels_thinned_at = now()"));
  await deleteLabels(test, "true");
}
