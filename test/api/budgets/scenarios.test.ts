import {
  type CampaignSetup,
  type CreatedCampaign,
  campaignInput,
  createCampaign,
  documentOf,
  openCampaignSetup,
  placement,
} from "../campaigns/campaign-setup";

const ALLOCATE = documentOf(__dirname, "allocate-scenario");
const COMPARE = documentOf(__dirname, "compare-budget-plans");
const SET_CURVE = documentOf(`${__dirname}/../response-curves`, "set-response-curve");

let setup: CampaignSetup;
let campaign: CreatedCampaign;
beforeAll(async () => {
  setup = await openCampaignSetup("2025-10-15T01:00:00.000Z");
  const steps = [
    { step: "ACQUIRE", from: "2025-10-20T00:00:00+08:00", to: "2025-11-03T00:00:00+08:00" },
    { step: "LEAD", from: "2025-11-03T00:00:00+08:00", to: "2025-11-17T00:00:00+08:00" },
  ];
  const placements = [
    placement({ name: "Splash" }),
    placement({ name: "Search", platform: "JD", site: "ON_SITE", step: "LEAD" }),
  ];
  campaign = await createCampaign(setup, setup.own, campaignInput(setup.brands.haoyu, { steps, placements }));
});
afterAll(() => setup.test.close());

const cny = (amount: string) => ({ amount, currencyCode: "CNY" });
const logs = [{ log: { a: "3", b: "10" } }, { log: { a: "1", b: "20" } }];
const linesOf = (curves: readonly object[] = logs): object[] =>
  curves.map((curve, index) => ({ placementId: campaign.placements[index]!.id, curve }));
const allocate = async (change: object) => {
  const input = { campaignId: campaign.id, objective: "CONVERSIONS", lines: linesOf(), ...change };
  const answer = await setup.test.query(setup.own.keys.AD_OPS, ALLOCATE, { input });
  if (!answer.data) throw new Error(JSON.stringify(answer));
  return answer.data.allocateBudget;
};
const problemsOf = ({ userErrors }: { readonly userErrors: readonly { code: string; field: string[] }[] }) =>
  userErrors.map(({ code, field }) => [code, field.join(".")]);

describe("a target in place of a total", () => {
  it("spends as long as a yuan brings 1/32.5: the 100 yuan of references 3.5", async () => {
    const { budgetPlan, userErrors } = await allocate({ targetMarginalRoi: (1 / 32.5).toFixed(12) });
    expect(userErrors).toEqual([]);
    // The rounding of the target to 12 places moves neither amount by a fen more than one.
    expect(Number(budgetPlan.total.amount)).toBeCloseTo(100, 1);
    expect(Number(budgetPlan.lines[0].amount.amount)).toBeCloseTo(87.5, 1);
    expect(budgetPlan.target).toEqual({
      ...{ kind: "MARGINAL_ROI", value: (1 / 32.5).toFixed(12) },
      ...{ attained: expect.closeTo(1 / 32.5, 4), greatestTotal: null },
    });
    expect(budgetPlan.certificate.optimalityGap).toBe(0);
  });

  it("spends the most that still brings 0.05 a yuan over all, which one fen more would not", async () => {
    const { budgetPlan } = await allocate({ targetRoi: "0.05" });
    const total = Number(budgetPlan.total.amount);
    // Independently: at a total T returns meet at 4 / (T + 30), so the response is 3 ln(0.75 (T + 30) / 10) + ln(0.25 (T + 30) / 20).
    const response = (spend: number): number =>
      3 * Math.log((0.75 * (spend + 30)) / 10) + Math.log((0.25 * (spend + 30)) / 20);
    expect(response(total) / total).toBeGreaterThanOrEqual(0.05 - 1e-8);
    expect(response(total + 0.02) / (total + 0.02)).toBeLessThan(0.05);
    expect(budgetPlan.target).toEqual({
      ...{ kind: "ROI", value: "0.05", attained: expect.closeTo(0.05, 5) },
      greatestTotal: budgetPlan.total,
    });
    const expected = budgetPlan.lines.reduce(
      (sum: number, line: { expected: { value: number } }) => sum + line.expected.value,
      0,
    );
    expect(expected).toBeCloseTo(response(total), 6);
  });

  it("keeps a maximum, and refuses two of the three and a target out of reach", async () => {
    const capped = await allocate({ targetRoi: "0.05", maximumTotal: cny("40") });
    expect(capped.budgetPlan.total.amount).toBe("40.00");
    expect(problemsOf(await allocate({ targetRoi: "0.05", total: cny("10") }))).toEqual([
      ["INVALID_INPUT", "input.total"],
    ]);
    expect(problemsOf(await allocate({}))).toEqual([["INVALID_INPUT", "input.total"]]);
    expect(problemsOf(await allocate({ targetMarginalRoi: "2" }))).toEqual([["INFEASIBLE", "input.targetMarginalRoi"]]);
    const hill = linesOf([{ hill: { maximum: "5", halfSaturation: "10", slope: "2" } }]);
    const shaped = await allocate({ targetMarginalRoi: "0.05", lines: hill });
    // 5 x² / (100 + x²) falls to 0.05 a yuan at 1000 x / (100 + x²)² = 0.05: x = 23.8, beyond where it bends.
    const x = Number(shaped.budgetPlan.total.amount);
    expect((1000 * x) / (100 + x * x) ** 2).toBeCloseTo(0.05, 4);
  });

  it("finds the greatest total of an S-shape that keeps a return, with a greater one that is proven too much", async () => {
    const hill = linesOf([{ hill: { maximum: "5", halfSaturation: "10", slope: "2" } }]);
    const { budgetPlan, userErrors } = await allocate({ targetRoi: "0.05", lines: hill });
    expect(userErrors).toEqual([]);
    // 5 x² / (100 + x²) is 0.05 x or more while x² - 100 x + 100 <= 0: up to 98.99.
    const most = 50 + Math.sqrt(2400);
    const [total, proven] = [Number(budgetPlan.total.amount), Number(budgetPlan.target.greatestTotal.amount)];
    expect(budgetPlan.target.attained).toBeGreaterThanOrEqual(0.05);
    expect(total).toBeLessThanOrEqual(most);
    expect(total).toBeGreaterThan(most * (1 - 3e-4));
    expect(proven).toBeGreaterThanOrEqual(Math.floor(most * 100) / 100);
    expect(proven).toBeLessThan(most * (1 + 3e-4));
    expect(problemsOf(await allocate({ targetRoi: "0.3", lines: hill }))).toEqual([["INFEASIBLE", "input.targetRoi"]]);
  });
});

