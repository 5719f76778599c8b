import { operationOf } from "../../support/operation";
import {
  type CampaignSetup,
  type CreatedCampaign,
  campaignInput,
  createCampaign,
  documentOf,
  openCampaignSetup,
} from "../campaigns/campaign-setup";

const TREES = `${__dirname}/../budget-trees`;
const PLAN = documentOf(__dirname, "plan-year");
const APPROVE = documentOf(__dirname, "approve-year-plan");
const ADOPT = documentOf(__dirname, "adopt-year-plan");
const READ = documentOf(__dirname, "year-tree");
const SET_CURVE = documentOf(`${__dirname}/../response-curves`, "set-response-curve");
const CREATE_TREE = documentOf(TREES, "create-budget-tree");
const SET = documentOf(TREES, "set-budget");
const MOVE = documentOf(TREES, "move-budget");
const UNDO = documentOf(TREES, "undo-control-change");
const MONTHS = Array.from({ length: 12 }, (_, index) => index + 1);

let setup: CampaignSetup;
let spring: CreatedCampaign;
let tree: string;
let curves: readonly string[];
beforeAll(async () => {
  setup = await openCampaignSetup("2026-01-05T01:00:00.000Z");
  const window = { from: "2026-03-02T00:00:00+08:00", to: "2026-03-13T00:00:00+08:00" };
  spring = await createCampaign(setup, setup.own, campaignInput(setup.brands.haoyu, { code: "spring", window }));
  curves = await Promise.all([curve("Douyin", "3", "10"), curve("Jd", "1", "20")]);
});
afterAll(() => setup.test.close());

const cny = (amount: string) => ({ amount, currencyCode: "CNY" });
type Role = "AD_OPS" | "ADMIN" | "BI";
// biome-ignore lint/suspicious/noExplicitAny: the document decides the shape
const ask = async (document: string, variables: object, role: Role = "AD_OPS", who = setup.own): Promise<any> => {
  const { data, errors } = await setup.test.query(who.keys[role], document, variables);
  expect(errors).toBeUndefined();
  return Object.values(data)[0];
};
const problemsOf = ({ userErrors }: { readonly userErrors: readonly { code: string; field: string[] }[] }) =>
  userErrors.map(({ code, field }) => [code, field.join(".")]);
const curve = async (name: string, a: string, b: string): Promise<string> => {
  const input = { brandId: setup.brands.haoyu, name, period: "DAY", log: { a, b }, reason: "Last year's fit." };
  return (await ask(SET_CURVE, { input, version: 0 })).responseCurve.id;
};
interface Line {
  readonly platform: string;
  readonly month: number;
  readonly amount: { readonly amount: string };
}
const plan = async (total: string, change: object = {}): Promise<{ id: string; lines: readonly Line[] }> => {
  const channels = [
    { platform: "DOUYIN", responseCurveId: curves[0] },
    { platform: "JD", responseCurveId: curves[1] },
  ];
  const input = { brandId: setup.brands.haoyu, year: 2026, total: cny(total), objective: "CONVERSIONS", channels };
  return (await ask(PLAN, { input: { ...input, ...change } })).yearPlan;
};
const approved = async (...asked: Parameters<typeof plan>) => {
  const made = await plan(...asked);
  expect(problemsOf(await ask(APPROVE, { id: made.id, version: 1 }, "ADMIN"))).toEqual([]);
  return made;
};
const read = async () => (await ask(READ, { brand: setup.brands.haoyu }, "BI")).budgetTree;
const fen = (amount: string): number => Math.round(Number(amount) * 100);
const ofMonth = ({ lines }: { readonly lines: readonly Line[] }, month: number): number =>
  lines.reduce((sum, line) => (line.month === month ? sum + fen(line.amount.amount) : sum), 0);

