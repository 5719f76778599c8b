import { variants } from "../../../src/engines/segmentation/rule-input";
import { createTestApp, type TestApp } from "../../support/test-app";
import { insertTouchpoints } from "../../support/touchpoint-rows";
import {
  AD_OPS_RULES,
  AS_OF,
  type AudienceFixture,
  createAudienceFixture,
  document,
  MINUTE,
  NOW,
  takeSnapshot,
} from "./audience-fixture";

const ESTIMATE = document("estimate");
const UTC = new Date(AS_OF).toISOString();

let test: TestApp;
let fixture: AudienceFixture;

beforeAll(async () => {
  test = await createTestApp({ now: NOW });
  fixture = await createAudienceFixture(test);
});
afterAll(() => test.close());

const estimate = (rules: object, brand = fixture.brand, key = fixture.organisation.keys.AD_OPS) =>
  test.query(key, ESTIMATE, { brand, rules });

/** Size and instant of an estimate that must succeed. */
const sizeOf = async (rules: object): Promise<readonly [string, string]> => {
  const { data, errors } = await estimate(rules);
  expect(errors).toBeUndefined();
  return [data.estimateAudiencePack.size.people, data.estimateAudiencePack.asOf];
};

describe("before the brand's first snapshot", () => {
  it("a tree without labels is read as of the last full minute, and nothing is said of the brand's assets", async () => {
    const { data } = await estimate({ did: { action: "ORDER", within: { days: 60 } } });
    expect(data.estimateAudiencePack).toEqual({
      asOf: MINUTE,
      size: { people: "1", roundedTo: 1, suppressedBelow: 1 }, // p4
      assetsAsOf: null,
      share: null,
      stages: [],
      lapsed: null,
      notMet: null,
      explanation: "人群:近60天内有至少1次本品牌下单。",
    });
  });

  it("a tree that asks for labels is refused at every place that does", async () => {
    const { data, errors } = await estimate({
      anyOf: [
        { stage: { in: ["ACT"] } },
        { not: { cell: { intent: ["BRAND"] } } },
        { group: { in: ["BASE"] } },
        { stage: { in: ["ACT"], at: AS_OF } },
      ],
    });
    expect(data.estimateAudiencePack).toBeNull();
    expect(errors![0]!.extensions).toMatchObject({
      code: "BAD_USER_INPUT",
      problems: [
        {
          code: "NO_SNAPSHOT",
          field: ["rules", "anyOf", "0", "stage"],
          message:
            "stage must have a published snapshot of the brand to read, but there is none; take one with takeAssetSnapshot.",
        },
        { code: "NO_SNAPSHOT", field: ["rules", "anyOf", "1", "not", "cell"] },
        { code: "NO_SNAPSHOT", field: ["rules", "anyOf", "2", "group"] },
        {
          code: "NO_SNAPSHOT",
          field: ["rules", "anyOf", "3", "stage", "at"],
          message: `stage must have a published snapshot of the brand to read, but there is none as of ${UTC}; take one with takeAssetSnapshot.`,
        },
      ],
    });
  });
});