describe("a weighted mix of objectives", () => {
  const weights = [
    { objective: "CONVERSIONS", weight: "2" },
    { objective: "NEW_ACT", weight: "1" },
  ];
  const mixed = (): object[] => [
    {
      placementId: campaign.placements[0]!.id,
      curves: [
        { objective: "CONVERSIONS", curve: { log: { a: "1", b: "10" } } },
        { objective: "NEW_ACT", curve: { log: { a: "1", b: "10" } } },
      ],
    },
    {
      placementId: campaign.placements[1]!.id,
      curves: [{ objective: "NEW_ACT", curve: { log: { a: "1", b: "20" } } }],
    },
  ];

  it("is split as the weighted sum of the curves: references 3.5 again, told by objective", async () => {
    const { budgetPlan, userErrors } = await allocate({
      ...{ objective: "WEIGHTED_MIX", weights, lines: mixed(), total: cny("100"), name: "Mix" },
    });
    expect(userErrors).toEqual([]);
    expect(budgetPlan).toMatchObject({ name: "Mix", objective: "WEIGHTED_MIX", weights, target: null, calendar: null });
    expect(budgetPlan.lines.map(({ amount }: { amount: { amount: string } }) => amount.amount)).toEqual([
      "87.50",
      "12.50",
    ]);
    const first = Math.log(9.75);
    expect(budgetPlan.lines[0]).toMatchObject({
      expected: { value: expect.closeTo(3 * first, 9) },
      expectedByObjective: [
        { objective: "CONVERSIONS", value: expect.closeTo(first, 9) },
        { objective: "NEW_ACT", value: expect.closeTo(first, 9) },
      ],
    });
    expect(budgetPlan.certificate.optimalityGap).toBe(0);
  });

  it("takes S-shapes: what a curve in two equal parts is given is what it is given whole, with the gap that is proven", async () => {
    const hill = { hill: { maximum: "40", halfSaturation: "60", slope: "3" } };
    const lines = [
      {
        placementId: campaign.placements[0]!.id,
        curves: weights.map(({ objective }) => ({ objective, curve: hill })),
      },
      {
        placementId: campaign.placements[1]!.id,
        curves: [{ objective: "NEW_ACT", curve: { log: { a: "20", b: "20" } } }],
      },
    ];
    const mix = await allocate({ objective: "WEIGHTED_MIX", weights, lines, total: cny("100") });
    expect(mix.userErrors).toEqual([]);
    const whole = [{ hill: { ...hill.hill, maximum: "120" } }, { log: { a: "20", b: "20" } }];
    const alone = await allocate({ total: cny("100"), lines: linesOf(whole) });
    const amounts = ({ budgetPlan }: typeof mix): number[] =>
      budgetPlan.lines.map(({ amount }: { amount: { amount: string } }) => Number(amount.amount));
    expect(amounts(mix)[0]).toBeCloseTo(amounts(alone)[0]!, 0);
    expect(amounts(mix)[0]).toBeGreaterThan(60);
    expect(mix.budgetPlan.certificate.optimalityGap).toBeLessThan(2e-4);
  });

  it("refuses weights that do not fit, curves of others, and a curve in place of curves", async () => {
    const mix = { objective: "WEIGHTED_MIX", total: cny("100"), lines: mixed() };
    expect(problemsOf(await allocate({ ...mix, weights: weights.slice(0, 1) }))).toContainEqual([
      "INVALID_INPUT",
      "input.weights",
    ]);
    const other = [weights[0]!, { objective: "VALUE", weight: "1" }];
    expect(problemsOf(await allocate({ ...mix, weights: other }))).toEqual([
      ["INVALID_INPUT", "input.lines.0.curves"],
      ["INVALID_INPUT", "input.lines.1.curves"],
    ]);
    expect(problemsOf(await allocate({ ...mix, weights, lines: linesOf() }))).toEqual([
      ["INVALID_INPUT", "input.lines.0.curves"],
      ["INVALID_INPUT", "input.lines.1.curves"],
    ]);
    expect(problemsOf(await allocate({ total: cny("100"), lines: mixed() }))).toEqual([
      ["INVALID_INPUT", "input.lines.0.curve"],
      ["INVALID_INPUT", "input.lines.1.curve"],
    ]);
  });
});

