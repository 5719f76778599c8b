import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Role } from "../../../src/platform/permission";
import { operationOf } from "../../support/operation";
import { createTestApp, type TestApp } from "../../support/test-app";
import { insertTouchpoints, type TouchpointRow } from "../../support/touchpoint-rows";
import { ExperimentClient } from "../experiments/experiment-client";
import { createShop, NOW, type Shop } from "../opportunities/opportunity-setup";

const DOCUMENT = readFileSync(join(__dirname, "growth-strategies.graphql"), "utf8");
const FROM = "2025-10-20T00:00:00+08:00";
const DAY = 86_400_000;

let test: TestApp;
let shop: Shop;
let client: ExperimentClient;
const at = (days: number): string => new Date(Date.parse(FROM) + days * DAY).toISOString();

/** 200 people each saw the old page, the new one, or the one between; 50, 100 and 60 of them bought two days later. */
beforeAll(async () => {
  test = await createTestApp({ now: NOW });
  shop = await createShop(test);
  client = new ExperimentClient(test, shop.organisation.keys.AD_OPS);
  const buyers = { old: 50, new: 100, mid: 60 };
  const rows = Object.entries(buyers).flatMap(([variant, bought], arm) =>
    Array.from({ length: 200 }, (_, n): TouchpointRow[] => {
      const own = { brandId: shop.brandId, sourceId: shop.cloudSourceId, person: `p${arm * 200 + n + 1}` };
      const order = { ...own, at: at(2.5), action: "ORDER", orderId: `${variant}${n}`, value: 1000 } as const;
      return [{ ...own, at: at(0.5), action: "IMPRESSION", variant }, ...(n < bought ? [order] : [])];
    }).flat(),
  );
  await insertTouchpoints(test, rows);
}, 120_000);
afterAll(() => test.close());

// biome-ignore lint/suspicious/noExplicitAny: the document decides the shape
type Shape = any;
const ask = async (name: string, variables: object, role: Role = "AD_OPS"): Promise<Shape> => {
  const { data, errors } = await test.query(shop.organisation.keys[role], operationOf(DOCUMENT, name), variables);
  return errors ? { errors } : Object.values(data)[0];
};
const experiment = async (name: string, treatment: string): Promise<string> => {
  const variants = [
    { code: "old", role: "CONTROL", perMille: 500 },
    { code: treatment, role: "TREATMENT", perMille: 500 },
  ];
  const metrics = [{ code: "conversion", kind: "SHARE", role: "PRIMARY", action: "ORDER", toDay: 3 }];
  const plan = { brandId: shop.brand, name, assignment: "RECORDED", variants, metrics };
  return (await client.create({ ...plan, minimumEffect: 0.2, horizonDays: 14 })).id;
};
const input = (name: string, change: object = {}): object => ({
  ...{ brandId: shop.brand, name, objective: "CONVERSIONS" },
  dimensions: [
    { dimension: "CREATIVE", value: "A page that shows reviews first" },
    { dimension: "CROWD", value: "APPEAL without orders" },
  ],
  ...change,
});
const problemsOf = ({ userErrors }: Shape) =>
  userErrors.map(({ code, field }: { code: string; field: string[] }) => [code, field.join(".")]);

