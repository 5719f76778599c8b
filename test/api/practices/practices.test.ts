import { wilsonInterval } from "../../../src/engines/numeric/wilson-interval";
import { createTestApp, type TestApp } from "../../support/test-app";
import { insertTouchpoints } from "../../support/touchpoint-rows";
import { takeSnapshot } from "../assets/take-snapshot";
import { PracticeClient } from "./practice-client";
import { createPracticeFixture, daysBack, NOW, type PracticeFixture, TODAY } from "./practice-setup";

let test: TestApp;
let fixture: PracticeFixture;
let client: PracticeClient;

beforeAll(async () => {
  test = await createTestApp({ now: NOW });
  fixture = await createPracticeFixture(test);
  client = new PracticeClient(test, fixture);
  const { ADMIN } = fixture.organisation.keys;
  await takeSnapshot(test, ADMIN, { brandId: fixture.brands.retouched, asOf: TODAY });
});
afterAll(() => test.close());

const rate = (successes: number, trials: number) => ({
  value: successes / trials,
  ...wilsonInterval({ successes, trials })!,
});

describe("RETOUCH", () => {
  it("tells who was exposed and did not order, by stage, age and channel", async () => {
    const group = (
      stage: string | null,
      fromDays: number,
      toDays: number,
      reach: object[],
      suggestedPlatform: unknown,
    ) => ({
      ...{ stage, lastTouch: { fromDays, toDays }, people: "1", reach, suggestedPlatform },
    });
    const reach = (platform: string, expectedOrders: number | null) => ({ platform, people: "1", expectedOrders });
    expect(await client.answer("retouched", "retouch", { days: 30 })).toMatchObject({
      ...{ from: daysBack(30), to: daysBack(0), asOf: daysBack(0), suppressedBelow: 1, roundedTo: 1, people: "4" },
      ruleSet: { code: "DEFAULT", version: 1 },
      // p1, p2, p4 and p6 clicked on Douyin, and p4 alone ordered after it; p3 and p5 viewed on Xiaohongshu.
      channels: [
        { platform: "DOUYIN", touched: "4", ordered: "1", orderRate: rate(1, 4) },
        { platform: "XIAOHONGSHU", touched: "2", ordered: "0", orderRate: rate(0, 2) },
      ],
      groups: [
        group("AWARE", 1, 3, [reach("DOUYIN", 0.25)], "DOUYIN"), // p1
        group("APPEAL", 1, 3, [reach("DOUYIN", 0.25)], "DOUYIN"), // p2
        group("APPEAL", 7, 14, [reach("XIAOHONGSHU", 0), reach("JD", null)], null), // p5
        group(null, 14, 30, [reach("XIAOHONGSHU", 0)], null), // p3
      ],
    });
  });

  it("makes the pack of a group, once per key", async () => {
    const input = { name: "Retouch", days: 30, stages: ["AWARE", "APPEAL"], restDays: 1, platform: "DOUYIN" };
    const made = await client.create("retouched", "create-retouch-pack", input, "retouch");
    expect(made).toMatchObject({ userErrors: [], audiencePack: { state: "DRAFT" } });
    expect(made.audiencePack!.rules.explanation).toBe(
      "People with at least 1 exposure of this brand off site in the last 30 days, and with no orders of this brand in the last 30 days, and in stage Aware or Appeal, and with no exposures of this brand off site in the last day, and reachable on Douyin.",
    );
    expect((await client.create("retouched", "create-retouch-pack", input, "retouch")).audiencePack).toEqual(
      made.audiencePack,
    );
    await client.build(made.audiencePack!.id);
    expect(await client.members(made.audiencePack!.id)).toEqual([1, 2]);
  });

  it("needs a snapshot, somebody exposed, and days within bounds", async () => {
    expect(await client.problems("empty", "retouch", { days: 30 })).toMatchObject([
      { code: "NO_SNAPSHOT", field: ["brandId"] },
    ]);
    expect(await client.problems("retouched", "retouch", { days: 1 })).toMatchObject([
      { code: "NO_DATA", field: ["days"] },
    ]);
    expect(await client.problems("retouched", "retouch", { days: 0 })).toEqual([
      { code: "INVALID_INPUT", field: ["days"], message: "days must be 1 to 365, but got 0." },
    ]);
    const bad = { name: "x", days: 0, restDays: 5, platform: "NOWHERE" };
    expect((await client.create("retouched", "create-retouch-pack", bad)).userErrors).toMatchObject([
      { code: "INVALID_INPUT", field: ["input", "days"] },
      { code: "INVALID_INPUT", field: ["input", "restDays"] },
      { code: "INVALID_INPUT", field: ["input", "platform"] },
    ]);
  });
});

