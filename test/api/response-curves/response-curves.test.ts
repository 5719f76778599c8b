import {
  type CampaignSetup,
  campaignInput,
  createCampaign,
  documentOf,
  openCampaignSetup,
  placement,
} from "../campaigns/campaign-setup";
import { hasRobyn, lastQuarter, robynInput, robynLines } from "./robyn";

const FIT = documentOf(__dirname, "fit-response-curves");
const SET = documentOf(__dirname, "set-response-curve");
const READ = documentOf(__dirname, "response-curves");
const ALLOCATE = documentOf(`${__dirname}/../budgets`, "allocate-budget");

let setup: CampaignSetup;
beforeAll(async () => {
  setup = await openCampaignSetup("2025-10-15T01:00:00.000Z");
});
afterAll(() => setup.test.close());

const ask = async (document: string, variables: object, role: "AD_OPS" | "BI" = "AD_OPS") => {
  const answer = await setup.test.query(setup.own.keys[role], document, variables);
  if (!answer.data) throw new Error(JSON.stringify(answer));
  return answer.data;
};
const given = (change: object = {}): object => ({
  brandId: setup.brands.haoyu,
  name: "Splash",
  period: "DAY",
  michaelisMenten: { maximum: "100", halfSaturation: "10" },
  reason: "An experiment in September showed it.",
  ...change,
});
const set = async (change: object, version: number) =>
  (await ask(SET, { input: given(change), version })).setResponseCurve;

/** 60 days of one line, spending 0 to 90 in turn, each bringing 5 + 40 x / (20 + x). */
const days = Array.from({ length: 60 }, (_, day) => (day * 7) % 91);
const simple = (change: object = {}): object => ({
  brandId: setup.brands.haoyu,
  period: "DAY",
  startsOn: "2025-08-01",
  outcome: days.map((spend) => (5 + (40 * spend) / (20 + spend)).toFixed(9)),
  lines: [{ name: "Feed", spend: days.map(String) }],
  carryOver: "NONE",
  carryOverPeriods: 1,
  form: "MICHAELIS_MENTEN",
  ...change,
});

describe("fitResponseCurves", () => {
  it("finds the curve that made the series, and keeps it as the next version of its name", async () => {
    const { fit, lines, userErrors } = (await ask(FIT, { input: simple() })).fitResponseCurves;
    expect(userErrors).toEqual([]);
    expect(fit).toEqual({
      rSquared: expect.closeTo(1, 4),
      relativeError: expect.closeTo(0, 2),
      periods: 60,
      startsOn: "2025-08-01",
    });
    const [line] = lines;
    expect(line).toMatchObject({
      name: "Feed",
      refusal: null,
      responseCurve: { version: 1, form: "MICHAELIS_MENTEN", carryOver: "NONE", carryOverParameters: [] },
    });
    const [km, vmax] = line.responseCurve.parameters;
    expect([km.name, vmax.name]).toEqual(["km", "vmax"]);
    expect(vmax.value / 40).toBeCloseTo(1, 1);
    expect(km.value / 20).toBeCloseTo(1, 1);
    const again = (await ask(FIT, { input: simple() })).fitResponseCurves;
    expect(again.lines[0].responseCurve).toMatchObject({ version: 2, parameters: line.responseCurve.parameters });
  });

  it("makes one version of a call that is repeated with its key", async () => {
    const input = simple({ lines: [{ name: "Repeated", spend: days.map(String) }] });
    const ids = [];
    for (let call = 0; call < 2; call++)
      ids.push((await ask(FIT, { input, key: "one fit" })).fitResponseCurves.lines[0].responseCurve.id);
    expect(ids[0]).toBe(ids[1]);
  });

  it.each([
    [
      "TOO_FEW_PERIODS",
      "input.outcome",
      { outcome: days.slice(0, 20).map(String), lines: [{ name: "Feed", spend: days.slice(0, 20).map(String) }] },
    ],
    ["NO_SPEND_VARIATION", "input.lines.0", { lines: [{ name: "Feed", spend: days.map(() => "5") }] }],
    ["NO_OUTCOME_VARIATION", "input.outcome", { outcome: days.map(() => "5") }],
    ["INVALID_INPUT", "input.lines.0.spend", { lines: [{ name: "Feed", spend: ["1"] }] }],
    ["INVALID_INPUT", "input.lines.0.spend", { lines: [{ name: "Feed", spend: days.map((day) => String(day - 1)) }] }],
    ["INVALID_INPUT", "input.carryOverPeriods", { carryOverPeriods: 0 }],
  ])("refuses %s at %s", async (code, field, change) => {
    const { fit, lines, userErrors } = (await ask(FIT, { input: simple(change) })).fitResponseCurves;
    expect([fit, lines]).toEqual([null, []]);
    expect(userErrors.map((error: { code: string; field: string[] }) => [error.code, error.field.join(".")])).toEqual([
      [code, field],
    ]);
  });

  it("refuses two lines that move together", async () => {
    const lines = ["Feed", "Search"].map((name) => ({ name, spend: days.map(String) }));
    const { userErrors } = (await ask(FIT, { input: simple({ lines }) })).fitResponseCurves;
    expect(userErrors).toMatchObject([{ code: "COLLINEAR", field: ["input", "lines", "1"] }]);
  });
});