it("ranks strategies by what their experiments measured, with intervals, and no others (G58)", async () => {
  for (const variant of ["new", "mid"]) {
    const experimentId = await experiment(`Page ${variant}`, variant);
    await client.start(experimentId, { startsAt: FROM });
    expect(problemsOf(await ask("Create", { input: input(`Show ${variant}`, { experimentId, variant }) }))).toEqual([]);
  }
  const draft = await experiment("Page later", "later");
  await ask("Create", { input: input("Show later", { experimentId: draft, variant: "later" }) });
  await ask("Create", { input: input("Everybody says that it works") });

  const { growthStrategyComparison } = await ask("Compare", { brand: shop.brand, objective: "CONVERSIONS" });
  // Relative effects .5 / .25 - 1 and .3 / .25 - 1; their variances by the delta method are .08 and .0384, so the difference of .8
  // is 2.33 standard errors of sqrt(.1184).
  const line = (rank: number, name: string, value: number, deviation: number) => ({
    ...{ rank, strategy: { name } },
    effect: {
      value: expect.closeTo(value, 12),
      low: expect.closeTo(value - 1.966 * deviation, 2),
      high: expect.closeTo(value + 1.966 * deviation, 2),
    },
  });
  expect(growthStrategyComparison).toEqual({
    groups: [
      {
        metric: { kind: "SHARE", action: "ORDER", toDay: 3 },
        lines: [
          { ...line(1, "Show new", 1, Math.sqrt(0.08)), isSeparable: true },
          { ...line(2, "Show mid", 0.2, Math.sqrt(0.0384)), isSeparable: false },
        ],
      },
    ],
    unmeasured: [{ name: "Everybody says that it works" }, { name: "Show later" }],
  });
  const other = await ask("Compare", { brand: shop.brand, objective: "REPURCHASE" });
  expect(other.growthStrategyComparison).toEqual({ groups: [], unmeasured: [] });
});

it("lists what was tried with its reason where nothing was measured", async () => {
  const { growthStrategies } = await ask("Registry", { brand: shop.brand });
  expect(growthStrategies.totalCount).toBe(4);
  const nodes: Shape[] = growthStrategies.nodes.sort((a: Shape, b: Shape) => (a.name < b.name ? -1 : 1));
  expect(nodes.map(({ effect }: Shape) => [effect.reason, effect.value])).toEqual([
    ["NO_EXPERIMENT", null],
    ["NOT_STARTED", null],
    [null, expect.closeTo(0.2, 12)],
    [null, expect.closeTo(1, 12)],
  ]);
  expect(nodes[3]).toMatchObject({
    ...{ name: "Show new", objective: "CONVERSIONS", campaign: null, experiment: { name: "Page new" }, variant: "new" },
    dimensions: [{ dimension: "CREATIVE" }, { dimension: "CROWD", value: "APPEAL without orders" }],
    effect: { metric: { code: "conversion" } },
  });
});

it("is changed by version, archived once, and made once for a key", async () => {
  const { growthStrategy } = await ask("Create", { input: input("Short"), key: "short" });
  expect((await ask("Create", { input: input("Short"), key: "short" })).growthStrategy.id).toBe(growthStrategy.id);
  const { brandId: _, ...changed } = input("Shorter") as { brandId: string };
  const { id } = growthStrategy;
  expect((await ask("Change", { id, input: changed, version: 1 })).growthStrategy).toEqual({
    id,
    name: "Shorter",
    version: 2,
  });
  expect(problemsOf(await ask("Change", { id, input: changed, version: 1 }))).toEqual([
    ["VERSION_CONFLICT", "expectedVersion"],
  ]);
  expect((await ask("Archive", { id, version: 2 })).growthStrategy.version).toBe(3);
  expect(problemsOf(await ask("Archive", { id, version: 3 }))).toEqual([["WRONG_STATE", "id"]]);
});

it("refuses what does not fit", async () => {
  const experimentId = await experiment("Page other", "other");
  const refused = async (change: object) => problemsOf(await ask("Create", { input: input("Other", change) }));
  expect(await refused({ name: "Show new" })).toEqual([["NAME_TAKEN", "input.name"]]);
  expect(await refused({ dimensions: [] })).toEqual([["INVALID_INPUT", "input.dimensions"]]);
  expect(await refused({ experimentId })).toEqual([["INVALID_INPUT", "input.variant"]]);
  expect(await refused({ experimentId, variant: "old" })).toEqual([["INVALID_INPUT", "input.variant"]]);
  expect((await ask("Create", { input: input("Other") }, "BI")).errors[0].extensions.code).toBe("FORBIDDEN");
});
