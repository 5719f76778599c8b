import {
  type CampaignSetup,
  type CreatedCampaign,
  campaignInput,
  createCampaign,
  documentOf,
  openCampaignSetup,
  placement,
} from "../campaigns/campaign-setup";

const CREATE = documentOf(__dirname, "create-budget-tree");
const SET = documentOf(__dirname, "set-budget");
const MOVE = documentOf(__dirname, "move-budget");
const READ = documentOf(__dirname, "budget-tree");
const ADOPT = documentOf(__dirname, "adopt-budget-plan");
const UNDO = documentOf(__dirname, "undo-control-change");
const LOG = documentOf(__dirname, "control-log");
const ALLOCATE = documentOf(`${__dirname}/../budgets`, "allocate-budget");
const APPROVE = documentOf(`${__dirname}/../budgets`, "approve-budget-plan");
const IMPORT =
  "mutation($input: ImportPlacementDeliveryInput!) { importPlacementDelivery(input: $input) { rejected userErrors { message } } }";
const CREATE_PACK =
  "mutation($input: CreateAudiencePackInput!) { createAudiencePack(input: $input) { audiencePack { id } userErrors { message } } }";

let setup: CampaignSetup;
let pack: string;
/** 11.11 with three placements: Splash (DOUYIN, ACQUIRE, aimed at the pack), Feed (DOUYIN, ACQUIRE) and Search (JD, LEAD). */
let singles: CreatedCampaign;
let twelve: CreatedCampaign;
beforeAll(async () => {
  setup = await openCampaignSetup("2025-10-15T01:00:00.000Z");
  const made = await ask(CREATE_PACK, {
    input: { brandId: setup.brands.tinglan, name: "Fans", rules: { stage: { in: ["ACT"] } } },
  });
  pack = made.createAudiencePack.audiencePack.id;
  singles = await createCampaign(
    setup,
    setup.own,
    campaignInput(setup.brands.tinglan, {
      placements: [
        placement({ name: "Splash", audiencePackId: pack, externalIds: ["dy-1"] }),
        placement({ name: "Feed" }),
        placement({ name: "Search", platform: "JD", site: "ON_SITE", step: "LEAD" }),
      ],
    }),
  );
  twelve = await createCampaign(
    setup,
    setup.own,
    campaignInput(setup.brands.tinglan, {
      code: "twelve",
      window: { from: "2025-12-02T00:00:00+08:00", to: "2025-12-13T00:00:00+08:00" },
    }),
  );
});
afterAll(() => setup.test.close());

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
const cny = (amount: string) => ({ amount, currencyCode: "CNY" });
const line = (place: object, amount: string): object => ({ place, planned: cny(amount) });
const acquire = (): object => ({ campaignId: singles.id, step: "ACQUIRE" });
const lead = (): object => ({ campaignId: singles.id, step: "LEAD" });
const create = async (change: object) =>
  (
    await ask(CREATE, {
      input: { brandId: setup.brands.tinglan, year: 2025, total: cny("1000"), lines: [], ...change },
    })
  ).createBudgetTree;
let tree: string;
const set = async (place: object, planned: string, change: object = {}) =>
  (await ask(SET, { input: { budgetTreeId: tree, place, planned: cny(planned), reason: "A new plan." }, ...change }))
    .setBudget;
const move = async (from: object, to: object, amount: string, change: object = {}) =>
  (
    await ask(MOVE, {
      input: { budgetTreeId: tree, from, to, amount: cny(amount), reason: "It pays more." },
      ...change,
    })
  ).moveBudget;
const undo = async (id: string, key?: string) =>
  (await ask(UNDO, { id, reason: "It was a mistake.", key })).undoControlChange;
// biome-ignore lint/suspicious/noExplicitAny: the document decides the shape
const read = async (year = 2025): Promise<any> =>
  (await ask(READ, { brand: setup.brands.tinglan, year }, "BI")).brand.budgetTree;
const problemsOf = ({ userErrors }: { readonly userErrors: readonly { code: string; field: string[] }[] }) =>
  userErrors.map(({ code, field }) => [code, field.join(".")]);
const amountsOf = async (): Promise<string[][]> =>
  (await read()).nodes.nodes.map(
    // biome-ignore lint/suspicious/noExplicitAny: the document decides the shape
    (node: any) => [
      [
        node.campaign?.code,
        node.step,
        node.platform,
        node.audiencePack?.name ?? (node.level === "CROWD" ? "none" : null),
      ]
        .filter((part) => part)
        .join(" "),
      node.planned.amount,
      node.unallocated.amount,
    ],
  );