describe("with a snapshot", () => {
  beforeAll(() => takeSnapshot(test, fixture));

  it("answers the ad-ops tree: p1, p3 and p6, a third of the nine people met", async () => {
    const { data, errors } = await estimate(AD_OPS_RULES);
    expect(errors).toBeUndefined();
    expect(data.estimateAudiencePack).toEqual({
      asOf: UTC,
      size: { people: "3", roundedTo: 1, suppressedBelow: 1 },
      assetsAsOf: UTC,
      share: 3 / 9,
      stages: [
        { stage: "AWARE", people: "0" },
        { stage: "APPEAL", people: "2" },
        { stage: "ACT", people: "1" },
        { stage: "ADVOCATE", people: "0" },
      ],
      lapsed: "0",
      notMet: "0",
      explanation: "人群:处于吸引或行动阶段,且近30天内在小红书有至少1次本品牌内容浏览,且近60天内没有本品牌下单。",
    });
  });

  it("counts everybody met and not met in the make-up of a tree that holds for all", async () => {
    const { data } = await estimate({ did: { action: "ORDER", within: { days: 1 }, times: { min: 0 } } });
    // The universe at the present: p1 to p9, p11 (met after the snapshot) and p12. Not met at AS_OF: p8, p11.
    expect(data.estimateAudiencePack).toMatchObject({
      asOf: MINUTE,
      size: { people: "11" },
      share: 1,
      lapsed: "1",
      notMet: "2",
    });
    expect(data.estimateAudiencePack.stages.map((row: { people: string }) => row.people)).toEqual(["1", "4", "2", "1"]);
  });

  it.each<[string, object, string, string]>([
    [
      "a stage at a snapshot's instant, the rest at the present",
      { stage: { in: ["ADVOCATE"], at: AS_OF } },
      "1",
      MINUTE,
    ], // p9
    [
      "not in any stage: who was not met, and the lapsed",
      { not: { stage: { in: ["AWARE", "APPEAL", "ACT", "ADVOCATE"] } } },
      "2",
      UTC,
    ], // p8, p12
    // Brand intent takes a touchpoint other than an impression in 30 days (all met but p12), loyal an own order: p3, p4, p9.
    ["a nine-grid cell", { cell: { intent: ["BRAND"], loyalty: ["LOYAL"] } }, "3", UTC],
    ["a nine-grid row", { cell: { intent: ["BRAND"] } }, "8", UTC], // p1 to p7, p9
    ["a group", { group: { in: ["BASE"] } }, "3", UTC], // brand x loyal
    ["rivals", { did: { action: "CONTENT_VIEW", brand: "RIVAL", within: { days: 30 } } }, "1", MINUTE], // p8
    ["any brand", { did: { action: "CONTENT_VIEW", brand: "ANY", within: { days: 30 } } }, "9", MINUTE], // p1 to p6, p8, p9, p11
    [
      "at most once: also who never did",
      { did: { action: "CONTENT_VIEW", times: { max: 1 }, within: { days: 30 } } },
      "9",
      MINUTE,
    ], // all 11 less p1, p5
    ["twice or more", { did: { action: "CONTENT_VIEW", times: { min: 2 }, within: { days: 30 } } }, "2", MINUTE], // p1, p5
    ["on site", { did: { action: "SEARCH", site: "ON_SITE", within: { days: 30 } } }, "2", MINUTE], // p6, p7
    ["off site", { did: { action: "SEARCH", site: "OFF_SITE", within: { days: 30 } } }, "0", MINUTE],
    [
      "between two instants, the second excluded",
      { did: { action: "ORDER", between: { from: "2025-05-01T12:00:00+08:00", to: "2025-08-01T12:00:00+08:00" } } },
      "1",
      MINUTE,
    ], // p9, not p3
  ])("%s", async (_, rules, people, asOf) => {
    expect(await sizeOf(rules)).toEqual([people, asOf]);
  });

  it("reads new touchpoints at once, though old leaves are known", async () => {
    const rules = { did: { action: "SHARE", within: { days: 30 } } };
    expect(await sizeOf(rules)).toEqual(["0", MINUTE]);
    await insertTouchpoints(test, [
      { person: "p20", at: "2025-11-10T12:00:00+08:00", action: "SHARE", brandId: fixture.brandId },
    ]);
    expect(await sizeOf(rules)).toEqual(["1", MINUTE]);
  });

  it("a touchpoint that was written twice counts once", async () => {
    const cart = { person: "p21", at: "2025-11-10T12:00:00+08:00", action: "ADD_TO_CART", brandId: fixture.brandId };
    for (let write = 1; write <= 2; write++) await insertTouchpoints(test, [cart]);
    const did = { action: "ADD_TO_CART", within: { days: 30 } };
    expect(await sizeOf({ did })).toEqual(["1", MINUTE]);
    expect(await sizeOf({ did: { ...did, times: { min: 2 } } })).toEqual(["0", MINUTE]);
  });

  it("a source of the caller's own counts for the caller only", async () => {
    const rules = { did: { action: "CONTENT_VIEW", times: { min: 2 }, within: { days: 30 } } };
    const { data } = await estimate(rules, fixture.brand, fixture.stranger.keys.AD_OPS);
    expect(data.estimateAudiencePack.size.people).toBe("3"); // p1, p5 and p10
  });
});

