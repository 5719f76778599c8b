import { toNodeId } from "../../../src/graphql/node";
import type { Role } from "../../../src/platform/permission";
import {
  type CampaignSetup,
  type CreatedCampaign,
  campaignInput,
  createCampaign,
  documentOf,
  openCampaignSetup,
  placement,
} from "../campaigns/campaign-setup";

const ALLOCATE = documentOf(__dirname, "allocate-budget");
const APPROVE = documentOf(__dirname, "approve-budget-plan");
const READ = documentOf(__dirname, "budget-plans");
const NOW = "2025-10-15T01:00:00.000Z";

let setup: CampaignSetup;
let campaign: CreatedCampaign;
beforeAll(async () => {
  setup = await openCampaignSetup(NOW);
  const placements = [placement(), placement({ name: "Search", platform: "JD", site: "ON_SITE", step: "LEAD" })];
  campaign = await createCampaign(setup, setup.own, campaignInput(setup.brands.haoyu, { placements }));
});
afterAll(() => setup.test.close());

const cny = (amount: string) => ({ amount, currencyCode: "CNY" });
const line = (index: 0 | 1, change: object = {}): object => ({
  placementId: campaign.placements[index]!.id,
  curve: {
    log: [
      { a: "3", b: "10" },
      { a: "1", b: "20" },
    ][index],
  },
  ...change,
});
const inputOf = (lines: readonly object[], change: object = {}): object => ({
  campaignId: campaign.id,
  total: cny("100.00"),
  objective: "CONVERSIONS",
  lines,
  ...change,
});
const allocate = async (input: object, key?: string, organisation = setup.own) => {
  const answer = await setup.test.query(organisation.keys.AD_OPS, ALLOCATE, { input, key });
  return answer.data ? answer.data.allocateBudget : answer;
};
const approve = async (id: string, version: number, organisation = setup.own, role: Role = "ADMIN") => {
  const answer = await setup.test.query(organisation.keys[role], APPROVE, { id, version });
  return answer.data ? answer.data.approveBudgetPlan : answer;
};
const draft = async (): Promise<string> => (await allocate(inputOf([line(0), line(1)]))).budgetPlan.id;
const problemsOf = ({ userErrors }: { readonly userErrors: readonly { code: string; field: string[] }[] }) =>
  userErrors.map(({ code, field }) => [code, field.join(".")]);

