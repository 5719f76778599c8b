import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createTestApp, type TestApp } from "../../support/test-app";
import { type AudienceFixture, buildPack, createAudienceFixture, createPack, document, NOW } from "./audience-fixture";

const BUDGET = readFileSync(join(__dirname, "../access/question-budget.graphql"), "utf8");

let test: TestApp;
let fixture: AudienceFixture;
let now: Date;
beforeEach(async () => {
  now = new Date(NOW);
  test = await createTestApp({ now });
  fixture = await createAudienceFixture(test, { smallGroupThreshold: 3, roundingBase: 2, dailyQuestions: 3 });
});
afterEach(() => test.close());

const viewedWithin = (days: number) => ({ did: { action: "CONTENT_VIEW", within: { days } } });

const estimate = (rules: object, secret = fixture.organisation.keys.AD_OPS) =>
  test.query(secret, document("estimate"), { brand: fixture.brand, rules });

const budget = async (secret = fixture.organisation.keys.AD_OPS) =>
  (await test.query(secret, BUDGET)).data.viewer.questionBudget;

it("refuses the question beyond the day's, and says when to go on", async () => {
  for (const days of [10, 20, 30]) expect((await estimate(viewedWithin(days))).errors).toBeUndefined();
  const { data, errors } = await estimate(viewedWithin(40));
  expect(data.estimateAudiencePack).toBeNull();
  expect(errors).toMatchObject([
    {
      message:
        "A key may ask 3 different questions about freely chosen groups a day, and this one has; ask those of today again, or go on at 2025-11-12T00:00:00.000Z.",
      extensions: { code: "RATE_LIMITED" },
    },
  ]);
  expect(await budget()).toEqual({ limit: 3, asked: 3, resetsAt: "2025-11-12T00:00:00.000Z" });
  expect((await estimate(viewedWithin(20))).errors).toBeUndefined();
  expect((await estimate(viewedWithin(40), fixture.organisation.keys.ADMIN)).errors).toBeUndefined();
});

it("counts a question once, however it is worded and whether it is estimated or built", async () => {
  const [first, second] = [viewedWithin(10), viewedWithin(20)];
  for (const rules of [{ allOf: [first, second] }, { allOf: [second, first, second] }])
    expect((await estimate(rules)).errors).toBeUndefined();
  expect((await budget()).asked).toBe(1);
  const { audiencePack } = await createPack(test, fixture, { name: "Both", rules: { allOf: [first, second] } });
  const built = await test.query(fixture.organisation.keys.AD_OPS, document("build-pack"), {
    id: audiencePack.id,
    version: audiencePack.version,
  });
  expect(built.errors).toBeUndefined();
  expect((await budget()).asked).toBe(1);
});

it("counts the size of a pack and its overlap beside the estimate, as an estimate of their trees would", async () => {
  const { audiencePack } = await createPack(test, fixture, { name: "Viewers", rules: viewedWithin(10) });
  await buildPack(test, fixture, audiencePack);
  const ask = (rules: object, against: readonly string[]) =>
    test.query(fixture.organisation.keys.ADMIN, document("make-up"), { brand: fixture.brand, rules, against });
  const askedNow = async (): Promise<number> => (await budget(fixture.organisation.keys.ADMIN)).asked;
  expect((await ask(viewedWithin(20), [])).errors).toBeUndefined();
  expect(await askedNow()).toBe(1);
  expect((await ask(viewedWithin(20), [audiencePack.id])).errors).toBeUndefined();
  expect(await askedNow()).toBe(3);
  const both = { allOf: [{ pack: { id: audiencePack.id } }, viewedWithin(20)] };
  expect((await estimate(both, fixture.organisation.keys.ADMIN)).errors).toBeUndefined();
  const beyond = await ask(viewedWithin(30), []);
  expect([beyond.data.estimateAudiencePack, beyond.errors![0]!.extensions["code"]]).toEqual([null, "RATE_LIMITED"]);
});

it("never lets more through when questions come at once", async () => {
  const days = Array.from({ length: 12 }, (_, index) => index + 1);
  const answers = await Promise.all(days.map((day) => estimate(viewedWithin(day))));
  expect(answers.filter(({ errors }) => errors === undefined)).toHaveLength(3);
  expect((await budget()).asked).toBe(3);
});

it("counts nothing where no group is withheld", async () => {
  const open = await test.addOrganisation("open", { dailyQuestions: 1 });
  const { database, brands } = test.app;
  await database.withSystem((manager) => brands.grant(manager, open.id, fixture.brandId));
  for (const days of [10, 20]) expect((await estimate(viewedWithin(days), open.keys.AD_OPS)).errors).toBeUndefined();
  expect((await budget(open.keys.AD_OPS)).asked).toBe(0);
});

it("begins anew on the next UTC day and forgets the one before", async () => {
  for (const days of [10, 20, 30]) await estimate(viewedWithin(days));
  now.setUTCHours(24, 0, 0, 0);
  expect(await budget()).toEqual({ limit: 3, asked: 0, resetsAt: "2025-11-13T00:00:00.000Z" });
  expect((await estimate(viewedWithin(40))).errors).toBeUndefined();
  const kept = await test.app.database.withSystem((manager) =>
    manager.query("SELECT day::text, count(*)::integer AS asked FROM asked_question GROUP BY day"),
  );
  expect(kept).toEqual([{ day: "2025-11-12", asked: 1 }]);
});
