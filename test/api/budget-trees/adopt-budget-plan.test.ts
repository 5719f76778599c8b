import { documentOf } from "../campaigns/campaign-setup";
import { BudgetSetup, cny, problemsOf } from "./budget-setup";

const ADOPT = documentOf(__dirname, "adopt-budget-plan");
const LOG = documentOf(__dirname, "control-log");
const ALLOCATE = documentOf(`${__dirname}/../budgets`, "allocate-budget");
const APPROVE = documentOf(`${__dirname}/../budgets`, "approve-budget-plan");
const IMPORT =
  "mutation($input: ImportPlacementDeliveryInput!) { importPlacementDelivery(input: $input) { rejected userErrors { message } } }";

let budget: BudgetSetup;
beforeAll(async () => {
  budget = await BudgetSetup.open();
  await budget.createWhole();
});
afterAll(() => budget.setup.test.close());

describe("adoptBudgetPlan", () => {
  const plan = async (amounts: readonly [string, string], total: string): Promise<string> => {
    const lines = [0, 2].map((index, place) => ({
      placementId: budget.singles.placements[index]!.id,
      curve: { log: { a: "1", b: "10" } },
      lower: cny(amounts[place]!),
      upper: cny(amounts[place]!),
    }));
    const input = { campaignId: budget.singles.id, total: cny(total), objective: "CONVERSIONS", lines };
    const { budgetPlan, userErrors } = (await budget.ask(ALLOCATE, { input })).allocateBudget;
    expect(userErrors).toEqual([]);
    return budgetPlan.id;
  };
  const approve = async (id: string): Promise<void> => {
    await budget.ask(APPROVE, { id, version: 1 }, "ADMIN");
  };
  const adopt = async (id: string, version = 2, key?: string) =>
    (await budget.ask(ADOPT, { id, reason: "The best split.", version, key })).adoptBudgetPlan;

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
    expect(problemsOf(await budget.undo(adopted.controlChange.id))).toEqual([["CHANGED_SINCE", "id"]]);
    expect((await budget.undo(again.controlChange.id)).userErrors).toEqual([]);
    const { campaign } = await budget.ask(LOG, { campaign: budget.singles.id }, "BI");
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
    const crowd = (await budget.read()).nodes.nodes.find((node: { audiencePack: object | null }) => node.audiencePack);
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
    const crowd = { ...budget.acquire, platform: "DOUYIN", audiencePackId: budget.pack };
    expect(problemsOf(await budget.set(crowd, "119.99"))).toEqual([["OVERSPEND", "input.planned"]]);
  });

  it("tells what media reported beside what is planned, and holds back what is spent", async () => {
    const row = (version: string): object => ({
      ...{ platform: "DOUYIN", externalId: "dy-1", impressions: "10", clicks: "1", cost: cny(version) },
      period: { from: "2025-10-21T00:00:00+08:00", to: "2025-10-22T00:00:00+08:00" },
    });
    for (const cost of ["90", "150"])
      await budget.ask(IMPORT, { input: { campaignId: budget.singles.id, source: "media", rows: [row(cost)] } });
    const crowd = (await budget.read()).nodes.nodes.find((node: { audiencePack: object | null }) => node.audiencePack);
    // Restated from 90 to 150, more than the 120 that were committed.
    expect(crowd).toMatchObject({
      ...{ planned: { amount: "200.00" }, committed: { amount: "120.00" }, spent: { amount: "150.00" } },
      ...{ left: { amount: "50.00" }, unallocated: { amount: "50.00" } },
    });
    const place = { ...budget.acquire, platform: "DOUYIN", audiencePackId: budget.pack };
    expect(problemsOf(await budget.move(place, budget.lead, "50.01"))).toEqual([["OVERSPEND", "input.amount"]]);
  });

  it("is undone until the campaign ends, not after", async () => {
    const id = await plan(["110", "70"], "180");
    await approve(id);
    const { controlChange } = await adopt(id);
    budget.setup.time.now = new Date("2025-12-01T00:00:00+08:00");
    expect(problemsOf(await budget.undo(controlChange.id))).toEqual([["UNDO_EXPIRED", "id"]]);
    budget.setup.time.now = new Date("2025-10-16T01:00:00Z");
    expect((await budget.undo(controlChange.id)).userErrors).toEqual([]);
  });
});