describe("setResponseCurve", () => {
  it("keeps who set it and why, version by version", async () => {
    const { responseCurve, userErrors } = await set({ name: "By hand" }, 0);
    expect(userErrors).toEqual([]);
    expect(responseCurve).toEqual({
      id: expect.any(String),
      name: "By hand",
      version: 1,
      period: "DAY",
      form: "MICHAELIS_MENTEN",
      parameters: [
        { name: "km", value: 10 },
        { name: "vmax", value: 100 },
      ],
      carryOver: "NONE",
      fit: null,
      reason: "An experiment in September showed it.",
      madeBy: { name: "AD_OPS" },
      createdAt: "2025-10-15T01:00:00.000Z",
    });
    const conflict = await set({ name: "By hand" }, 0);
    expect(conflict).toMatchObject({
      responseCurve: null,
      userErrors: [{ code: "VERSION_CONFLICT", field: ["expectedVersion"] }],
    });
    expect((await set({ name: "By hand", decay: "0.5" }, 1)).responseCurve).toMatchObject({
      version: 2,
      carryOver: "GEOMETRIC",
    });
    const read = await ask(READ, { brand: setup.brands.haoyu, curve: responseCurve.id }, "BI");
    expect(read.brand.responseCurves).toContainEqual({ name: "By hand", version: 2 });
    expect(read.node).toEqual({ name: "By hand", version: 1, points: [{ value: 50, low: null }] });
    const rival = await setup.test.query(setup.rival.keys.BI, READ, {
      brand: setup.brands.haoyu,
      curve: responseCurve.id,
    });
    expect(rival.data).toMatchObject({ brand: { responseCurves: [] }, node: null });
  });

  it.each([
    ["no form", { michaelisMenten: null }, "input"],
    ["a curve that never brings anything", { michaelisMenten: { maximum: "0", halfSaturation: "1" } }, "input.curve"],
    ["no reason", { reason: "" }, "input.reason"],
    ["an effect that never ends", { decay: "1" }, "input.decay"],
  ])("refuses %s", async (_, change, field) => {
    const { userErrors } = await set({ name: "Bad", ...change }, 0);
    expect(userErrors).toMatchObject([{ code: "INVALID_INPUT", field: field.split(".") }]);
  });

  it("gives one of ten changes at once the next version", async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => set({ name: "Raced" }, 0)));
    expect(answers.filter(({ responseCurve }) => responseCurve)).toHaveLength(1);
  });
});

(hasRobyn ? describe : describe.skip)("Robyn's weekly spend (simulated by Facebook Experimental)", () => {
  it("becomes curves, and the last quarter's budget is split anew by them", async () => {
    const fitted = (await ask(FIT, { input: robynInput(setup.brands.haoyu) })).fitResponseCurves;
    expect(fitted.userErrors).toEqual([]);
    expect(fitted.fit.periods).toBe(208);
    expect(fitted.fit.startsOn).toBe("2015-11-23");
    // Search was spent on along a straight line, which tells no saturation; the other four media show curves.
    expect(fitted.lines.map(({ refusal }: { refusal: { code: string } | null }) => refusal?.code ?? null)).toEqual([
      ...[null, null, null, null],
      "NO_SATURATION",
    ]);
    const told = fitted.lines.filter(({ responseCurve }: { responseCurve: object | null }) => responseCurve);
    expect(fitted.fit.rSquared).toBeGreaterThan(0.85);
    const placements = robynLines.map((name) => placement({ name }));
    const campaign = await createCampaign(
      setup,
      setup.own,
      campaignInput(setup.brands.haoyu, { code: "robyn", placements }),
    );
    const spent = told.map(({ name }: { name: string }) => lastQuarter(name));
    const total = spent.reduce((sum: number, amount: number) => sum + amount, 0);
    const cny = (minor: number) => ({ amount: (minor / 100).toFixed(2), currencyCode: "CNY" });
    const input = {
      campaignId: campaign.id,
      total: cny(total),
      objective: "VALUE",
      lines: told.map(({ name, responseCurve }: { name: string; responseCurve: { id: string } }, index: number) => ({
        placementId: campaign.placements.find((row) => row.name === name)!.id,
        curve: { stored: { responseCurveId: responseCurve.id, periods: 13 } },
        current: cny(spent[index]),
        lower: cny(Math.floor(spent[index] / 2)),
        upper: cny(2 * spent[index]),
      })),
    };
    const { budgetPlan, userErrors } = (await ask(ALLOCATE, { input })).allocateBudget;
    expect(userErrors).toEqual([]);
    const amounts = budgetPlan.lines.map(({ amount }: { amount: { amount: string } }) =>
      Math.round(Number(amount.amount) * 100),
    );
    expect(amounts.reduce((sum: number, amount: number) => sum + amount, 0)).toBe(total);
    expect(budgetPlan.certificate.optimalityGap).toBeLessThan(1e-6);
    expect(budgetPlan.certificate.gainOverCurrent).toBeGreaterThan(0);
    for (const line of budgetPlan.lines) {
      expect(line.expected.low).toBeLessThanOrEqual(line.expected.high);
    }
  });
});