describe("a calendar", () => {
  /** 100 x / (10 + x) a week, half of the effect kept from week to week. */
  const curve = async (name: string, change: object = {}): Promise<string> => {
    const input = {
      ...{ brandId: setup.brands.haoyu, name, period: "WEEK", reason: "By experience." },
      ...{ michaelisMenten: { maximum: "100", halfSaturation: "10" }, decay: "0.5", ...change },
    };
    const answer = await setup.test.query(setup.own.keys.AD_OPS, SET_CURVE, { input, version: 0 });
    return answer.data.setResponseCurve.responseCurve.id;
  };
  const calendar = { period: "WEEK", startsOn: "2025-10-20", periods: 4 };
  /** Weights of the curve: halves until less than a thousandth is left, summing to 1. */
  const weights = Array.from({ length: 11 }, (_, lag) => 0.5 ** lag);
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const response = (weeks: readonly number[]): number => {
    let sum = 0;
    for (let week = 0; week < weeks.length + weights.length - 1; week++) {
      let carried = 0;
      weeks.forEach((spend, from) => {
        carried += week >= from ? ((weights[week - from] ?? 0) / whole) * spend : 0;
      });
      sum += (100 * carried) / (10 + carried);
    }
    return sum;
  };
  const stored = (id: string): object => ({ stored: { responseCurveId: id, periods: 4 } });

  it("spreads money over the weeks of each placement's step, counts what works on after it, and proves it", async () => {
    const lines = linesOf([stored(await curve("Splash")), stored(await curve("Search"))]);
    const { budgetPlan, userErrors } = await allocate({ total: cny("80"), lines, calendar });
    expect(userErrors).toEqual([]);
    expect(budgetPlan.calendar).toEqual(calendar);
    const weeksOf = (line: { byPeriod: { amount: { amount: string } }[] }): number[] =>
      line.byPeriod.map(({ amount }) => Number(amount.amount));
    const [splash, search] = budgetPlan.lines.map(weeksOf);
    expect(budgetPlan.lines[0].byPeriod.map(({ startsOn }: { startsOn: string }) => startsOn)).toEqual([
      ...["2025-10-20", "2025-10-27", "2025-11-03", "2025-11-10"],
    ]);
    // ACQUIRE runs in the first two weeks, LEAD in the last two.
    expect([splash.slice(2), search.slice(0, 2)]).toEqual([
      [0, 0],
      [0, 0],
    ]);
    const sum = (amounts: readonly number[]): number => amounts.reduce((made, amount) => made + amount, 0);
    expect(sum([...splash, ...search])).toBeCloseTo(80, 9);
    expect(budgetPlan.lines[0].expected.value).toBeCloseTo(response(splash), 6);
    expect(budgetPlan.certificate.optimalityGap).toBeLessThan(1e-6);
    // No move between two weeks brings more than the proof allows.
    const best = response(splash) + response(search);
    for (const by of [-5, -1, -0.1, 0.1, 1, 5]) {
      expect(response([splash[0]! - by, splash[1]! + by, 0, 0]) + response(search)).toBeLessThanOrEqual(
        best * (1 + 1e-6),
      );
      expect(
        response([splash[0]! - by, splash[1]!, 0, 0]) + response([0, 0, search[2]! + by, search[3]!]),
      ).toBeLessThanOrEqual(best * (1 + 1e-6));
    }
    // An even spread over the same weeks.
    expect(budgetPlan.certificate.gainOverEqualSplit).toBeCloseTo(
      best - response([20, 20, 0, 0]) - response([0, 0, 20, 20]),
      6,
    );
  });

  it("keeps groups of periods, and refuses curves and placements that it has no period for", async () => {
    const id = await curve("Kept");
    const groups = [{ periods: [0], upper: cny("5") }];
    const { budgetPlan } = await allocate({ total: cny("40"), lines: linesOf([stored(id)]), calendar, groups });
    expect(budgetPlan.lines[0].byPeriod.map(({ amount }: { amount: { amount: string } }) => amount.amount)).toEqual([
      ...["5.00", "35.00", "0.00", "0.00"],
    ]);
    expect(budgetPlan.certificate.shadowPrices.map(({ constraint }: { constraint: string }) => constraint)).toEqual([
      ...["total", "groups.0.upper"],
    ]);
    const daily = await curve("Daily", { period: "DAY" });
    expect(problemsOf(await allocate({ total: cny("40"), lines: linesOf([stored(daily)]), calendar }))).toEqual([
      ["INVALID_INPUT", "input.lines.0.curve.stored.responseCurveId"],
    ]);
    const late = { ...calendar, startsOn: "2025-11-03", periods: 2 };
    expect(
      problemsOf(
        await allocate({
          ...{ total: cny("40"), calendar: late },
          lines: linesOf([{ stored: { responseCurveId: id, periods: 2 } }]),
        }),
      ),
    ).toEqual([["INVALID_INPUT", "input.lines.0.placementId"]]);
    expect(problemsOf(await allocate({ total: cny("40"), calendar: { ...calendar, periods: 61 } }))).toContainEqual([
      "INVALID_INPUT",
      "input.calendar.periods",
    ]);
    const hill = [{ hill: { maximum: "5", halfSaturation: "10", slope: "2" } }];
    expect(problemsOf(await allocate({ total: cny("40"), calendar, lines: linesOf(hill) }))).toEqual([
      ["INVALID_INPUT", "input.lines.0"],
    ]);
  });
});

