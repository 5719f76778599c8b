import type { Role } from "../../../src/platform/permission";
import { operationOf } from "../../support/operation";
import {
  type CampaignSetup,
  type CreatedCampaign,
  campaignInput,
  createCampaign,
  documentOf,
  openCampaignSetup,
  placement,
} from "../campaigns/campaign-setup";

const DOCUMENT = documentOf(__dirname, "steering");
const IMPORT = documentOf(`${__dirname}/../campaigns`, "import-delivery");
/** 10:30 in Shanghai: hours until 7:00 may be complete, a decision is for 11:00. */
const NOW = "2025-10-21T02:30:00.000Z";
const MIDNIGHT = Date.parse("2025-10-20T16:00:00Z");
const HOUR = 3_600_000;
const instant = (hour: number): string => new Date(MIDNIGHT + hour * HOUR).toISOString();

let setup: CampaignSetup;
let campaign: CreatedCampaign;
beforeAll(async () => {
  setup = await openCampaignSetup(NOW);
  const placements = ["a", "b", "c", "d"].map((name) => placement({ name, externalIds: [`${name}-1`] }));
  campaign = await createCampaign(setup, setup.own, campaignInput(setup.brands.haoyu, { placements }));
  await report("a", hours(0, 7), { clicks: "50" });
  await report("b", hours(0, 7), { clicks: "10" });
});
afterAll(() => setup.test.close());

const cny = (amount: string) => ({ amount, currencyCode: "CNY" });
const hours = (from: number, to: number): readonly number[] => Array.from({ length: to - from }, (_, at) => from + at);
// biome-ignore lint/suspicious/noExplicitAny: the document decides the shape
type Shape = any;
const ask = async (
  name: string,
  variables: object,
  role: Role = "AD_OPS",
  organisation = setup.own,
): Promise<Shape> => {
  const { data, errors } = await setup.test.query(organisation.keys[role], operationOf(DOCUMENT, name), variables);
  return errors ? { errors } : Object.values(data)[0];
};
/** Hours as media report them: 10 yuan unless said otherwise. */
async function report(name: string, which: readonly number[], change: object): Promise<void> {
  const rows = which.map((hour) => ({
    ...{ externalId: `${name}-1`, platform: "DOUYIN", impressions: "1000", clicks: "10", cost: cny("10.00") },
    ...{ period: { from: instant(hour), to: instant(hour + 1) }, ...change },
  }));
  const input = { campaignId: campaign.id, source: "report", rows };
  const { data } = await setup.test.query(setup.own.keys.AD_OPS, IMPORT, { input });
  expect(data.importPlacementDelivery.rejected).toBe(0);
}
/** 48 hours, 20 yuan an hour, half of it for each of two placements. */
const planInput = (change: object = {}, names: readonly number[] = [0, 1]): object => ({
  campaignId: campaign.id,
  name: "Two days",
  from: instant(0),
  to: instant(48),
  total: cny("960.00"),
  outcome: "CLICKS",
  lines: names.map((place) => ({ placementId: campaign.placements[place]!.id, amount: cny("480.00") })),
  ...change,
});
const made = async (answer: Promise<{ userErrors: unknown }>) => {
  const { userErrors, ...rest } = await answer;
  expect(userErrors).toEqual([]);
  return Object.values(rest)[0] as Record<string, never> & { id: string; version: number };
};
const board = async (id: string) => {
  const { steeringBoard } = await ask("Board", { brand: setup.brands.haoyu });
  return steeringBoard.find((plan: { id: string }) => plan.id === id);
};
const problemsOf = ({ userErrors }: { readonly userErrors: readonly { code: string; field: string[] }[] }) =>
  userErrors.map(({ code, field }) => [code, field.join(".")]);

/** What is believed of a line with so many clicks for 10 yuan in each of the hours 0 to 6, seen at 11:00. */
function expectedYield(clicks: number): number {
  const weight = hours(0, 7).reduce((sum, hour) => sum + 2 ** (-(11 - hour - 1) / 48), 0);
  const prior = 20 / 60;
  return (1 + clicks * weight) / (prior + 10 * weight);
}

