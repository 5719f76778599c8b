import { documentOf } from "../campaigns/campaign-setup";
import { BudgetSetup, cny, line, problemsOf } from "./budget-setup";

const SET = documentOf(__dirname, "set-budget");

let budget: BudgetSetup;
beforeAll(async () => {
  budget = await BudgetSetup.open();
});
afterAll(() => budget.setup.test.close());

const amountsOf = async (): Promise<string[][]> =>
  (await budget.read()).nodes.nodes.map(
    // biome-ignore lint/suspicious/noExplicitAny: the document decides the shape
    (node: any) => [
      [
        ...[node.campaign?.code, node.step, node.platform],
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
    const { budgetTree, userErrors } = await budget.create({
      lines: [line({ campaignId: budget.singles.id }, "600"), line({ campaignId: budget.twelve.id }, "500.01")],
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
      line({ ...budget.acquire, platform: "MARS" }, "1"),
      line({ campaignId: budget.singles.id }, "-1"),
      line({ campaignId: budget.singles.id }, "1"),
      line({ ...budget.acquire, audiencePackId: budget.pack }, "1"),
    ];
    expect(problemsOf(await budget.create({ lines })).sort()).toEqual([
      ["INVALID_INPUT", "input.lines.0.place.step"],
      ["INVALID_INPUT", "input.lines.1.place.platform"],
      ["INVALID_INPUT", "input.lines.2.planned"],
      ["INVALID_INPUT", "input.lines.3.place"],
      ["INVALID_INPUT", "input.lines.4.place.audiencePackId"],
    ]);
    const other = line({ campaignId: budget.singles.id }, "1");
    expect(problemsOf(await budget.create({ year: 2026, lines: [other] }))).toEqual([
      ["INVALID_INPUT", "input.lines.0.place.campaignId"],
    ]);
  });

  it("plans places without a line with the sum of their parts, once a year", async () => {
    const made = await budget.createWhole();
    expect(made).toEqual({
      budgetTree: { id: expect.any(String), year: 2025, version: 1, currencyCode: "CNY" },
      userErrors: [],
    });
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
    expect(problemsOf(await budget.create({}))).toEqual([["YEAR_TAKEN", "input.year"]]);
  });
});

describe("setBudget", () => {
  it("takes more from the place above, and refuses what it does not have", async () => {
    const { userErrors } = await budget.set(budget.lead, "299.51");
    expect(userErrors).toEqual([
      {
        code: "OVERSPEND",
        field: ["input", "planned"],
        message:
          "What is planned for the parts of campaign haoyu-1111 (600.01 CNY) and what is committed or spent there (0.00 CNY) must be at most its 600.00 CNY, but would be 0.01 CNY too much; take 0.01 CNY less or plan more for campaign haoyu-1111 first.",
      },
    ]);
    const changed = await budget.set(budget.lead, "299.50", { version: 1 });
    expect(changed).toMatchObject({
      userErrors: [],
      budgetTree: { version: 2 },
      controlChange: { kind: "SET_BUDGET" },
    });
    expect(problemsOf(await budget.set(budget.lead, "200", { version: 1 }))).toEqual([
      ["VERSION_CONFLICT", "expectedVersion"],
    ]);
    expect(problemsOf(await budget.set(budget.lead, "299.50"))).toEqual([["NO_CHANGE", "input"]]);
    expect((await budget.undo(changed.controlChange.id)).userErrors).toEqual([]);
  });

  it("keeps amounts of 10^14 fen exact", async () => {
    const raised = await budget.set({}, "999999999999.99");
    expect(raised.budgetTree.root).toEqual({
      planned: { amount: "999999999999.99" },
      allocated: { amount: "600.00" },
      unallocated: { amount: "999999999399.99" },
    });
    const given = await budget.set({ campaignId: budget.twelve.id }, "999999999399.99");
    expect(given.budgetTree.root.unallocated).toEqual({ amount: "0.00" });
    for (const { controlChange } of [given, raised])
      expect((await budget.undo(controlChange.id)).userErrors).toEqual([]);
  });
});