it("compares scenarios of a campaign line by line", async () => {
  const one = (await allocate({ total: cny("100"), name: "All" })).budgetPlan.id;
  const other = (await allocate({ total: cny("50"), name: "Splash only", lines: linesOf(logs.slice(0, 1)) })).budgetPlan
    .id;
  const { data } = await setup.test.query(setup.own.keys.BI, COMPARE, { plan: one, other });
  const change = 3 * Math.log(9.75 / 6);
  expect(data.node.comparison).toEqual({
    other: { name: "Splash only" },
    totalChange: { amount: "50.00" },
    expectedChange: expect.closeTo(change + Math.log(1.625), 9),
    lines: [
      {
        ...{ placement: { name: "Splash" }, amount: { amount: "87.50" }, otherAmount: { amount: "50.00" } },
        ...{ change: { amount: "37.50" }, expectedChange: expect.closeTo(change, 9) },
      },
      {
        ...{ placement: { name: "Search" }, amount: { amount: "12.50" }, otherAmount: null },
        ...{ change: { amount: "12.50" }, expectedChange: expect.closeTo(Math.log(1.625), 9) },
      },
    ],
  });
  const foreign = await setup.test.query(setup.rival.keys.BI, COMPARE, { plan: one, other });
  expect(foreign.data.node).toBeNull();
});
