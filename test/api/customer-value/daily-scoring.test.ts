import { createTestApp, type TestApp } from "../../support/test-app";
import { insertTouchpoints } from "../../support/touchpoint-rows";
import { createShop, type Shop } from "../opportunities/opportunity-setup";
import { QUIET, schedulerOf } from "../snapshot-schedules/schedule-setup";
import { approve, customersOf, document, publishModel, score, TODAY } from "./value-setup";

const SET = document("../snapshot-schedules/set-snapshot-schedule");
const READ = document("daily-scoring");
const [TOMORROW, DAY_AFTER] = ["2025-11-12", "2025-11-13"];

const time = { now: new Date("2025-11-11T09:30:00+08:00") };
let test: TestApp;
let shop: Shop;
let models: readonly string[];
let customers: number;
beforeAll(async () => {
  test = await createTestApp(time);
  shop = await createShop(test);
  const { rows, known } = customersOf(shop);
  await insertTouchpoints(test, rows);
  customers = known.length;
  models = [await publishModel(test, shop), await publishModel(test, shop, 2)];
  const asked = { brand: shop.brand, input: {}, expectedVersion: 0 };
  const { data } = await test.query(shop.organisation.keys.ADMIN, SET, asked);
  expect(data.setSnapshotSchedule.userErrors).toEqual([]);
});
afterAll(() => test.close());

const node = (id: string): string => Buffer.from(id, "base64url").toString().split(":")[1]!;

/** Two workers look at once; then every scoring that was asked for has ended. Answers all of them so far: model and day. */
async function night(day: string): Promise<readonly string[]> {
  time.now = new Date(`${day}T00:30:00+08:00`);
  await Promise.all([schedulerOf(test).run(time.now, QUIET), schedulerOf(test).run(time.now, QUIET)]);
  for (;;) {
    const jobs: { status: string; payload: { modelId: string; days: readonly string[] } }[] =
      await test.app.database.withSystem((manager) =>
        manager.query("SELECT status, payload FROM job_run WHERE kind = 'SCORE_CUSTOMERS' ORDER BY id"),
      );
    if (jobs.every(({ status }) => ["SUCCEEDED", "FAILED"].includes(status))) {
      expect(jobs.filter(({ status }) => status === "FAILED")).toEqual([]);
      return jobs
        .map(({ payload }) => `${models.findIndex((id) => node(id) === payload.modelId) + 1} ${payload.days.join()}`)
        .sort();
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

// biome-ignore lint/suspicious/noExplicitAny: the document decides the shape
async function read(day: string): Promise<any> {
  const { data, errors } = await test.query(shop.organisation.keys.AD_OPS, READ, {
    brand: shop.brand,
    day,
    from: TODAY,
  });
  expect(errors).toBeUndefined();
  return data.brand;
}

/** What happened before comes in now. */
async function buyLate(person: number): Promise<void> {
  const { INTEGRATION } = shop.organisation.keys;
  const order = {
    ...{
      eventId: `late ${person}`,
      orderId: `late ${person}`,
      occurredAt: "2025-11-01T12:00:00+08:00",
      action: "ORDER",
    },
    ...{ platform: "JD", site: "ON_SITE", brandCode: "haoyu", value: { amount: "100.00", currencyCode: "CNY" } },
    identities: [{ namespace: "JD_PIN", value: person.toString(16).padStart(64, "0") }],
  };
  const response = await fetch(`${test.url}/v1/touchpoints?source=cloud`, {
    method: "POST",
    headers: { "content-type": "application/x-ndjson", authorization: `Bearer ${INTEGRATION}` },
    body: `${JSON.stringify(order)}\n`,
  });
  expect(JSON.parse((await response.text()).trim().split("\n").at(-1)!)).toMatchObject({ done: true, accepted: 1 });
}

const peopleOf = ({ tiers }: { tiers: readonly { customers: { people: string } }[] }): number =>
  tiers.reduce((sum, tier) => sum + Number(tier.customers.people), 0);

it("scores nobody while no model is approved", async () => {
  expect(await night(TODAY)).toEqual([]);
  expect((await read(TODAY)).valueScoring).toBeNull();
});

it("scores the customers once a day by the newest approved model, with tiers and index", async () => {
  await approve(test, shop, models[0]!);
  await score(test, shop, { modelId: models[0], from: TODAY });
  expect(await night(TOMORROW)).toEqual([`1 ${TODAY}`, `1 ${TOMORROW}`]);
  expect(await night(TOMORROW)).toEqual([`1 ${TODAY}`, `1 ${TOMORROW}`]);
  const { valueScoring, valueIndex } = await read(TOMORROW);
  expect(valueScoring).toMatchObject({
    ...{ asOf: TOMORROW, horizonDays: 365, annualDiscountRate: 0.1, isOutdated: false, model: { version: 1 } },
  });
  expect(peopleOf(valueScoring)).toBe(customers + 1); // and who bought today for the first time
  expect(valueIndex.points).toEqual([{ scoring: { asOf: TODAY } }, { scoring: { asOf: TOMORROW } }]);
});

it("scores again what late orders concern, by its own model, and the new day by the one approved since", async () => {
  await buyLate(1);
  expect((await read(TOMORROW)).valueScoring.isOutdated).toBe(true);
  await approve(test, shop, models[1]!);
  expect(await night(DAY_AFTER)).toEqual([
    `1 ${TODAY}`,
    `1 ${TODAY}`,
    `1 ${TOMORROW}`,
    `1 ${TOMORROW}`,
    `2 ${DAY_AFTER}`,
  ]);
  const restated = (await read(TOMORROW)).valueScoring;
  expect(restated).toMatchObject({ asOf: TOMORROW, isOutdated: false, model: { version: 1 } });
  expect(peopleOf(restated)).toBe(customers + 2);
  expect((await read(DAY_AFTER)).valueScoring).toMatchObject({ asOf: DAY_AFTER, model: { version: 2 } });
});

it("leaves out a day that somebody had scored before", async () => {
  time.now = new Date("2025-11-14T00:10:00+08:00");
  const before = (await read(DAY_AFTER)).valueScoring.id;
  await score(test, shop, { modelId: models[1], from: "2025-11-14" });
  const jobs = await night("2025-11-14");
  expect(jobs.filter((job) => job === "2 2025-11-14")).toHaveLength(1);
  expect((await read(DAY_AFTER)).valueScoring.id).toBe(before);
});