describe("SEED", () => {
  let pack: string;
  beforeAll(async () => {
    pack = await client.createPack("seeded", "Targets", { did: { action: "SEARCH", within: { days: 365 } } });
  });

  it("needs a pack with members", async () => {
    expect(await client.problems("seeded", "seeding", { pack, days: 30 })).toMatchObject([{ code: "PACK_NOT_BUILT" }]);
    const elsewhere = Buffer.from("AudiencePack:00000000-0000-7000-8000-000000000000").toString("base64url");
    expect(await client.problems("seeded", "seeding", { pack: elsewhere, days: 30 })).toMatchObject([
      { code: "NOT_FOUND", field: ["audiencePackId"] },
    ]);
    await client.build(pack);
  });

  it("tells precision and coverage of a content line", async () => {
    const line = { contentCodes: ["note-1"] };
    // Seeded: p21, p22, p23, and outside of the pack p26, p27, p28; p29 saw it before the window, p24 saw another note.
    expect(await client.answer("seeded", "seeding", { pack, line, days: 30 })).toMatchObject({
      ...{ asOf: "2025-11-11T01:30:00.000Z", from: "2025-10-12T01:30:00.000Z", to: "2025-11-11T01:30:00.000Z" },
      ...{ audiencePack: { name: "Targets" }, people: "5", seeded: "6", seededInPack: "3", unseeded: "2" },
      ...{ precision: rate(3, 6), coverage: rate(3, 5) },
    });
    const { packRules } = await client.answer("seeded", "seeding", { pack, line, days: 30 });
    expect(await client.estimate("seeded", packRules)).toBe("2");
    const byCreator = { contentCodes: ["note-1"], creatorCodes: ["kol-2"] };
    expect(await client.answer("seeded", "seeding", { pack, line: byCreator, days: 30 })).toMatchObject({
      ...{ seeded: "1", seededInPack: "1", unseeded: "4", precision: rate(1, 1), coverage: rate(1, 5) },
    });
    // Without a line: all content about the brand; p26 saw it at a touchpoint about none.
    expect(await client.answer("seeded", "seeding", { pack, days: 365 })).toMatchObject({
      seeded: "7",
      seededInPack: "4",
    });
  });

  it("makes the pack of who is still to be seeded", async () => {
    const input = { name: "To seed", audiencePackId: pack, contentLine: { contentCodes: ["note-1"] }, days: 30 };
    const made = await client.create("seeded", "create-seeding-pack", input);
    expect(made.userErrors).toEqual([]);
    await client.build(made.audiencePack!.id);
    expect(await client.members(made.audiencePack!.id)).toEqual([24, 25]);
  });

  it("refuses a line that nobody saw", async () => {
    const blank = { contentCodes: ["note-1", ""] };
    expect(await client.problems("seeded", "seeding", { pack, line: blank, days: 30 })).toMatchObject([
      { code: "INVALID_INPUT", field: ["contentLine", "contentCodes", "1"] },
    ]);
    const line = { contentCodes: ["note-9"] };
    expect(await client.problems("seeded", "seeding", { pack, line, days: 30 })).toMatchObject([
      { code: "NO_DATA", field: ["days"] },
    ]);
  });
});

describe("CHASE", () => {
  const choice = { days: 14, waitHours: 48, maxTouches: 3 };

  it("tells who was touched off site by what became of them", async () => {
    const answer = await client.answer("chased", "chase", choice);
    expect(await client.estimate("chased", answer.packRules)).toBe("3");
    expect(answer).toMatchObject({
      ...{ asOf: "2025-11-11T01:30:00.000Z", nextTouchAt: "2025-11-11T01:30:00.000Z" },
      touchLimit: { maxTouches: 3, source: "GIVEN", campaign: null },
      // due p31, p32 and p36, who arrived at another brand; waiting p33; saturated p34; arrived p35.
      ...{ touched: "6", due: "3", waiting: "1", saturated: "1", arrived: "1" },
    });
    // p31 and p36 were touched five days before midnight, the first of those who wait a week.
    expect(await client.answer("chased", "chase", { ...choice, waitHours: 168 })).toMatchObject({
      ...{ touched: "6", due: "0", waiting: "4", nextTouchAt: "2025-11-12T17:00:00.000Z" },
    });
  });

  it("makes a live pack that lets go who arrives", async () => {
    const made = await client.create(
      "chased",
      "create-chase-pack",
      { name: "Chase", ...choice, everyHours: 6 },
      "chase",
    );
    expect(made.userErrors).toEqual([]);
    const { id } = made.audiencePack!;
    expect(made.audiencePack!.rules.explanation).toContain(
      "1 to 2 exposures of this brand off site in the last 14 days",
    );
    expect(made.audiencePack!.rules.explanation).toContain(
      "and with no exposures of this brand off site in the last 48 hours",
    );
    const again = await client.create(
      "chased",
      "create-chase-pack",
      { name: "Chase", ...choice, everyHours: 6 },
      "chase",
    );
    expect(again.audiencePack).toEqual(made.audiencePack);
    const read = await test.query(
      fixture.organisation.keys.AD_OPS,
      "query($id: ID!) { node(id: $id) { ... on AudiencePack { refreshSchedule { everyHours nextAt } } } }",
      { id },
    );
    expect(read.data.node.refreshSchedule).toEqual({ everyHours: 6, nextAt: "2025-11-11T07:30:30.000Z" });
    await client.build(id, 2);
    expect(await client.members(id)).toEqual([31, 32, 36]);
    await insertTouchpoints(test, [
      {
        ...{ person: "p32", at: "2025-11-11T09:10:00+08:00", action: "VISIT", sourceId: fixture.sourceId },
        brandId: Number(Buffer.from(fixture.brands.chased, "base64url").toString().split(":")[1]),
      },
    ]);
    await client.build(id, 2);
    expect(await client.members(id)).toEqual([31, 36]);
  });

  it("refuses what nobody could be chased by", async () => {
    expect(await client.problems("chased", "chase", { days: 2, waitHours: 49, maxTouches: 1 })).toMatchObject([
      { code: "INVALID_INPUT", field: ["waitHours"] },
      { code: "INVALID_INPUT", field: ["maxTouches"] },
    ]);
    const input = { name: "x", ...choice, everyHours: 49 };
    expect((await client.create("chased", "create-chase-pack", input)).userErrors).toMatchObject([
      { code: "INVALID_INPUT", field: ["input", "everyHours"] },
    ]);
    expect(await client.problems("empty", "chase", choice)).toMatchObject([{ code: "NO_DATA", field: ["days"] }]);
  });
});