describe("allocateBudget", () => {
  it("answers the closed form of references 3.5: a (3, 1), b (10, 20), 100 yuan", async () => {
    const { budgetPlan, userErrors } = await allocate(inputOf([line(0), line(1)]));
    expect(userErrors).toEqual([]);
    const expected = (value: number) => ({ value: expect.closeTo(value, 10), low: null, high: null });
    // Marginal returns meet at 3 / 97.5 = 1 / 32.5 a yuan.
    const marginal = { marginalReturn: expect.closeTo(1 / 32.5, 10), bound: "NONE" };
    expect(budgetPlan).toEqual({
      id: expect.any(String),
      version: 1,
      state: "DRAFT",
      total: cny("100.00"),
      objective: "CONVERSIONS",
      lines: [
        {
          placement: { id: campaign.placements[0]!.id, platform: "DOUYIN", step: "ACQUIRE" },
          amount: cny("87.50"),
          expected: expected(3 * Math.log(9.75)),
          ...marginal,
        },
        {
          placement: { id: campaign.placements[1]!.id, platform: "JD", step: "LEAD" },
          amount: cny("12.50"),
          expected: expected(Math.log(1.625)),
          ...marginal,
        },
      ],
      certificate: {
        optimalityGap: 0,
        gainOverEqualSplit: expect.closeTo(7.3173096708 - 3 * Math.log(6) - Math.log(3.5), 9),
        gainOverCurrent: null,
        shadowPrices: [{ constraint: "total", price: expect.closeTo(1 / 32.5, 5) }],
      },
    });
    const response = budgetPlan.lines.reduce(
      (sum: number, row: { expected: { value: number } }) => sum + row.expected.value,
      0,
    );
    expect(response.toFixed(10)).toBe("7.3173096708");
  });

  it("prices a bound and compares with the current amounts", async () => {
    const lines = [line(0, { upper: cny("60"), current: cny("50") }), line(1, { current: cny("50") })];
    const { budgetPlan } = await allocate(inputOf(lines));
    expect(budgetPlan.lines).toMatchObject([
      { amount: cny("60.00"), bound: "UPPER" },
      { amount: cny("40.00"), bound: "NONE" },
    ]);
    // 3 ln 7 + ln 3 against 3 ln 6 + ln 3.5; a yuan brings 1/60 on line 1 and would bring 3/70 on line 0.
    expect(budgetPlan.certificate).toMatchObject({
      gainOverCurrent: expect.closeTo(3 * Math.log(7 / 6) + Math.log(3 / 3.5), 9),
      shadowPrices: [
        { constraint: "total", price: expect.closeTo(1 / 60, 5) },
        { constraint: "lines.0.upper", price: expect.closeTo(3 / 70 - 1 / 60, 5) },
      ],
    });
  });

  it("refuses bounds that cannot be kept with the amount that is missing", async () => {
    const answer = await allocate(inputOf([line(0, { lower: cny("80") }), line(1, { lower: cny("50") })]));
    expect(answer).toEqual({
      budgetPlan: null,
      userErrors: [
        {
          code: "INFEASIBLE",
          field: ["input", "total"],
          message:
            "The lower bounds must sum to at most the total of 100.00 CNY, but sum to 130.00 CNY; raise the total or lower the bounds by 30.00 CNY.",
        },
      ],
    });
  });

  it("reports every problem of a request at once", async () => {
    const lines = [
      line(0, { curve: {}, lower: { amount: "1", currencyCode: "USD" } }),
      line(1, { curve: { log: { a: "0", b: "20" } }, upper: cny("-1") }),
      line(1),
      { ...line(0), placementId: toNodeId("Placement", "01900000-0000-7000-8000-000000000001") },
    ];
    expect(problemsOf(await allocate(inputOf(lines)))).toEqual([
      ["INVALID_INPUT", "input.lines.2.placementId"],
      ["NOT_FOUND", "input.lines.3.placementId"],
      ["INVALID_INPUT", "input.lines.0.curve"],
      ["INVALID_INPUT", "input.lines.0.lower"],
      ["INVALID_INPUT", "input.lines.1.curve.log.a"],
      ["INVALID_INPUT", "input.lines.1.lower"],
    ]);
  });

  it.each([
    ["a malformed campaign", { campaignId: "11" }, ["INVALID_ID", "input.campaignId"]],
    ["no lines", { lines: [] }, ["INVALID_INPUT", "input.lines"]],
    ["a total of nothing", { total: cny("0") }, ["INVALID_INPUT", "input.total"]],
  ])("refuses %s", async (_, change, problem) => {
    expect(problemsOf(await allocate(inputOf([line(0)], change)))).toEqual([problem]);
  });

  it("refuses a placement id of another type", async () => {
    const lines = [{ ...line(0), placementId: campaign.id }];
    expect(problemsOf(await allocate(inputOf(lines)))).toEqual([["INVALID_ID", "input.lines.0.placementId"]]);
  });

  it("makes one plan of 50 calls at once with one key", async () => {
    const input = inputOf([line(0), line(1)], { total: cny("77.00") });
    const answers = await Promise.all(Array.from({ length: 50 }, () => allocate(input, "one plan")));
    expect(new Set(answers.map(({ budgetPlan }) => budgetPlan.id)).size).toBe(1);
    const rows = await setup.test.app.database.withSystem((manager) =>
      manager.query("SELECT count(*)::integer AS plans FROM budget_plan WHERE total_minor = 7700"),
    );
    expect(rows).toEqual([{ plans: 1 }]);
    const reused = await allocate(inputOf([line(0)]), "one plan");
    expect(reused.errors[0].extensions.code).toBe("IDEMPOTENCY_KEY_REUSED");
  });
});

describe("allocateBudget beyond single concave lines", () => {
  it("keeps the bounds of a step and prices them", async () => {
    const groups = [{ step: "LEAD", lower: cny("40") }];
    const { budgetPlan, userErrors } = await allocate(inputOf([line(0), line(1)], { groups }));
    expect(userErrors).toEqual([]);
    expect(budgetPlan.lines).toMatchObject([{ amount: cny("60.00") }, { amount: cny("40.00") }]);
    // A yuan brings 3/70 on line 0 and 1/60 on line 1, so one less of the group's lower bound brings the difference.
    expect(budgetPlan.certificate).toEqual({
      optimalityGap: expect.any(Number),
      gainOverEqualSplit: expect.closeTo(3 * Math.log(7 / 6) + Math.log(3 / 3.5), 6),
      gainOverCurrent: null,
      shadowPrices: [
        { constraint: "total", price: expect.closeTo(3 / 70, 5) },
        { constraint: "groups.0.lower", price: expect.closeTo(3 / 70 - 1 / 60, 5) },
      ],
    });
    expect(budgetPlan.certificate.optimalityGap).toBeLessThan(1e-6);
  });

  it("leaves an S-shaped line off that its minimum spend does not pay for", async () => {
    const hill = { hill: { maximum: "1", halfSaturation: "200", slope: "3" } };
    const lines = [line(0), line(1, { curve: hill, lower: cny("50"), mayBeOff: true })];
    const { budgetPlan } = await allocate(inputOf(lines, { objective: "NEW_ACT" }));
    expect(budgetPlan).toMatchObject({
      objective: "NEW_ACT",
      lines: [{ amount: cny("100.00") }, { amount: cny("0.00"), bound: "LOWER" }],
    });
    expect(budgetPlan.certificate.optimalityGap).toBeLessThan(0.01);
  });

  it("names the smallest set of constraints that cannot be kept together", async () => {
    const groups = [
      { step: "LEAD", upper: cny("90") },
      { platform: "JD", lower: cny("95") },
      { placementIds: [campaign.placements[0]!.id], upper: cny("99") },
    ];
    expect(await allocate(inputOf([line(0), line(1)], { groups }))).toEqual({
      budgetPlan: null,
      userErrors: [
        {
          code: "INFEASIBLE",
          field: ["input", "total"],
          message:
            "These cannot be kept together, while any of them less could be: groups.0, groups.1; move one of them.",
        },
      ],
    });
  });

  it("refuses a group that names no line, and one that names nothing", async () => {
    const answer = await allocate(inputOf([line(0)], { groups: [{ step: "ENGAGE" }, { lower: cny("1") }] }));
    expect(problemsOf(answer)).toEqual([
      ["INVALID_INPUT", "input.groups.0"],
      ["INVALID_INPUT", "input.groups.1"],
    ]);
  });
});

