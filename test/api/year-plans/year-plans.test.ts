import {
  type CampaignSetup,
  campaignInput,
  createCampaign,
  documentOf,
  openCampaignSetup,
  placement,
} from "../campaigns/campaign-setup";

const PLAN = documentOf(__dirname, "plan-year");
const APPROVE = documentOf(__dirname, "approve-year-plan");
const READ = documentOf(__dirname, "year-plans");
const SET_CURVE = documentOf(`${__dirname}/../response-curves`, "set-response-curve");
const CREATE_TREE = documentOf(`${__dirname}/../budget-trees`, "create-budget-tree");
const IMPORT =
  "mutation($input: ImportPlacementDeliveryInput!) { importPlacementDelivery(input: $input) { rejected userErrors { message } } }";

let setup: CampaignSetup;
/** a ln(1 + x / b) a day: of DOUYIN a 3, b 10; of JD a 1, b 20. */
let douyin: string;
let jd: string;
beforeAll(async () => {
  setup = await openCampaignSetup("2025-11-20T01:00:00.000Z");
  [douyin, jd] = await Promise.all([curve("Douyin", "3", "10"), curve("Jd", "1", "20")]);
});
afterAll(() => setup.test.close());

const cny = (amount: string) => ({ amount, currencyCode: "CNY" });
const ask = async (
  document: string,
  variables: object,
  role: "AD_OPS" | "ADMIN" | "BI" = "AD_OPS",
  who = setup.own,
) => {
  const answer = await setup.test.query(who.keys[role], document, variables);
  if (!answer.data) throw new Error(JSON.stringify(answer));
  return answer.data;
};
const curve = async (name: string, a: string, b: string): Promise<string> => {
  const input = { brandId: setup.brands.haoyu, name, period: "DAY", log: { a, b }, reason: "Last year's fit." };
  return (await ask(SET_CURVE, { input, version: 0 })).setResponseCurve.responseCurve.id;
};
const channels = (change: object = {}): object[] => [
  { platform: "DOUYIN", responseCurveId: douyin, ...change },
  { platform: "JD", responseCurveId: jd },
];
const plan = async (change: object = {}) => {
  const input = {
    ...{ brandId: setup.brands.haoyu, year: 2026, total: cny("36500"), objective: "CONVERSIONS", channels: channels() },
    ...change,
  };
  return (await ask(PLAN, { input })).planYear;
};
const problemsOf = ({ userErrors }: { readonly userErrors: readonly { code: string; field: string[] }[] }) =>
  userErrors.map(({ code, field }) => [code, field.join(".")]);
interface Line {
  readonly platform: string;
  readonly month: number;
  readonly amount: { readonly amount: string };
  readonly expected: number;
  readonly marginalReturn: number;
}
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
/** What a month brings of a daily curve, its money spread evenly, in a season. */
const response = ({ platform, month, amount }: Line, season = 1): number => {
  const [a, b] = platform === "DOUYIN" ? [3, 10] : [1, 20];
  const days = DAYS[month - 1]!;
  return season * a * days * Math.log(1 + Number(amount.amount) / (b * days));
};

