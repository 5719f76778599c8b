import { readFileSync } from "node:fs";
import { join } from "node:path";
import { addCatalogue, addSource } from "../../support/catalogue";
import { createTestApp, type TestApp, type TestOrganisation } from "../../support/test-app";
import { RUNS } from "./run-setup";

const document = readFileSync(join(__dirname, "../../../examples/queries/intake.graphql"), "utf8");
const MIDNIGHT = Date.UTC(2025, 11, 2);
const now = new Date(MIDNIGHT);

let test: TestApp;
let organisation: TestOrganisation;

beforeAll(async () => {
  test = await createTestApp({ now });
  organisation = await test.addOrganisation("shop");
  await addCatalogue(test, organisation.keys.OPERATOR, { watch: ["haoyu"] });
});
afterAll(() => test.close());

it("keeps one run a day where clocks disagree about midnight, and a later day's call ends it", async () => {
  const source = await addSource(test, organisation.keys.OPERATOR, "midnight");
  const send = async (eventId: string, at: number): Promise<void> => {
    now.setTime(at);
    const touchpoint = {
      eventId,
      occurredAt: "2025-11-11T00:00:00+08:00",
      action: "SEARCH",
      platform: "JD",
      site: "ON_SITE",
      brandCode: "haoyu",
      identities: [{ namespace: "JD_PIN", value: "1".padStart(64, "0") }],
    };
    const { data } = await test.query(organisation.keys.INTEGRATION, document, {
      source,
      touchpoints: [touchpoint],
      key: eventId,
    });
    expect(data.ingestTouchpoints).toMatchObject({ accepted: 1 });
  };
  const runs = async () =>
    (await test.query(organisation.keys.INTEGRATION, RUNS, { first: 10 })).data.viewer.integrationRuns.nodes
      .map(({ name, status, received }: Record<string, string>) => ({ name, status, received }))
      .sort((a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1));

  for (const turn of [1, 2, 3]) {
    await send(`behind-${turn}`, MIDNIGHT - 20);
    await send(`ahead-${turn}`, MIDNIGHT + 20);
  }
  expect(await runs()).toEqual([
    { name: "API 2025-12-01", status: "SUCCEEDED", received: expect.any(String) },
    { name: "API 2025-12-01 (2)", status: "RUNNING", received: expect.any(String) },
    { name: "API 2025-12-02", status: "RUNNING", received: "3" },
  ]);
  await send("next", MIDNIGHT + 86_400_000);
  expect((await runs()).map(({ status }: { status: string }) => status)).toEqual([
    "SUCCEEDED",
    "SUCCEEDED",
    "SUCCEEDED",
    "RUNNING",
  ]);
});