describe("bad input", () => {
  const problemsOf = async (rules: object, brand = fixture.brand) => {
    const { data, errors } = await estimate(rules, brand);
    expect(data?.estimateAudiencePack).toBeNull();
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT" } }]);
    return errors![0]!.extensions["problems"];
  };
  const did = { action: "ORDER", within: { days: 30 } };

  it("a brand that is not granted does not exist", async () => {
    expect(await problemsOf({ did }, fixture.rivalBrand)).toEqual([
      {
        code: "NOT_FOUND",
        field: ["brandId"],
        message: "brandId must name a brand granted to this organisation; list yours with viewer { brands }.",
      },
    ]);
  });

  it("an id of another type", async () => {
    expect(await problemsOf({ did }, fixture.watches)).toMatchObject([{ code: "INVALID_ID", field: ["brandId"] }]);
  });

  it("all problems of a tree come at once, with their paths", async () => {
    const rules = {
      allOf: [{ stage: { in: ["ACT"] }, did }, { did: { ...did, times: { min: 2, max: 1 } } }, { not: { anyOf: [] } }],
    };
    expect(await problemsOf(rules)).toEqual([
      {
        code: "INVALID_INPUT",
        field: ["rules", "allOf", "0"],
        message: `A rule must set exactly one of ${variants.join(", ")}, but got stage and did; nest them in allOf or anyOf.`,
      },
      {
        code: "INVALID_INPUT",
        field: ["rules", "allOf", "1", "did", "times", "max"],
        message: "max must be at least min (2), but got 1; swap or move them.",
      },
      {
        code: "INVALID_INPUT",
        field: ["rules", "allOf", "2", "not", "anyOf"],
        message: "anyOf must have at least one entry, but got an empty list; add one or leave it out.",
      },
    ]);
  });

  it("a tree too deep", async () => {
    let deep: object = { did };
    for (let level = 1; level < 9; level++) deep = { not: deep };
    expect(await problemsOf(deep)).toEqual([
      {
        code: "INVALID_INPUT",
        field: ["rules", ...Array.from({ length: 8 }, () => "not")],
        message: "A rule tree must nest at most 8 levels, but got 9; build parts of it as packs and refer to them.",
      },
    ]);
  });

  it("names that are not known: platforms with those allowed, categories, packs", async () => {
    const missing = (type: string, key: string): string => Buffer.from(`${type}:${key}`).toString("base64url");
    const rules = {
      allOf: [
        { did: { ...did, platforms: ["JD", "XHS"] } },
        { did: { ...did, categoryId: missing("Category", "999999") } },
        { pack: { id: missing("AudiencePack", "00000000-0000-7000-8000-000000000000") } },
      ],
    };
    expect(await problemsOf(rules)).toEqual([
      {
        code: "INVALID_INPUT",
        field: ["rules", "allOf", "0", "did", "platforms", "1"],
        message:
          'platforms must be among BAIDU, BILIBILI, DOUYIN, JD, KUAISHOU, OTHER, TENCENT, TOUTIAO, WECHAT, WEIBO, XIAOHONGSHU, ZHIHU, but got "XHS".',
      },
      { code: "NOT_FOUND", field: ["rules", "allOf", "1", "did", "categoryId"], message: expect.any(String) },
      { code: "NOT_FOUND", field: ["rules", "allOf", "2", "pack", "id"], message: expect.any(String) },
    ]);
  });

  it("malformed ids, all of them", async () => {
    const rules = { allOf: [{ pack: { id: "nonsense" } }, { did: { ...did, categoryId: fixture.brand } }] };
    expect(await problemsOf(rules)).toMatchObject([
      { code: "INVALID_ID", field: ["rules", "allOf", "0", "pack", "id"] },
      { code: "INVALID_ID", field: ["rules", "allOf", "1", "did", "categoryId"] },
    ]);
  });

  it("a role without the permission", async () => {
    const { errors } = await estimate({ did }, fixture.brand, fixture.organisation.keys.INTEGRATION);
    expect(errors).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
  });
});