describe("planYear", () => {
  it("gives each day of the year the 100 yuan split of references 3.5: 87.50 and 12.50", async () => {
    const { yearPlan, userErrors } = await plan({ name: "As usual" });
    expect(userErrors).toEqual([]);
    expect(yearPlan).toMatchObject({
      year: 2026,
      name: "As usual",
      version: 1,
      state: "DRAFT",
      objective: "CONVERSIONS",
    });
    yearPlan.lines.forEach((line: Line, index: number) => {
      expect([line.platform, line.month]).toEqual([index < 12 ? "DOUYIN" : "JD", (index % 12) + 1]);
      // To the fen, which rounding to whole ones moves by one at most.
      expect(Number(line.amount.amount)).toBeCloseTo(DAYS[line.month - 1]! * (index < 12 ? 87.5 : 12.5), 1);
      expect(line.expected).toBeCloseTo(response(line), 9);
      expect(line.marginalReturn).toBeCloseTo(1 / 32.5, 6);
    });
    const sum = (of: readonly { amount: { amount: string } }[]): number =>
      of.reduce((made, { amount }) => made + Math.round(Number(amount.amount) * 100), 0);
    expect([sum(yearPlan.lines), sum(yearPlan.channels), sum(yearPlan.months)]).toEqual([
      3_650_000, 3_650_000, 3_650_000,
    ]);
    expect(yearPlan.certificate).toMatchObject({ optimalityGap: 0, gainOverLastYear: null });
    expect(yearPlan.certificate.shadowPrices).toEqual([{ constraint: "total", price: expect.closeTo(1 / 32.5, 5) }]);
  });

  it("gives a strong month more and keeps bounds of channels and months, with their prices", async () => {
    const { yearPlan, userErrors } = await plan({
      channels: channels({ upper: cny("20000") }),
      months: [
        { month: 11, season: "1.8" },
        { month: 2, upper: cny("500") },
      ],
    });
    expect(userErrors).toEqual([]);
    const of = (platform: string, month: number): Line =>
      yearPlan.lines.find((line: Line) => line.platform === platform && line.month === month);
    expect(yearPlan.channels[0]).toMatchObject({ platform: "DOUYIN", amount: { amount: "20000.00" } });
    expect(yearPlan.months[1]).toMatchObject({ month: 2, amount: { amount: "500.00" } });
    expect(of("JD", 11).expected).toBeCloseTo(response(of("JD", 11), 1.8), 9);
    // Where no month's bound holds, a channel's marginal returns are equal over months, also in the season.
    for (const month of [1, 6, 11]) expect(of("JD", month).marginalReturn).toBeCloseTo(of("JD", 12).marginalReturn, 5);
    const { optimalityGap, shadowPrices } = yearPlan.certificate;
    expect(optimalityGap).toBeLessThan(1e-6);
    const prices = Object.fromEntries(
      shadowPrices.map(({ constraint, price }: { constraint: string; price: number }) => [constraint, price]),
    );
    expect(Object.keys(prices).sort()).toEqual(["channels.0.upper", "months.1.upper", "total"]);
    expect(prices["total"]).toBeCloseTo(of("JD", 6).marginalReturn, 5);
    expect(prices["channels.0.upper"]).toBeCloseTo(of("DOUYIN", 6).marginalReturn - of("JD", 6).marginalReturn, 5);
    // February leaves nothing for JD, where the first yuan brings 1/20 only: its price is DOUYIN's.
    expect(of("JD", 2).amount.amount).toBe("0.00");
    expect(prices["months.1.upper"]).toBeCloseTo(of("DOUYIN", 2).marginalReturn - of("DOUYIN", 6).marginalReturn, 5);
  });

  it("compares with last year's spend, told by month beside the plan", async () => {
    const campaign = await createCampaign(
      setup,
      setup.own,
      campaignInput(setup.brands.haoyu, { placements: [placement({ externalIds: ["dy-9"] })] }),
    );
    const row = (day: number, cost: string): object => ({
      ...{ platform: "DOUYIN", externalId: "dy-9", impressions: "1", clicks: "0", cost: cny(cost) },
      period: { from: `2025-10-${day}T00:00:00+08:00`, to: `2025-10-${day + 1}T00:00:00+08:00` },
    });
    for (const rows of [[row(21, "50"), row(22, "30")], [row(22, "50")]]) // the second day is restated
      await ask(IMPORT, { input: { campaignId: campaign.id, source: "media", rows } });
    const { yearPlan } = await plan();
    const october = yearPlan.lines.find((line: Line) => line.platform === "DOUYIN" && line.month === 10);
    expect(october.lastYear).toEqual({ amount: "100.00" });
    // All of the total in October on DOUYIN is last year's pattern.
    const now = yearPlan.lines.reduce((sum: number, line: Line) => sum + line.expected, 0);
    const then = 3 * 31 * Math.log(1 + 36_500 / (10 * 31));
    expect(yearPlan.certificate.gainOverLastYear).toBeCloseTo(now - then, 6);
  });

  it("takes the total of the year's budget tree where none is given", async () => {
    expect(problemsOf(await plan({ total: null }))).toEqual([["INVALID_INPUT", "input.total"]]);
    const input = { brandId: setup.brands.haoyu, year: 2026, total: cny("7300"), lines: [] };
    expect((await ask(CREATE_TREE, { input })).createBudgetTree.userErrors).toEqual([]);
    expect((await plan({ total: null })).yearPlan.total).toEqual({ amount: "7300.00" });
  });

  it("refuses what cannot be read, all at once, and names bounds in conflict", async () => {
    const bad = await plan({
      channels: [{ platform: "MARS", responseCurveId: douyin }, ...channels(), { platform: "JD", responseCurveId: jd }],
    });
    expect(problemsOf(bad)).toEqual([
      ["INVALID_INPUT", "input.channels.0.platform"],
      ["INVALID_INPUT", "input.channels.3.platform"],
    ]);
    expect(
      problemsOf(await plan({ months: [{ month: 13 }, { month: 1, season: "0" }], objective: "WEIGHTED_MIX" })),
    ).toEqual([
      ["INVALID_INPUT", "input.objective"],
      ["INVALID_INPUT", "input.months.0.month"],
      ["INVALID_INPUT", "input.months.1.season"],
    ]);
    const months = [{ month: 3, lower: cny("400") }];
    const { userErrors } = await plan({ total: cny("300"), months });
    expect(userErrors).toEqual([
      {
        code: "INFEASIBLE",
        field: ["input"],
        message: "These cannot be kept together, while any of them less could be: total, months.0; move one of them.",
      },
    ]);
  });
});