describe("createBudgetTree", () => {
  it("refuses parts that sum to more than their place, with how much", async () => {
    const { budgetTree, userErrors } = await create({
      lines: [line({ campaignId: singles.id }, "600"), line({ campaignId: twelve.id }, "500.01")],
    });
    expect(budgetTree).toBeNull();
    expect(userErrors).toEqual([
      {
        code: "OVERSPEND",
        field: ["input", "total"],
        message:
          "What is planned for the parts of the brand's total (1100.01 CNY) and what is committed or spent there (0.00 CNY) must be at most its 1000.00 CNY, but would be 100.01 CNY too much; take 100.01 CNY less or plan more for the brand's total first.",
      },
    ]);
  });

  it("reports every bad line at once", async () => {
    const lines = [
      line({ step: "ACQUIRE" }, "1"),
      line({ ...acquire(), platform: "MARS" }, "1"),
      line({ campaignId: singles.id }, "-1"),
      line({ campaignId: singles.id }, "1"),
      line({ ...acquire(), audiencePackId: pack }, "1"),
    ];
    expect(problemsOf(await create({ lines })).sort()).toEqual([
      ["INVALID_INPUT", "input.lines.0.place.step"],
      ["INVALID_INPUT", "input.lines.1.place.platform"],
      ["INVALID_INPUT", "input.lines.2.planned"],
      ["INVALID_INPUT", "input.lines.3.place"],
      ["INVALID_INPUT", "input.lines.4.place.audiencePackId"],
    ]);
    const other = line({ campaignId: singles.id }, "1");
    expect(problemsOf(await create({ year: 2026, lines: [other] }))).toEqual([
      ["INVALID_INPUT", "input.lines.0.place.campaignId"],
    ]);
  });

  it("plans places without a line with the sum of their parts, once a year", async () => {
    const douyin = { ...acquire(), platform: "DOUYIN" };
    const lines = [
      line({ campaignId: singles.id }, "600"),
      line({ ...douyin, audiencePackId: pack }, "200"),
      line({ ...douyin, hasNoPack: true }, "100.50"),
      line({ ...lead(), platform: "JD" }, "150"),
    ];
    const made = await create({ lines });
    expect(made).toEqual({
      budgetTree: { id: expect.any(String), year: 2025, version: 1, currencyCode: "CNY" },
      userErrors: [],
    });
    tree = made.budgetTree.id;
    expect(await amountsOf()).toEqual([
      ["", "1000.00", "400.00"],
      ["haoyu-1111", "600.00", "149.50"],
      ["haoyu-1111 ACQUIRE", "300.50", "0.00"],
      ["haoyu-1111 ACQUIRE DOUYIN", "300.50", "0.00"],
      ["haoyu-1111 ACQUIRE DOUYIN none", "100.50", "100.50"],
      ["haoyu-1111 ACQUIRE DOUYIN Fans", "200.00", "200.00"],
      ["haoyu-1111 LEAD", "150.00", "0.00"],
      ["haoyu-1111 LEAD JD", "150.00", "150.00"],
    ]);
    expect(problemsOf(await create({}))).toEqual([["YEAR_TAKEN", "input.year"]]);
  });
});

describe("setBudget", () => {
  it("takes more from the place above, and refuses what it does not have", async () => {
    const { userErrors } = await set(lead(), "299.51");
    expect(userErrors).toEqual([
      {
        code: "OVERSPEND",
        field: ["input", "planned"],
        message:
          "What is planned for the parts of campaign haoyu-1111 (600.01 CNY) and what is committed or spent there (0.00 CNY) must be at most its 600.00 CNY, but would be 0.01 CNY too much; take 0.01 CNY less or plan more for campaign haoyu-1111 first.",
      },
    ]);
    const changed = await set(lead(), "299.50", { version: 1 });
    expect(changed).toMatchObject({
      userErrors: [],
      budgetTree: { version: 2 },
      controlChange: { kind: "SET_BUDGET" },
    });
    expect(problemsOf(await set(lead(), "200", { version: 1 }))).toEqual([["VERSION_CONFLICT", "expectedVersion"]]);
    expect(problemsOf(await set(lead(), "299.50"))).toEqual([["NO_CHANGE", "input"]]);
    expect((await undo(changed.controlChange.id)).userErrors).toEqual([]);
  });

  it("keeps amounts of 10^14 fen exact", async () => {
    const raised = await set({}, "999999999999.99");
    expect(raised.budgetTree.root).toEqual({
      planned: { amount: "999999999999.99" },
      allocated: { amount: "600.00" },
      unallocated: { amount: "999999999399.99" },
    });
    const given = await set({ campaignId: twelve.id }, "999999999399.99");
    expect(given.budgetTree.root.unallocated).toEqual({ amount: "0.00" });
    for (const { controlChange } of [given, raised]) expect((await undo(controlChange.id)).userErrors).toEqual([]);
  });
});