describe("moveBudget", () => {
  it("moves between campaigns, tells every amount before and after, and is undone in one step", async () => {
    const before = await amountsOf();
    const { controlChange, userErrors } = await budget.move(
      { ...budget.lead, platform: "JD" },
      { campaignId: budget.twelve.id },
      "50",
    );
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
    const undone = await budget.undo(controlChange.id, "undo once");
    expect(undone).toMatchObject({
      controlChange: { kind: "UNDO", undoes: { id: controlChange.id, isUndoable: false } },
      userErrors: [],
    });
    expect(await amountsOf()).toEqual(before);
    expect((await budget.undo(controlChange.id, "undo once")).controlChange.id).toBe(undone.controlChange.id);
    expect(problemsOf(await budget.undo(controlChange.id))).toEqual([["ALREADY_UNDONE", "id"]]);
    expect(problemsOf(await budget.undo(undone.controlChange.id))).toEqual([["NOT_UNDOABLE", "id"]]);
  });

  it("refuses an undo of amounts that changed since, until the later change is undone", async () => {
    const first = await budget.move({}, { campaignId: budget.twelve.id }, "10");
    const second = await budget.move({ campaignId: budget.twelve.id }, { campaignId: budget.singles.id }, "1");
    const refused = await budget.undo(first.controlChange.id);
    expect(refused.userErrors).toEqual([
      {
        code: "CHANGED_SINCE",
        field: ["id"],
        message:
          "All amounts must be as the change left them, but 1 of its 1 places of the tree were changed since; undo the later changes first, or make a new change.",
      },
    ]);
    for (const { controlChange } of [second, first])
      expect((await budget.undo(controlChange.id)).userErrors).toEqual([]);
  });

  it("refuses more than is unallocated, a place that is not there, and nothing at all", async () => {
    expect(problemsOf(await budget.move(budget.lead, { campaignId: budget.twelve.id }, "0.01"))).toEqual([
      ["OVERSPEND", "input.amount"],
    ]);
    expect(problemsOf(await budget.move({ campaignId: budget.twelve.id }, budget.lead, "1"))).toEqual([
      ["NOT_FOUND", "input.from"],
    ]);
    expect(problemsOf(await budget.move({}, budget.lead, "0"))).toEqual([["INVALID_INPUT", "input.amount"]]);
    expect(problemsOf(await budget.move(budget.lead, budget.lead, "1"))).toEqual([["NO_CHANGE", "input"]]);
  });

  it("lets exactly one of two calls at once take the last money, round after round", async () => {
    for (let round = 0; round < 20; round++) {
      const answers = await Promise.all([
        budget.move({}, { campaignId: budget.singles.id }, "400"),
        budget.move({}, { campaignId: budget.twelve.id }, "300"),
      ]);
      const kept = answers.filter(({ userErrors }) => userErrors.length === 0);
      expect(kept).toHaveLength(1);
      expect(answers.flatMap(({ userErrors }) => userErrors.map(({ code }: { code: string }) => code))).toEqual([
        "OVERSPEND",
      ]);
      const { root } = await budget.read();
      expect(Number(root.allocated.amount) + Number(root.unallocated.amount)).toBe(1000);
      expect(Number(root.unallocated.amount)).toBeGreaterThanOrEqual(0);
      expect((await budget.undo(kept[0].controlChange.id)).userErrors).toEqual([]);
    }
  });

  it("never overspends and never deadlocks with 24 calls at once from all sides", async () => {
    const places = [{}, { campaignId: budget.singles.id }, { campaignId: budget.twelve.id }];
    const calls = Array.from({ length: 24 }, (_, call) =>
      budget.move(places[call % 3]!, places[(call + 1 + (call % 2)) % 3]!, String(90 + call)),
    );
    for (const { userErrors } of await Promise.all(calls))
      expect(["OVERSPEND", "NOT_FOUND", undefined]).toContain(userErrors[0]?.code);
    const { root, nodes } = await budget.read();
    const parts = root.parts.nodes.reduce(
      (sum: number, node: { planned: { amount: string } }) => sum + Number(node.planned.amount),
      0,
    );
    expect(parts + Number(root.unallocated.amount)).toBe(1000);
    for (const { unallocated } of nodes.nodes) expect(Number(unallocated.amount)).toBeGreaterThanOrEqual(0);
  });

  it("is checked by PostgreSQL as well, at the end of the transaction and also from two transactions at once", async () => {
    const { database } = budget.setup.test.app;
    const add = (key: string) =>
      database.withTenant({ organisationId: budget.setup.own.id }, async (manager) => {
        await manager.query(
          `INSERT INTO budget_node (tree_id, organisation_id, key, parent_key, planned_minor)
           SELECT id, organisation_id, $1, '', 30000 FROM budget_tree WHERE year = 2027`,
          [key],
        );
        await manager.query("SELECT pg_sleep(0.05)");
      });
    await budget.create({ year: 2027, total: cny("500") });
    const settled = await Promise.allSettled([add("a"), add("b")]);
    expect(settled.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const [refused] = settled.filter((one) => one.status === "rejected");
    expect(String(refused!.reason)).toContain("must sum to at most its 50000, but sum to 60000");
  });
});

it("keeps budgets from other organisations and from roles that may not change them", async () => {
  const place = { campaignId: budget.singles.id };
  const input = { budgetTreeId: budget.tree, place, planned: cny("1"), reason: "Mine." };
  const foreign = (await budget.ask(SET, { input }, "AD_OPS", budget.setup.rival)).setBudget;
  expect(problemsOf(foreign)).toEqual([["NOT_FOUND", "input.budgetTreeId"]]);
  const answer = await budget.setup.test.query(budget.setup.own.keys.BI, SET, { input });
  expect(answer.errors?.[0]?.extensions.code).toBe("FORBIDDEN");
  const { node } = await budget.ask(
    "query($id: ID!) { node(id: $id) { id } }",
    { id: budget.tree },
    "BI",
    budget.setup.rival,
  );
  expect(node).toBeNull();
});
