import { Mutations } from "../../../src/platform/clickhouse/mutations";
import type { TestApp } from "../../support/test-app";

/** Takes bitmaps of labels away, as their retention does: the snapshots' figures stay. */
export async function deleteLabels(test: TestApp, where: string, params: Record<string, unknown> = {}): Promise<void> {
  const mutations = new Mutations(test.plane);
  const statement = (table: string): string => `DELETE FROM ${table} WHERE ${where}`;
  await mutations.run({ place: "test.deleteLabels", table: "asset_label", statement, params });
  await mutations.close();
}