describe("scenarios of a year", () => {
  it("are listed, compared by channel and month, and approved once by who may", async () => {
    const one = (await plan({ name: "More" })).yearPlan.id;
    const other = (await plan({ name: "Douyin alone", total: cny("3650"), channels: channels().slice(0, 1) })).yearPlan
      .id;
    const approved = (await ask(APPROVE, { id: one, version: 1 }, "ADMIN")).approveYearPlan;
    expect(approved).toEqual({
      yearPlan: {
        state: "APPROVED",
        version: 2,
        approvedBy: { name: "ADMIN" },
        approvedAt: "2025-11-20T01:00:00.000Z",
      },
      userErrors: [],
    });
    expect(problemsOf((await ask(APPROVE, { id: one, version: 2 }, "ADMIN")).approveYearPlan)).toEqual([
      ["NOT_DRAFT", "id"],
    ]);
    expect(problemsOf((await ask(APPROVE, { id: other, version: 2 }, "ADMIN")).approveYearPlan)).toEqual([
      ["VERSION_CONFLICT", "expectedVersion"],
    ]);
    const { brand, node } = await ask(READ, { brand: setup.brands.haoyu, plan: one, other }, "BI");
    expect(brand.yearPlans).toEqual(expect.arrayContaining([{ name: "More", state: "APPROVED" }]));
    const { comparison } = node;
    expect(comparison).toMatchObject({ other: { name: "Douyin alone" }, totalChange: { amount: "32850.00" } });
    expect(comparison.lines).toHaveLength(24);
    // January of DOUYIN: 31 days of 87.50 against 31 of 10.
    expect(comparison.lines[0]).toEqual({
      ...{ platform: "DOUYIN", month: 1 },
      ...{ amount: { amount: "2712.50" }, otherAmount: { amount: "310.00" }, change: { amount: "2402.50" } },
    });
    expect(comparison.lines[12]).toMatchObject({ platform: "JD", otherAmount: null, change: { amount: "387.50" } });
  });

  it("are not there for another organisation, nor approved by a role that may not", async () => {
    const { id } = (await plan()).yearPlan;
    const foreign = (await ask(APPROVE, { id, version: 1 }, "ADMIN", setup.rival)).approveYearPlan;
    expect(problemsOf(foreign)).toEqual([["NOT_FOUND", "id"]]);
    const answer = await setup.test.query(setup.own.keys.AD_OPS, APPROVE, { id, version: 1 });
    expect(answer.errors?.[0]?.extensions.code).toBe("FORBIDDEN");
  });
});
