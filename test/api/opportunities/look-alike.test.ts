import { readFileSync } from "node:fs";
import { join } from "node:path";
import { SeededRandom } from "../../../src/engines/numeric/seeded-random";
import { createTestApp, type TestApp } from "../../support/test-app";
import { insertTouchpoints, type TouchpointRow } from "../../support/touchpoint-rows";
import { build, buildPack, createShop, daysBack, document, estimate, NOW, type Shop } from "./opportunity-setup";

const BUDGET = readFileSync(join(__dirname, "../access/question-budget.graphql"), "utf8");
const PEOPLE = 3000;
const random = SeededRandom.fromSeed(41);

let test: TestApp;
let shop: Shop;
let seedPackId: string;

/**
 * Everybody has 1 to 4 views of the rival; an eager third also searches and looks at products. Of the eager 40 % bought the own
 * brand, of the others 4 %: so eagerness finds buyers, and nothing else does.
 */
function rowsOf({ rivalBrandId, brandId, watchesId, cloudSourceId }: Shop): TouchpointRow[] {
  return Array.from({ length: PEOPLE }, (_, index) => `p${index + 1}`).flatMap((person, index) => {
    const isEager = index % 3 === 0;
    const touch = (action: string, more: Partial<TouchpointRow> = {}): TouchpointRow => ({
      person,
      action,
      at: daysBack(random.integer(1, 60) + random.uniform() / 2),
      brandId: rivalBrandId,
      categoryId: watchesId,
      sourceId: cloudSourceId,
      ...more,
    });
    const views = Array.from({ length: random.integer(1, 4) }, () => touch("CONTENT_VIEW", { platform: "DOUYIN" }));
    const looks = isEager ? [touch("SEARCH"), touch("PRODUCT_VIEW"), touch("PRODUCT_VIEW")] : [];
    const buys = random.uniform() < (isEager ? 0.4 : 0.04) ? [touch("ORDER", { brandId, orderId: person })] : [];
    return [...views, ...looks, ...buys];
  });
}

const keys = () => shop.organisation.keys;
const begin = async (input: object, key?: string) =>
  (
    await test.query(keys().AD_OPS, document("fit-look-alike-model"), {
      input: { brandId: shop.brand, name: "Like buyers", seedPackId, ...input },
      key,
    })
  ).data.fitLookAlikeModel;
const fitted = async (input: object = {}, topPercents: readonly number[] = [1, 5, 20, 100]) => {
  const { run } = await begin(input);
  await test.waitForRun(keys().AD_OPS, run.id);
  const { data } = await test.query(keys().AD_OPS, document("look-alike-fit"), { run: run.id, topPercents });
  return data.node;
};

beforeAll(async () => {
  test = await createTestApp({ now: NOW });
  shop = await createShop(test, { smallGroupThreshold: 2 });
  await insertTouchpoints(test, rowsOf(shop));
  seedPackId = await buildPack(test, shop, "Buyers", { did: { action: "ORDER", within: { days: 90 } } });
});
afterAll(() => test.close());

describe("a look-alike model", () => {
  it("finds the eager, and says how well on people it was not fitted on", async () => {
    const { status, failure, lookAlikeModel: model } = await fitted();
    expect({ status, failure }).toEqual({ status: "SUCCEEDED", failure: null });
    const buyers = await estimate(test, shop, { did: { action: "ORDER", within: { days: 90 } } });
    expect(model).toMatchObject({
      name: "Like buyers",
      from: daysBack(90),
      asOf: daysBack(0),
      modelVersion: "ridge-logistic-1",
      randomSeed: 1,
      people: { scored: String(PEOPLE), seed: buyers },
      seedPack: { id: seedPackId },
    });
    // Eager or not parts buyers so: 1/2 + (P(eager | buyer) - P(eager | other)) / 2 = about 0.78.
    expect(model.heldOut.auc).toBeGreaterThan(0.7);
    expect(model.heldOut.auc).toBeLessThan(0.86);
    expect(model.heldOut.brier).toBeLessThan(0.16 * 0.84);
    expect(model.heldOut.expectedCalibrationError).toBeLessThan(0.05);
    expect(model.heldOut.deciles).toHaveLength(10);
    expect(model.heldOut.deciles[9].observed).toBeGreaterThan(model.heldOut.deciles[0].observed);
    const weights = new Map(
      model.features.map(({ feature, weight }: { feature: string; weight: number }) => [feature, weight]),
    );
    expect(weights.get("ACTION SEARCH")).toBeGreaterThan(0.1);
    expect([...weights.keys()]).not.toContain("ORDERS"); // nobody has orders of other brands
    expect(model.features.every((feature: { standardDeviation: number }) => feature.standardDeviation > 0)).toBe(true);
  });

  it("is the same again from the same people and random seed, and another one from another", async () => {
    const [first, second, third] = [await fitted(), await fitted(), await fitted({ randomSeed: 2 })];
    const essence = ({ lookAlikeModel: { features, dataHash, heldOut, intercept } }: typeof first) => ({
      ...{ features, dataHash, heldOut, intercept },
    });
    expect(essence(second)).toEqual(essence(first));
    expect(third.lookAlikeModel.heldOut).not.toEqual(first.lookAlikeModel.heldOut);
  });

  it("tells the steps of a slider, and makes the pack that a step said, of eager people outside the seed", async () => {
    const { lookAlikeModel: model } = await fitted();
    const sizes = model.reach.map(({ topPercent, size }: { topPercent: number; size: { people: string } }) => [
      topPercent,
      Number(size.people),
    ]);
    expect(sizes.map(([percent]: number[]) => percent)).toEqual([1, 5, 20, 100]);
    const seed = Number(model.people.seed);
    expect(sizes[3][1]).toBe(PEOPLE - seed);
    expect(sizes[0][1]).toBeLessThanOrEqual(PEOPLE / 100);
    expect(sizes[2][1]).toBeGreaterThan(sizes[1][1]);
    const { data } = await test.query(keys().AD_OPS, document("create-look-alike-pack"), {
      input: { modelId: model.id, topPercent: 20, name: "Top 20" },
      key: "top",
    });
    expect(data.createLookAlikePack).toMatchObject({
      userErrors: [],
      audiencePack: {
        state: "DRAFT",
        rules: {
          explanation: 'People in the top 20 % of the look-alike model "Like buyers", and not in the pack "Buyers".',
        },
      },
    });
    await build(test, keys().AD_OPS, data.createLookAlikePack.audiencePack.id);
    const pack = { pack: { id: data.createLookAlikePack.audiencePack.id } };
    expect(Number(await estimate(test, shop, pack))).toBe(sizes[2][1]);
    const eager = { did: { action: "SEARCH", brand: "RIVAL", within: { days: 90 } } };
    expect(Number(await estimate(test, shop, { allOf: [pack, eager] }))).toBe(sizes[2][1]);
  });

  it("is listed, newest first", async () => {
    const { data } = await test.query(keys().AD_OPS, document("brand-look-alike-models"), { brand: shop.brand });
    const { totalCount, pageInfo, nodes } = data.brand.lookAlikeModels;
    expect([totalCount >= 2, pageInfo.hasNextPage, nodes.length]).toEqual([true, true, 1]);
    const next = await test.query(keys().AD_OPS, document("brand-look-alike-models"), {
      brand: shop.brand,
      after: pageInfo.endCursor,
    });
    expect(next.data.brand.lookAlikeModels.nodes).toHaveLength(1);
  });

  it("begins once under one idempotency key", async () => {
    const [first, second] = [await begin({}, "fit"), await begin({}, "fit")];
    expect(second.run.id).toBe(first.run.id);
    await test.waitForRun(keys().AD_OPS, first.run.id);
  });

  it("belongs to its organisation", async () => {
    const { lookAlikeModel: model } = await fitted();
    const other = await test.addOrganisation("other");
    const answer = await test.query(other.keys.ADMIN, "query($id: ID!) { node(id: $id) { id } }", { id: model.id });
    expect(answer.data.node).toBeNull();
    const rules = { lookAlike: { modelId: model.id, topPercent: 5 } };
    await expect(estimate(test, { ...shop, organisation: other }, rules)).rejects.toThrow("NOT_FOUND");
  });
});

