import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Answer, TestApp } from "../../support/test-app";

const document = (name: string): string => readFileSync(join(__dirname, `${name}.graphql`), "utf8");
const TAKE = document("take-snapshot");
const RUN = document("snapshot-run");

/** Takes a snapshot, waits for its success, and returns the run as it then is. */
export async function takeSnapshot(
  test: TestApp,
  secret: string,
  input: object,
  key?: string,
): Promise<Answer["data"]> {
  const { data } = await test.query(secret, TAKE, { input, key });
  expect(data.takeAssetSnapshot.userErrors).toEqual([]);
  const { id } = data.takeAssetSnapshot.run;
  expect(await test.waitForRun(secret, id)).toEqual({ status: "SUCCEEDED", failure: null });
  return { id, ...(await test.query(secret, RUN, { id })).data.node };
}