describe("moveBudget", () => {
  it("moves between campaigns, tells every amount before and after, and is undone in one step", async () => {
    const before = await amountsOf();
    const { controlChange, userErrors } = await move({ ...lead(), platform: "JD" }, { campaignId: twelve.id }, "50");
    expect(userErrors).toEqual([]);
    const amount = (at: object, from: string | null, to: string): object => ({
      ...{ step: null, platform: null, ...at },
      ...{ before: from === null ? null : { amount: from }, after: { amount: to } },
    });
    const haoyu = { campaign: { code: "haoyu-1111" } };
    expect(controlChange).toEqual({
      ...{ id: expect.any(String), kind: "MOVE_BUDGET", reason: "It pays more.", isUndoable: true },
      ...{ undoableUntil: "2025-12-31T16:00:00.000Z", changedBy: { name: "AD_OPS" } },
      amounts: [
        amount({ level: "CAMPAIGN", ...haoyu }, "600.00", "550.00"),
        amount({ level: "STEP", ...haoyu, step: "LEAD" }, "150.00", "100.00"),
        amount({ level: "CHANNEL", ...haoyu, step: "LEAD", platform: "JD" }, "150.00", "100.00"),
        amount({ level: "CAMPAIGN", campaign: { code: "twelve" } }, null, "50.00"),
      ],
    });
    const undone = await undo(controlChange.id, "undo once");
    expect(undone).toMatchObject({
      controlChange: { kind: "UNDO", undoes: { id: controlChange.id, isUndoable: false } },
      userErrors: [],
    });
    expect(await amountsOf()).toEqual(before);
    expect((await undo(controlChange.id, "undo once")).controlChange.id).toBe(undone.controlChange.id);
    expect(problemsOf(await undo(controlChange.id))).toEqual([["ALREADY_UNDONE", "id"]]);
    expect(problemsOf(await undo(undone.controlChange.id))).toEqual([["NOT_UNDOABLE", "id"]]);
  });

  it("refuses an undo of amounts that changed since, until the later change is undone", async () => {
    const first = await move({}, { campaignId: twelve.id }, "10");
    const second = await move({ campaignId: twelve.id }, { campaignId: singles.id }, "1");
    const refused = await undo(first.controlChange.id);
    expect(refused.userErrors).toEqual([
      {
        code: "CHANGED_SINCE",
        field: ["id"],
        message:
          "All amounts must be as the change left them, but 1 of its 1 places of the tree were changed since; undo the later changes first, or make a new change.",
      },
    ]);
    for (const { controlChange } of [second, first]) expect((await undo(controlChange.id)).userErrors).toEqual([]);
  });

  it("refuses more than is unallocated, a place that is not there, and nothing at all", async () => {
    expect(problemsOf(await move(lead(), { campaignId: twelve.id }, "0.01"))).toEqual([["OVERSPEND", "input.amount"]]);
    expect(problemsOf(await move({ campaignId: twelve.id }, lead(), "1"))).toEqual([["NOT_FOUND", "input.from"]]);
    expect(problemsOf(await move({}, lead(), "0"))).toEqual([["INVALID_INPUT", "input.amount"]]);
    expect(problemsOf(await move(lead(), lead(), "1"))).toEqual([["NO_CHANGE", "input"]]);
  });

  it("lets exactly one of two calls at once take the last money, round after round", async () => {
    for (let round = 0; round < 20; round++) {
      const answers = await Promise.all([
        move({}, { campaignId: singles.id }, "400"),
        move({}, { campaignId: twelve.id }, "300"),
      ]);
      const kept = answers.filter(({ userErrors }) => userErrors.length === 0);
      expect(kept).toHaveLength(1);
      expect(answers.flatMap(({ userErrors }) => userErrors.map(({ code }: { code: string }) => code))).toEqual([
        "OVERSPEND",
      ]);
      const { root } = await read();
      expect(Number(root.allocated.amount) + Number(root.unallocated.amount)).toBe(1000);
      expect(Number(root.unallocated.amount)).toBeGreaterThanOrEqual(0);
      expect((await undo(kept[0].controlChange.id)).userErrors).toEqual([]);
    }
  });

  it("never overspends and never deadlocks with 24 calls at once from all sides", async () => {
    const places = [{}, { campaignId: singles.id }, { campaignId: twelve.id }];
    const calls = Array.from({ length: 24 }, (_, call) =>
      move(places[call % 3]!, places[(call + 1 + (call % 2)) % 3]!, String(90 + call)),
    );
    for (const { userErrors } of await Promise.all(calls))
      expect(["OVERSPEND", "NOT_FOUND", undefined]).toContain(userErrors[0]?.code);
    const { root, nodes } = await read();
    const parts = root.parts.nodes.reduce(
      (sum: number, node: { planned: { amount: string } }) => sum + Number(node.planned.amount),
      0,
    );
    expect(parts + Number(root.unallocated.amount)).toBe(1000);
    for (const { unallocated } of nodes.nodes) expect(Number(unallocated.amount)).toBeGreaterThanOrEqual(0);
  });

  it("is checked by PostgreSQL as well, at the end of the transaction and also from two transactions at once", async () => {
    const { database } = setup.test.app;
    const add = (key: string) =>
      database.withTenant({ organisationId: setup.own.id }, async (manager) => {
        await manager.query(
          `INSERT INTO budget_node (tree_id, organisation_id, key, parent_key, planned_minor)
           SELECT id, organisation_id, $1, '', 30000 FROM budget_tree WHERE year = 2027`,
          [key],
        );
        await manager.query("SELECT pg_sleep(0.05)");
      });
    await create({ year: 2027, total: cny("500") });
    const settled = await Promise.allSettled([add("a"), add("b")]);
    expect(settled.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const [refused] = settled.filter((one) => one.status === "rejected");
    expect(String(refused!.reason)).toContain("must sum to at most its 50000, but sum to 60000");
  });
});

describe("adoptBudgetPlan", () => {
  const plan = async (amounts: readonly [string, string], total: string): Promise<string> => {
    const lines = [0, 2].map((index, place) => ({
      placementId: singles.placements[index]!.id,
      curve: { log: { a: "1", b: "10" } },
      lower: cny(amounts[place]!),
      upper: cny(amounts[place]!),
    }));
    const input = { campaignId: singles.id, total: cny(total), objective: "CONVERSIONS", lines };
    const { budgetPlan, userErrors } = (await ask(ALLOCATE, { input })).allocateBudget;
    expect(userErrors).toEqual([]);
    return budgetPlan.id;
  };
  const approve = async (id: string): Promise<void> => {
    await ask(APPROVE, { id, version: 1 }, "ADMIN");
  };
  const adopt = async (id: string, version = 2, key?: string) =>
    (await ask(ADOPT, { id, reason: "The best split.", version, key })).adoptBudgetPlan;

  it("takes an approved plan only, in the version that the caller saw", async () => {
    const id = await plan(["100", "50"], "150");
    expect(problemsOf(await adopt(id, 1))).toEqual([["NOT_APPROVED", "id"]]);
    await approve(id);
    expect(problemsOf(await adopt(id, 1))).toEqual([["VERSION_CONFLICT", "expectedVersion"]]);
  });

  it("gives placements their budgets, commits them in the tree, and gives back what they had", async () => {
    const first = await plan(["120", "80"], "200");
    await approve(first);
    const adopted = await adopt(first, 2, "adopt once");
    expect(adopted).toEqual({
      budgetPlan: { id: first, changesToAdopt: [] },
      controlChange: {
        ...{ id: expect.any(String), kind: "ADOPT_BUDGET_PLAN" },
        amounts: [
          { placement: { name: "Splash" }, before: null, after: { amount: "120.00" } },
          { placement: { name: "Search" }, before: null, after: { amount: "80.00" } },
        ],
      },
      userErrors: [],
    });
    expect((await adopt(first, 2, "adopt once")).controlChange.id).toBe(adopted.controlChange.id);
    expect(problemsOf(await adopt(first))).toEqual([["NO_CHANGE", "id"]]);
    const second = await plan(["130", "60"], "190");
    await approve(second);
    const again = await adopt(second);
    expect(again.controlChange.amounts).toEqual([
      { placement: { name: "Splash" }, before: { amount: "120.00" }, after: { amount: "130.00" } },
      { placement: { name: "Search" }, before: { amount: "80.00" }, after: { amount: "60.00" } },
    ]);
    // The first adoption is no longer what placements have: undone in the order of time only.
    expect(problemsOf(await undo(adopted.controlChange.id))).toEqual([["CHANGED_SINCE", "id"]]);
    expect((await undo(again.controlChange.id)).userErrors).toEqual([]);
    const { campaign } = await ask(LOG, { campaign: singles.id }, "BI");
    expect(campaign.budget.committed).toEqual({ amount: "200.00" });
    expect(campaign.placements).toEqual([
      { name: "Splash", budget: { amount: { amount: "120.00" }, budgetPlan: { id: first } } },
      { name: "Feed", budget: null },
      { name: "Search", budget: { amount: { amount: "80.00" }, budgetPlan: { id: first } } },
    ]);
    expect(campaign.controlLog.nodes.slice(0, 2)).toMatchObject([
      { kind: "UNDO", reason: "It was a mistake.", isUndoable: false, changedBy: { name: "AD_OPS" } },
      {
        kind: "ADOPT_BUDGET_PLAN",
        isUndoable: false,
        undoneBy: { reason: "It was a mistake." },
        budgetPlan: { id: second },
      },
    ]);
    const crowd = (await read()).nodes.nodes.find((node: { audiencePack: object | null }) => node.audiencePack);
    expect(crowd).toMatchObject({ committed: { amount: "120.00" }, unallocated: { amount: "80.00" } });
  });

  it("refuses what the tree does not have, and the tree what is committed", async () => {
    const large = await plan(["200.01", "10"], "210.01");
    await approve(large);
    const { userErrors } = await adopt(large);
    expect(userErrors).toEqual([
      {
        code: "OVERSPEND",
        field: ["id"],
        message:
          "What is planned for the parts of campaign haoyu-1111 / ACQUIRE / DOUYIN / the pack (0.00 CNY) and what is committed or spent there (200.01 CNY) must be at most its 200.00 CNY, but would be 0.01 CNY too much; take 0.01 CNY less or plan more for campaign haoyu-1111 / ACQUIRE / DOUYIN / the pack first.",
      },
    ]);
    const crowd = { ...acquire(), platform: "DOUYIN", audiencePackId: pack };
    expect(problemsOf(await set(crowd, "119.99"))).toEqual([["OVERSPEND", "input.planned"]]);
  });

  it("tells what media reported beside what is planned, and holds back what is spent", async () => {
    const row = (version: string): object => ({
      ...{ platform: "DOUYIN", externalId: "dy-1", impressions: "10", clicks: "1", cost: cny(version) },
      period: { from: "2025-10-21T00:00:00+08:00", to: "2025-10-22T00:00:00+08:00" },
    });
    for (const cost of ["90", "150"])
      await ask(IMPORT, { input: { campaignId: singles.id, source: "media", rows: [row(cost)] } });
    const crowd = (await read()).nodes.nodes.find((node: { audiencePack: object | null }) => node.audiencePack);
    // Restated from 90 to 150, more than the 120 that were committed.
    expect(crowd).toMatchObject({
      ...{ planned: { amount: "200.00" }, committed: { amount: "120.00" }, spent: { amount: "150.00" } },
      ...{ left: { amount: "50.00" }, unallocated: { amount: "50.00" } },
    });
    const place = { ...acquire(), platform: "DOUYIN", audiencePackId: pack };
    expect(problemsOf(await move(place, lead(), "50.01"))).toEqual([["OVERSPEND", "input.amount"]]);
  });

  it("is undone until the campaign ends, not after", async () => {
    const id = await plan(["110", "70"], "180");
    await approve(id);
    const { controlChange } = await adopt(id);
    setup.time.now = new Date("2025-12-01T00:00:00+08:00");
    expect(problemsOf(await undo(controlChange.id))).toEqual([["UNDO_EXPIRED", "id"]]);
    setup.time.now = new Date("2025-10-16T01:00:00Z");
    expect((await undo(controlChange.id)).userErrors).toEqual([]);
  });
});

it("keeps budgets from other organisations and from roles that may not change them", async () => {
  const place = { campaignId: singles.id };
  const input = { budgetTreeId: tree, place, planned: cny("1"), reason: "Mine." };
  const foreign = (await ask(SET, { input }, "AD_OPS", setup.rival)).setBudget;
  expect(problemsOf(foreign)).toEqual([["NOT_FOUND", "input.budgetTreeId"]]);
  const answer = await setup.test.query(setup.own.keys.BI, SET, { input });
  expect(answer.errors?.[0]!.extensions.code).toBe("FORBIDDEN");
  const { node } = await ask("query($id: ID!) { node(id: $id) { id } }", { id: tree }, "BI", setup.rival);
  expect(node).toBeNull();
});