describe("an approved year plan becomes months of the budget tree", () => {
  let first: Awaited<ReturnType<typeof plan>>;
  let adopted: string;

  it("is refused without a tree, or as a draft, or at another version", async () => {
    first = await plan("36500");
    expect(problemsOf(await ask(ADOPT, { id: first.id, version: 1 }))).toEqual([["NOT_APPROVED", "id"]]);
    await ask(APPROVE, { id: first.id, version: 1 }, "ADMIN");
    expect(problemsOf(await ask(ADOPT, { id: first.id, version: 1 }))).toEqual([
      ["VERSION_CONFLICT", "expectedVersion"],
    ]);
    expect(problemsOf(await ask(ADOPT, { id: first.id, version: 2 }))).toEqual([["NOT_FOUND", "id"]]);
    expect(problemsOf(await ask(ADOPT, { id: first.id, version: 2, reason: "" }))).toEqual([
      ["INVALID_INPUT", "reason"],
    ]);
  });

  it("puts every month and channel under the brand at once, with a line in the control log", async () => {
    const lines = [{ place: { campaignId: spring.id }, planned: cny("3500") }];
    const input = { brandId: setup.brands.haoyu, year: 2026, total: cny("40000"), lines };
    tree = (await ask(CREATE_TREE, { input })).budgetTree.id;
    const answer = await ask(ADOPT, { id: first.id, version: 2, key: "once" });
    expect(answer).toMatchObject({
      ...{ yearPlan: { state: "APPROVED" }, budgetTree: { version: 2 }, userErrors: [] },
      controlChange: {
        ...{ kind: "ADOPT_YEAR_PLAN", reason: "The year is agreed.", isUndoable: true, campaigns: [] },
        ...{ undoableUntil: "2026-12-31T16:00:00.000Z", changedBy: { name: "AD_OPS" }, yearPlan: { id: first.id } },
      },
    });
    adopted = answer.controlChange.id;
    expect(answer.controlChange.amounts).toHaveLength(12 * 3);
    expect((await ask(ADOPT, { id: first.id, version: 2, key: "once" })).controlChange.id).toBe(adopted);
    const { root, months, channels } = await read();
    expect(root).toEqual({ planned: { amount: "40000.00" }, allocated: { amount: "40000.00" } });
    expect(
      months.nodes.map(
        ({ month, campaign, planned }: { month: number; campaign: null; planned: { amount: string } }) => [
          ...[month, campaign, fen(planned.amount)],
        ],
      ),
    ).toEqual(MONTHS.map((month) => [month, null, ofMonth(first, month)]));
    expect(channels.nodes).toEqual(
      MONTHS.flatMap((month) =>
        ["DOUYIN", "JD"].map((platform) => ({
          ...{ level: "CHANNEL", month, step: null, platform },
          planned: first.lines.find((line) => line.platform === platform && line.month === month)!.amount,
        })),
      ),
    );
    expect(problemsOf(await ask(ADOPT, { id: first.id, version: 2 }))).toEqual([["NO_CHANGE", "id"]]);
  });

  it("gives its money to campaigns, and then neither fits a larger plan nor is undone behind them", async () => {
    const larger = await approved("36501");
    const refused = await ask(ADOPT, { id: larger.id, version: 2 });
    expect(problemsOf(refused)).toEqual([["OVERSPEND", "id"]]);
    expect(refused.userErrors[0].message).toContain("1.00 CNY too much");
    expect((await read()).version).toBe(2);
    const march = { month: 3, platform: "DOUYIN" };
    const before = first.lines.find((line) => line.platform === "DOUYIN" && line.month === 3)!.amount.amount;
    const input = {
      budgetTreeId: tree,
      from: march,
      to: { campaignId: spring.id },
      amount: cny("500"),
      reason: "Spring.",
    };
    const moved = await ask(MOVE, { input });
    expect(moved.userErrors).toEqual([]);
    const { months, channels } = await read();
    expect(fen(months.nodes[2].planned.amount)).toBe(ofMonth(first, 3) - 50_000);
    expect(channels.nodes[4]).toMatchObject({ month: 3, platform: "DOUYIN" });
    expect(fen(channels.nodes[4].planned.amount)).toBe(fen(before) - 50_000);
    expect(problemsOf(await ask(UNDO, { id: adopted, reason: "Wrong." }))).toEqual([["CHANGED_SINCE", "id"]]);
    expect(problemsOf(await ask(UNDO, { id: moved.controlChange.id, reason: "Wrong." }))).toEqual([]);
  });

  it("is undone in one step, with all of its places", async () => {
    const undone = await ask(UNDO, { id: adopted, reason: "The board said no." });
    expect(undone).toMatchObject({
      controlChange: { kind: "UNDO", undoes: { id: adopted, isUndoable: false } },
      userErrors: [],
    });
    const { root, months, channels } = await read();
    expect(root.allocated).toEqual({ amount: "3500.00" });
    expect([...months.nodes, ...channels.nodes]).toEqual([]);
  });

  it("takes the place of another plan, also of its channels, and gives those back", async () => {
    await ask(ADOPT, { id: first.id, version: 2 });
    const channels = [{ platform: "DOUYIN", responseCurveId: curves[0] }];
    const other = await approved("1200", { channels });
    const { controlChange } = await ask(ADOPT, { id: other.id, version: 2 });
    const now = await read();
    expect(now.root.allocated).toEqual({ amount: "4700.00" });
    expect(now.channels.nodes.map(({ platform }: Line) => platform)).toEqual(new Array(12).fill("DOUYIN"));
    expect(problemsOf(await ask(UNDO, { id: controlChange.id, reason: "Back." }))).toEqual([]);
    const back = await read();
    expect(back.root.allocated).toEqual({ amount: "40000.00" });
    expect(back.channels.nodes).toHaveLength(24);
  });

  it("becomes months of a campaign that the tree has, beside those of the brand", async () => {
    const small = await approved("3500");
    const answer = await ask(ADOPT, { id: small.id, version: 2, campaign: spring.id });
    expect(answer).toMatchObject({ userErrors: [], controlChange: { campaigns: [{ code: "spring" }] } });
    const { months, root } = await read();
    expect(root.allocated).toEqual({ amount: "40000.00" });
    const own = months.nodes.filter(({ campaign }: { campaign: object | null }) => campaign !== null);
    expect(own.map(({ planned }: { planned: { amount: string } }) => fen(planned.amount))).toEqual(
      MONTHS.map((month) => ofMonth(small, month)),
    );
    const window = { from: "2026-06-02T00:00:00+08:00", to: "2026-06-13T00:00:00+08:00" };
    const input = campaignInput(setup.brands.haoyu, { code: "summer", window });
    const summer = await createCampaign(setup, setup.own, input);
    expect(problemsOf(await ask(ADOPT, { id: small.id, version: 2, campaign: summer.id }))).toEqual([
      ["NOT_FOUND", "campaignId"],
    ]);
  });

  it("is not there for another organisation", async () => {
    const foreign = await ask(ADOPT, { id: first.id, version: 2 }, "AD_OPS", setup.rival);
    expect(problemsOf(foreign)).toEqual([["NOT_FOUND", "id"]]);
  });
});