describe("approveBudgetPlan", () => {
  it("approves a draft, says by whom and when, and writes it down", async () => {
    const id = await draft();
    setup.time.now = new Date("2025-10-16T01:00:00Z");
    expect(await approve(id, 1)).toEqual({
      budgetPlan: { id, state: "APPROVED", approvedBy: { name: "ADMIN" }, approvedAt: "2025-10-16T01:00:00.000Z" },
      userErrors: [],
    });
    const audit = await setup.test.app.database.withTenant({ organisationId: setup.own.id }, (manager) =>
      manager.query(
        `SELECT action, detail, at, access_key.name FROM audit_log JOIN access_key ON access_key.id = access_key_id
         WHERE subject = $1`,
        [Buffer.from(id, "base64url").toString()],
      ),
    );
    expect(audit).toEqual([
      {
        action: "approveBudgetPlan",
        detail: { version: 1, totalMinor: "10000", currencyCode: "CNY" },
        at: new Date("2025-10-16T01:00:00Z"),
        name: "ADMIN",
      },
    ]);
  });

  it("refuses a second approval, also of the version that it has now", async () => {
    const id = await draft();
    await approve(id, 1);
    for (const version of [1, 2]) {
      expect(await approve(id, version)).toEqual({
        budgetPlan: null,
        userErrors: [
          {
            code: "NOT_DRAFT",
            field: ["id"],
            message: "A plan must be a DRAFT to be approved, but this one is APPROVED.",
          },
        ],
      });
    }
  });

  it("lets one of ten approvals at once through", async () => {
    const id = await draft();
    const answers = await Promise.all(Array.from({ length: 10 }, () => approve(id, 1)));
    expect(answers.filter(({ budgetPlan }) => budgetPlan)).toHaveLength(1);
    expect(new Set(answers.flatMap(({ userErrors }) => userErrors).map(({ code }) => code))).toEqual(
      new Set(["NOT_DRAFT"]),
    );
  });

  it("compares the version that the caller saw", async () => {
    expect(await approve(await draft(), 2)).toMatchObject({
      budgetPlan: null,
      userErrors: [{ code: "VERSION_CONFLICT", field: ["expectedVersion"] }],
    });
  });

  it("takes a key that may approve", async () => {
    const answer = await approve(await draft(), 1, setup.own, "AD_OPS");
    expect(answer.errors[0].extensions.code).toBe("FORBIDDEN");
  });
});

describe("budget plans of a campaign", () => {
  it("are listed, the newest first, and found by id", async () => {
    const older = await draft();
    setup.time.now = new Date("2025-10-17T01:00:00Z");
    const newer = await draft();
    const { data } = await setup.test.query(setup.own.keys.BI, READ, { campaign: campaign.id, plan: newer });
    expect(data.campaign.budgetPlans[0]).toEqual({ id: newer, version: 1, state: "DRAFT" });
    expect(data.campaign.budgetPlans.map(({ id }: { id: string }) => id)).toContain(older);
    expect(data.node).toEqual({
      id: newer,
      state: "DRAFT",
      campaign: { id: campaign.id },
      lines: [
        { placement: { name: "Splash screen" }, amount: { amount: "87.50" } },
        { placement: { name: "Search" }, amount: { amount: "12.50" } },
      ],
      computedAt: "2025-10-17T01:00:00.000Z",
      approvedBy: null,
      approvedAt: null,
    });
  });

  it("are not there for another organisation", async () => {
    const plan = await draft();
    const { data } = await setup.test.query(setup.rival.keys.BI, READ, { campaign: campaign.id, plan });
    expect(data).toEqual({ campaign: null, node: null });
    expect(problemsOf(await allocate(inputOf([line(0)]), undefined, setup.rival))).toEqual([
      ["NOT_FOUND", "input.campaignId"],
    ]);
    expect(problemsOf(await approve(plan, 1, setup.rival))).toEqual([["NOT_FOUND", "id"]]);
  });
});