describe("bad input", () => {
  it("names every problem of a fit at once", async () => {
    const few = await buildPack(test, shop, "Few", {
      allOf: [{ did: { action: "ORDER", within: { days: 90 } } }, { did: { action: "ORDER", within: { days: 2 } } }],
    });
    const { run, userErrors } = await begin({ seedPackId: few, name: " ", days: 0 });
    expect(run).toBeNull();
    expect(userErrors).toMatchObject([
      { code: "INVALID_INPUT", field: ["input", "name"] },
      { code: "INVALID_INPUT", field: ["input", "days"], message: "days must be 1 to 365, but got 0." },
      {
        code: "SEED_TOO_SMALL",
        field: ["input", "seedPackId"],
        message: 'A seed must have at least 100 people, but "Few" has fewer; take a larger pack.',
      },
    ]);
  });

  it("fails a fit whose seed leaves too few others", async () => {
    const everybody = await buildPack(test, shop, "Viewers", {
      did: { action: "CONTENT_VIEW", brand: "RIVAL", within: { days: 90 } },
    });
    expect(await fitted({ seedPackId: everybody })).toMatchObject({
      status: "FAILED",
      failure: { code: "SEED_TOO_LARGE" },
      lookAlikeModel: null,
    });
  });

  it.each([
    [{ topPercent: 0 }, "INVALID_INPUT", ["input", "topPercent"]],
    [
      { modelId: Buffer.from("LookAlikeModel:00000000-0000-7000-8000-000000000000").toString("base64url") },
      "NOT_FOUND",
      ["input", "modelId"],
    ],
    [{ modelId: "x" }, "INVALID_ID", ["input", "modelId"]],
  ])("refuses a pack of %p", async (input, code, field) => {
    const { lookAlikeModel: model } = await fitted();
    const { data } = await test.query(keys().AD_OPS, document("create-look-alike-pack"), {
      input: { modelId: model.id, topPercent: 5, name: "Refused", ...input },
    });
    expect(data.createLookAlikePack).toMatchObject({ audiencePack: null, userErrors: [{ code, field }] });
  });

  it("refuses slider steps out of bounds", async () => {
    const { run } = await begin({});
    await test.waitForRun(keys().AD_OPS, run.id);
    const answer = await test.query(keys().AD_OPS, document("look-alike-fit"), { run: run.id, topPercents: [0, 101] });
    expect(answer.errors![0]).toMatchObject({
      extensions: { problems: [{ code: "INVALID_INPUT", field: ["topPercents"] }] },
    });
  });

  it("pays for a slider once, and anew when another build of the seed is left out", async () => {
    const { run } = await begin({});
    await test.waitForRun(keys().AD_OPS, run.id);
    const ask = async (): Promise<number> => {
      const answer = await test.query(keys().AD_OPS, document("look-alike-fit"), { run: run.id, topPercents: [7] });
      expect(answer.errors).toBeUndefined();
      return (await test.query(keys().AD_OPS, BUDGET)).data.viewer.questionBudget.asked;
    };
    const asked = await ask();
    expect(await ask()).toBe(asked);
    await build(test, keys().AD_OPS, seedPackId);
    expect(await ask()).toBe(asked + 1);
  });
});
