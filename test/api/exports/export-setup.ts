import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Client } from "pg";
import { toNodeId } from "../../../src/graphql/node";
import { createTestApp, type TestApp } from "../../support/test-app";
import { insertTouchpoints } from "../../support/touchpoint-rows";
import { addCampaign, addTenant, runAttribution, type Tenant } from "../attribution/attribution-setup";
import { journeyRows, SINGLES } from "../attribution/journey-fixture";

/** What a BI tool would send, from the file beside the tests. */
export const documentOf = (name: string): string => readFileSync(join(__dirname, `${name}.graphql`), "utf8");

export const MODELS = ["LAST_TOUCH", "LINEAR_TOUCH"];

export interface ExportSetup {
  readonly test: TestApp;
  readonly tenant: Tenant;
  readonly stranger: Tenant;
  /** Id of a Campaign: nine conversions worth 346.68, four of them, worth 100.00, unattributed (journey-fixture.ts). */
  readonly campaign: string;
  /** Id of its first AttributionReport, under MODELS. */
  readonly report: string;
}

export async function openExportSetup(): Promise<ExportSetup> {
  const test = await createTestApp({ now: new Date("2025-11-20T00:00:00+08:00") });
  const tenant = await addTenant(test, "watches");
  const stranger = await addTenant(test, "clocks");
  const campaign = await addCampaign(test, tenant, SINGLES);
  await insertTouchpoints(test, journeyRows(tenant));
  const report = await publishReport({ test, tenant }, campaign, "first");
  return { test, tenant, stranger, campaign, report };
}

/** Publishes the campaign's next report; its id. */
export async function publishReport(
  { test, tenant }: Pick<ExportSetup, "test" | "tenant">,
  campaignId: string,
  key: string,
): Promise<string> {
  const run = await runAttribution(test, tenant, { campaignId, models: MODELS }, key);
  return toNodeId("AttributionReport", Buffer.from(run, "base64url").toString().split(":")[1]!);
}

// biome-ignore lint/suspicious/noExplicitAny: the document decides the shape
export type Shape = any;

/** Begins an export with a mutation of this folder and waits for its end. */
export async function exportFile(test: TestApp, key: string, name: string, variables: object): Promise<Shape> {
  const { data, errors } = await test.query(key, documentOf(name), variables);
  expect(errors).toBeUndefined();
  const { export: begun, userErrors } = data[name === "export-review" ? "exportReview" : "exportAttribution"];
  expect(userErrors).toEqual([]);
  expect(await test.waitForRun(key, begun.run.id)).toEqual({ status: "SUCCEEDED", failure: null });
  const answer = await test.query(key, documentOf("figure-export"), { id: begun.id });
  return { id: begun.id, ...answer.data.node };
}

/** Rows of a statement under a login of the organisation, which is gone again afterwards. */
export async function selectAs(test: TestApp, organisationId: string, text: string): Promise<readonly Shape[]> {
  const name = `bi_${randomBytes(6).toString("hex")}`;
  const login = new Client({ connectionString: await test.app.biLogins.issue(name, organisationId) });
  try {
    await login.connect();
    return (await login.query(text)).rows;
  } finally {
    await login.end();
    const owner = new Client({ connectionString: test.databaseOwnerUrl });
    await owner.connect();
    await owner.query(`DROP ROLE IF EXISTS ${name}`);
    await owner.end();
  }
}

export async function download(
  test: TestApp,
  path: string,
): Promise<{ readonly status: number; readonly bytes: Buffer }> {
  const response = await fetch(`${test.url}${path}`);
  return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()) };
}

/** Rows of an NDJSON file. */
export const rowsOf = (bytes: Buffer): readonly Shape[] =>
  bytes
    .toString()
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