describe("hourly steering of two placements (G46)", () => {
  let plan: string;
  let decision: string;

  it("shows each line with its level, what it spent and what it may have spent", async () => {
    plan = (await made(ask("Create", { input: planInput(), key: "the plan" }))).id;
    expect((await made(ask("Create", { input: planInput(), key: "the plan" }))).id).toBe(plan);
    const { lines, pacing, ...rest } = await board(plan);
    expect(rest).toEqual({
      ...{ id: plan, name: "Two days", mode: "MANUAL", version: 1, total: { amount: "960.00" } },
      openDecision: null,
    });
    const line = {
      ...{ level: { amount: "10.00" }, floor: { amount: "0.00" }, ceiling: null, isFrozen: false },
      ...{ completeUntil: instant(7), spent: { amount: "70.00" }, reserved: { amount: "40.00" } },
    };
    expect(lines).toEqual([
      { ...line, placement: { id: campaign.placements[0]!.id, name: "a" } },
      { ...line, placement: { id: campaign.placements[1]!.id, name: "b" } },
    ]);
    expect(pacing).toMatchObject({
      ...{ completeUntil: instant(7), unreportedLines: 0 },
      cost: { state: "ON_PLAN", reason: null, planned: { amount: "140.00" }, delivered: { amount: "140.00" } },
    });
  });

  it("proposes to move money to the better line, by no more than the cap, with the grounds", async () => {
    const proposed = await made(ask("Propose", { plan, key: "11:00" }));
    decision = proposed.id;
    // 960 - 14 hours of 10 - 8 hours that may have cost 10 = 740 for 37 hours: 20 an hour. 20 % of 10 is 2.
    expect(proposed).toMatchObject({
      ...{ state: "PROPOSED", version: 1, knownAt: NOW, effectiveFrom: instant(11), seed: "10011" },
      ...{ spent: { amount: "140.00" }, reserved: { amount: "80.00" }, left: { amount: "740.00" } },
      target: { amount: "20.00" },
      pacing: { state: "ON_PLAN", delivered: { amount: "140.00" } },
      lines: [
        {
          ...{ before: { amount: "10.00" }, after: { amount: "12.00" }, change: { amount: "2.00" }, limit: "STEP" },
          ...{ completeUntil: instant(7), hours: 7, spend: { amount: "70.00" }, outcomes: "350", use: 1 },
          ...{ yield: { value: expect.closeTo(expectedYield(50), 9) }, chanceToBeBest: 1 },
        },
        {
          ...{ before: { amount: "10.00" }, after: { amount: "8.00" }, change: { amount: "-2.00" }, limit: "STEP" },
          ...{ outcomes: "70", yield: { value: expect.closeTo(expectedYield(10), 9) }, chanceToBeBest: 0 },
        },
      ],
    });
    expect((await board(plan)).openDecision.id).toBe(decision);
    expect((await made(ask("Propose", { plan, key: "11:00" }))).id).toBe(decision);
  });

  it("gives the same decision for the same facts and seed, and has one open at a time", async () => {
    const first = await ask("Read", { id: decision });
    const again = await made(ask("Propose", { plan }));
    expect(again.lines).toEqual(first.lines);
    expect((await ask("Read", { id: decision })).state).toBe("SUPERSEDED");
    decision = again.id;
  });

  it("is approved by those who may, applied once by two clients, and in force from the next hour", async () => {
    const { errors } = await ask("Approve", { id: decision, version: 1 });
    expect(errors[0].extensions.code).toBe("FORBIDDEN");
    expect(problemsOf(await ask("Apply", { id: decision, version: 1 }))).toEqual([["WRONG_STATE", "id"]]);
    expect(problemsOf(await ask("Approve", { id: decision, version: 2 }, "ADMIN"))).toEqual([
      ["VERSION_CONFLICT", "expectedVersion"],
    ]);
    await made(ask("Approve", { id: decision, version: 1, reason: "As yesterday" }, "ADMIN"));
    const [one, other] = await Promise.all([
      ask("Apply", { id: decision, version: 2, key: "apply" }),
      ask("Apply", { id: decision, version: 2 }),
    ]);
    const [done, refused] = one.hourlyDecision ? [one, other] : [other, one];
    expect(problemsOf(refused)).toEqual([["WRONG_STATE", "id"]]);
    expect(done.hourlyDecision).toMatchObject({
      ...{ state: "APPLIED", version: 3 },
      plan: { version: 2, lines: [{ level: { amount: "12.00" } }, { level: { amount: "8.00" } }] },
    });
  });

  it("is rolled back in one step, and only while it is the plan's last change", async () => {
    const rolled = await made(ask("RollBack", { id: decision, version: 3, reason: "The shop is down" }));
    expect(rolled).toMatchObject({
      ...{ state: "ROLLED_BACK", version: 4 },
      plan: { version: 3, lines: [{ level: { amount: "10.00" } }, { level: { amount: "10.00" } }] },
    });
    expect(problemsOf(await ask("RollBack", { id: decision, version: 4 }))).toEqual([["WRONG_STATE", "id"]]);
    const { decisions } = await ask("Audit", { plan });
    expect(decisions.totalCount).toBe(2);
    const step = { isAutomatic: false, changedAt: NOW, reason: null };
    const { changes } = decisions.nodes.find(({ id }: { readonly id: string }) => id === decision);
    expect(changes).toEqual([
      { ...step, version: 1, change: "PROPOSED", changedBy: { name: "AD_OPS" } },
      { ...step, version: 2, change: "APPROVED", reason: "As yesterday", changedBy: { name: "ADMIN" } },
      { ...step, version: 3, change: "APPLIED", changedBy: { name: "AD_OPS" } },
      { ...step, version: 4, change: "ROLLED_BACK", reason: "The shop is down", changedBy: { name: "AD_OPS" } },
    ]);
    const audit: { action: string }[] = await setup.test.app.database.withTenant(
      { organisationId: setup.own.id },
      (manager) =>
        manager.query("SELECT action FROM audit_log WHERE subject = $1", [
          Buffer.from(decision, "base64url").toString(),
        ]),
    );
    expect(audit.map(({ action }) => action).sort()).toEqual([
      "applyHourlyDecision",
      "approveHourlyDecision",
      "rollBackHourlyDecision",
    ]);
  });

  it("keeps a frozen line, a ceiling and a floor, and refuses what was decided before", async () => {
    const before = await made(ask("Propose", { plan }));
    await made(ask("Approve", { id: before.id, version: 1 }, "ADMIN"));
    const [a, b] = campaign.placements.map(({ id }) => id);
    await made(ask("Bounds", { id: plan, lines: [{ placementId: b, isFrozen: true }], version: 3 }));
    expect(problemsOf(await ask("Apply", { id: before.id, version: 2 }))).toEqual([["STALE_DECISION", "id"]]);
    expect((await made(ask("Propose", { plan }))).lines).toMatchObject([
      { after: { amount: "10.00" }, limit: "NONE" },
      { after: { amount: "10.00" }, limit: "FROZEN" },
    ]);
    const bounds = [
      { placementId: a, ceiling: cny("10.50") },
      { placementId: b, isFrozen: false, floor: cny("9.00") },
    ];
    await made(ask("Bounds", { id: plan, lines: bounds, version: 4 }));
    expect((await made(ask("Propose", { plan }))).lines).toMatchObject([
      { after: { amount: "10.50" }, limit: "CEILING" },
      { after: { amount: "9.50" }, limit: "NONE" },
    ]);
    const open = [
      { placementId: a, ceiling: null },
      { placementId: b, floor: null },
    ];
    await made(ask("Bounds", { id: plan, lines: open, version: 5 }));
  });

  it("marks a decision when figures that it looked at are restated", async () => {
    const { id } = await made(ask("Propose", { plan }));
    expect((await ask("Read", { id })).dataState).toBe("PROVISIONAL");
    setup.time.now = new Date("2025-10-21T02:40:00Z");
    await report("b", [2], { clicks: "12" });
    const read = await ask("Read", { id });
    expect(read).toMatchObject({ dataState: "OUTDATED", lines: [{}, { outcomes: "70" }] });
    expect((await made(ask("Propose", { plan }))).lines).toMatchObject([{}, { outcomes: "72" }]);
  });

  it("steers by itself in AUTOMATIC mode only, once an hour, with the same guardrails", async () => {
    const { errors } = await ask("Mode", { id: plan, mode: "AUTOMATIC", version: 6 });
    expect(errors[0].extensions.code).toBe("FORBIDDEN");
    await made(ask("Mode", { id: plan, mode: "AUTOMATIC", version: 6 }, "ADMIN"));
    let applied: { version: number; isAutomatic: boolean; changedBy: object }[] = [];
    for (let waited = 0; applied.length === 0 && waited < 45_000; waited += 250) {
      await new Promise((resolve) => setTimeout(resolve, 250));
      const { decisions } = await ask("Audit", { plan });
      applied = decisions.nodes.filter(({ state }: { state: string }) => state === "APPLIED").at(0)?.changes ?? [];
    }
    expect(applied.map(({ isAutomatic, changedBy }) => [isAutomatic, changedBy])).toEqual(
      new Array(3).fill([true, { name: "ADMIN" }]),
    );
    expect((await board(plan)).lines.map(({ level }: { level: object }) => level)).toEqual([
      { amount: "12.00" },
      { amount: "8.00" },
    ]);
  });

  it("cuts all lines when the total is gone, and leaves that to people", async () => {
    const manual = await made(ask("Mode", { id: plan, mode: "MANUAL", version: (await board(plan)).version }, "ADMIN"));
    await report("b", [6], { cost: cny("900.00"), clicks: "10" });
    const cut = await made(ask("Propose", { plan }));
    expect(cut).toMatchObject({
      target: { amount: "0.00" },
      lines: [
        { after: { amount: "0.00" }, limit: "TOTAL" },
        { after: { amount: "0.00" }, limit: "TOTAL" },
      ],
    });
    await made(ask("Reject", { id: cut.id, version: 1, reason: "The report is wrong" }, "ADMIN"));
    await made(ask("End", { id: plan, version: manual.version }));
    expect(await board(plan)).toBeUndefined();
    expect(problemsOf(await ask("Propose", { plan }))).toEqual([["WRONG_STATE", "planId"]]);
  });
});