it.each<[string, boolean, object, string]>([
  ["a month that no year has", false, { month: 13 }, "month"],
  ["a month beside a step", true, { month: 3, step: "ACQUIRE" }, "month"],
  ["a crowd in a month", false, { month: 3, platform: "JD", hasNoPack: true }, "hasNoPack"],
  ["a platform in neither", false, { platform: "JD" }, "platform"],
])("a place is refused: %s", async (_, isOfCampaign, rest, field) => {
  const place = { ...rest, ...(isOfCampaign && { campaignId: spring.id }) };
  const input = { budgetTreeId: tree, place, planned: cny("1"), reason: "A try." };
  expect(problemsOf(await ask(SET, { input }))).toEqual([["INVALID_INPUT", `input.place.${field}`]]);
});

it("runs the year of examples/queries, from the plan to a campaign's money", async () => {
  const source = documentOf(`${__dirname}/../../../examples/queries`, "year-plan");
  // biome-ignore lint/suspicious/noExplicitAny: the document decides the shape
  const send = async (name: string, variables: object): Promise<any> => {
    const { data, errors } = await setup.test.query(setup.own.keys.ADMIN, operationOf(source, name), variables);
    expect(errors).toBeUndefined();
    for (const answer of Object.values<{ userErrors?: unknown }>(data)) expect(answer.userErrors ?? []).toEqual([]);
    return data;
  };
  const brandId = setup.brands.tinglan;
  const window = { from: "2026-11-01T00:00:00+08:00", to: "2026-11-13T00:00:00+08:00" };
  const singles = await createCampaign(setup, setup.own, campaignInput(brandId, { code: "singles", window }));
  const curveOf = { brandId, name: "Jd", period: "DAY", log: { a: "1", b: "20" }, reason: "Last year's fit." };
  const responseCurveId = (await ask(SET_CURVE, { input: curveOf, version: 0 })).responseCurve.id;
  const input = { brandId, year: 2026, objective: "CONVERSIONS", channels: [{ platform: "JD", responseCurveId }] };
  const months = [{ month: 11, season: "2" }];
  const [usual, strong] = [
    { ...input, total: cny("36500") },
    { ...input, total: cny("36500"), months },
  ];
  const one = (await send("PlanYear", { input: usual, key: "usual" })).planYear.yearPlan;
  const other = (await send("PlanYear", { input: strong, key: "strong" })).planYear.yearPlan;
  const compared = await send("Scenarios", { brand: brandId, year: 2026, plan: other.id, other: one.id });
  expect(compared.brand.yearPlans).toHaveLength(2);
  expect(compared.node.comparison.totalChange).toEqual({ amount: "0.00" });
  await send("Approve", { id: other.id, version: 1 });
  const tree = { brandId, year: 2026, total: cny("36500"), lines: [] };
  const budgetTreeId = (await ask(CREATE_TREE, { input: tree })).budgetTree.id;
  await send("Adopt", { id: other.id, version: 2, reason: "The year is agreed.", key: "adopt" });
  const move = { budgetTreeId, from: { month: 11, platform: "JD" }, to: { campaignId: singles.id } };
  await send("GiveToCampaign", { input: { ...move, amount: cny("1000"), reason: "11.11." }, key: "give" });
  const { budgetTree, controlLog } = (await send("Year", { brand: brandId, year: 2026 })).brand;
  expect(budgetTree.root).toEqual({ planned: { amount: "36500.00" }, unallocated: { amount: "0.00" } });
  const november = budgetTree.nodes.nodes[10];
  const planned = fen(other.months[10].amount.amount) - 100_000;
  expect([november.month, fen(november.planned.amount), fen(november.parts.nodes[0].planned.amount)]).toEqual([
    ...[11, planned, planned],
  ]);
  expect(controlLog.nodes.map(({ kind }: { kind: string }) => kind)).toEqual(["MOVE_BUDGET", "ADOPT_YEAR_PLAN"]);
});