describe("a plan whose lines have not reported", () => {
  it("holds them, and says so", async () => {
    const { id } = await made(ask("Create", { input: planInput({}, [2, 3]) }));
    expect(await board(id)).toMatchObject({
      pacing: { completeUntil: instant(0), unreportedLines: 2, cost: { state: "NO_FACTS", reason: "NOT_REPORTED" } },
    });
    expect((await made(ask("Propose", { plan: id }))).lines).toMatchObject([
      { after: { amount: "10.00" }, limit: "NO_FACTS", hours: 0, use: null },
      { after: { amount: "10.00" }, limit: "NO_FACTS" },
    ]);
    expect(problemsOf(await ask("Create", { input: planInput({}, [3]) }))).toEqual([
      ["PLACEMENT_TAKEN", "input.lines.0.placementId"],
    ]);
  });
});

describe("what is refused", () => {
  it.each([
    ["half an hour", { from: "2025-10-20T16:30:00Z" }, ["INVALID_INPUT", "input.from"]],
    ["lines beyond the total", { total: cny("900.00") }, ["INVALID_INPUT", "input.lines"]],
    ["a window outside of the campaign's", { to: "2026-01-01T16:00:00Z" }, ["INVALID_INPUT", "input.from"]],
    ["a step of nothing", { maxStepPercent: 0 }, ["INVALID_INPUT", "input.maxStepPercent"]],
    ["another currency", { total: { amount: "960", currencyCode: "USD" } }, ["INVALID_INPUT", "input.total"]],
  ])("refuses %s", async (_, change, problem) => {
    expect(problemsOf(await ask("Create", { input: planInput(change) }))).toEqual([problem]);
  });

  it("does not exist for another organisation", async () => {
    const { steeringBoard } = await ask("Board", { brand: setup.brands.haoyu }, "AD_OPS", setup.rival);
    expect(steeringBoard).toEqual([]);
    const [plan] = (await ask("Board", { brand: setup.brands.haoyu })).steeringBoard;
    expect(problemsOf(await ask("Propose", { plan: plan.id }, "AD_OPS", setup.rival))).toEqual([
      ["NOT_FOUND", "planId"],
    ]);
    expect(await ask("Audit", { plan: plan.id }, "AD_OPS", setup.rival)).toBeNull();
  });
});
