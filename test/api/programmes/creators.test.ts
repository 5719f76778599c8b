import { numberOf } from "../../support/catalogue";
import { insertTouchpoints, type TouchpointRow } from "../../support/touchpoint-rows";
import {
  createProgramme,
  crowd,
  documentOf,
  openProgrammeSetup,
  type ProgrammeSetup,
  programmeInput,
} from "./programme-setup";

const CREATORS = documentOf("register-creators");
const POSTS = documentOf("register-creator-posts");
const RESOURCES = documentOf("creator-resources");
const OCTOBER = { from: "2025-10-01T00:00:00+08:00", to: "2025-11-01T00:00:00+08:00" };

let setup: ProgrammeSetup;
beforeAll(async () => {
  setup = await openProgrammeSetup("2025-11-20T00:00:00+08:00");
});
afterAll(() => setup.test.close());

const creator = (code: string, change: object = {}) => ({
  code,
  name: `Name of ${code}`,
  tier: "KOL",
  platform: "XIAOHONGSHU",
  ...change,
});
const post = (contentCode: string, creatorCode: string, change: object = {}) => ({
  contentCode,
  creatorCode,
  title: `Title of ${contentCode}`,
  publishedAt: "2025-10-05T20:00:00+08:00",
  cost: { amount: "100.00", currencyCode: "CNY" },
  ...change,
});
const registerCreators = async (creators: readonly object[], key?: string, secret = setup.own.keys.INTEGRATION) => {
  const answer = await setup.test.query(secret, CREATORS, { creators, key });
  return answer.data?.registerCreators ?? answer;
};
const registerPosts = async (posts: readonly object[], key?: string, organisation = setup.own) => {
  const variables = { brand: setup.brands.haoyu, posts, key };
  return (await setup.test.query(organisation.keys.INTEGRATION, POSTS, variables)).data.registerCreatorPosts;
};
const outcomesOf = ({ rows }: { rows: { outcome: string; reason: string | null; field: string[] }[] }) =>
  rows.map(({ outcome, reason, field }) => (reason === null ? outcome : `${reason} ${field.join(".")}`));

describe("registerCreators", () => {
  it("answers row by row and takes what can be taken", async () => {
    const rows = [
      creator("r1"),
      creator("r2", { tier: "KOC", platform: "DOUYIN" }),
      creator("r1", { name: "Another" }),
      creator(""),
      creator("r3", { name: " " }),
      creator("r4", { platform: "MYSPACE" }),
    ];
    const answer = await registerCreators(rows, "first");
    expect(answer).toMatchObject({ registered: 2, changed: 0, unchanged: 0, rejected: 4, userErrors: [] });
    expect(outcomesOf(answer)).toEqual([
      "REGISTERED",
      "REGISTERED",
      "REPEATED code",
      "INVALID_VALUE code",
      "INVALID_VALUE name",
      "UNKNOWN_PLATFORM platform",
    ]);
    expect(answer.rows[2].message).toBe('code must come once in a call, but row 0 has "r1" too; send one of them.');
    // A retry of the call answers as it did; the same rows again change nothing.
    expect(await registerCreators(rows, "first")).toEqual(answer);
    const again = await registerCreators([creator("r1"), creator("r2", { platform: "DOUYIN" }), creator("r5")]);
    expect(again).toMatchObject({ registered: 1, changed: 1, unchanged: 1, rejected: 0 });
    expect(outcomesOf(again)).toEqual(["UNCHANGED", "CHANGED", "REGISTERED"]);
  });

  it("refuses a call of none or of more than a thousand, and keys that may not", async () => {
    const refused = { registered: null, changed: null, unchanged: null, rejected: null, rows: [] };
    expect(await registerCreators([])).toEqual({
      ...refused,
      userErrors: [
        {
          code: "INVALID_INPUT",
          field: ["input", "creators"],
          message: "creators must have 1 to 1000 elements, but got 0; send them in several calls.",
        },
      ],
    });
    const many = await registerCreators(Array.from({ length: 1_001 }, (_, index) => creator(`m${index}`)));
    expect(many).toMatchObject({ ...refused, userErrors: [{ field: ["input", "creators"] }] });
    const bi = await registerCreators([creator("r6")], undefined, setup.own.keys.BI);
    expect(bi.errors[0].extensions.code).toBe("FORBIDDEN");
  });
});

describe("registerCreatorPosts", () => {
  it("answers row by row; references are codes of the organisation and the brand", async () => {
    await registerCreators([creator("p1")]);
    await createProgramme(setup.test, setup.own, programmeInput(setup.brands.haoyu, { code: "JINGX" }));
    await createProgramme(setup.test, setup.own, programmeInput(setup.brands.tinglan, { code: "OTHER" }));
    const rows = [
      post("n1", "p1", { programmeCode: "JINGX" }),
      post("n2", "nobody"),
      post("n3", "p1", { programmeCode: "OTHER" }),
      post("n4", "p1", { cost: { amount: "1", currencyCode: "USD" } }),
      post("n5", "p1", { cost: { amount: "-1", currencyCode: "CNY" } }),
      post("n6", "p1", { cost: { amount: "0.001", currencyCode: "CNY" } }),
      post("n7", "p1", { title: "" }),
      post("n1", "p1"),
    ];
    const answer = await registerPosts(rows);
    expect(answer).toMatchObject({ registered: 1, rejected: 7, userErrors: [] });
    expect(outcomesOf(answer)).toEqual([
      "REGISTERED",
      "UNKNOWN_CREATOR creatorCode",
      "UNKNOWN_PROGRAMME programmeCode",
      "WRONG_CURRENCY cost.currencyCode",
      "INVALID_VALUE cost.amount",
      "INVALID_VALUE cost.amount",
      "INVALID_VALUE title",
      "REPEATED contentCode",
    ]);
    // Without its programme now: other details; another organisation has no such creator.
    expect(outcomesOf(await registerPosts([post("n1", "p1")]))).toEqual(["CHANGED"]);
    expect(outcomesOf(await registerPosts([post("n1", "p1")]))).toEqual(["UNCHANGED"]);
    const foreign = await registerPosts([post("n1", "p1")], undefined, setup.careful);
    expect(outcomesOf(foreign)).toEqual(["UNKNOWN_CREATOR creatorCode"]);
  });
});

describe("brand.creatorResources", () => {
  const own = () => ({ brandId: numberOf(setup.brands.haoyu), sourceId: setup.cloud });
  const view = (content: string, change: Partial<TouchpointRow> = {}) => ({
    ...own(),
    at: "2025-10-10T12:00:00+08:00",
    action: "CONTENT_VIEW",
    platform: "XIAOHONGSHU",
    site: "OFF_SITE" as const,
    content,
    ...change,
  });
  const act = (action: string, at: string) => ({ ...own(), at, action });

  /**
   * a reaches p1 to p20: p1 to p4 searched in September before (A2), p5 and p6 only saw an advertisement (A1), the rest is new;
   * p7 to p11 search afterwards, so they and p5, who does as well, are new A2, and so are p11 to p15, who view two posts. b reaches p21 to p26, all new, none deeper, by
   * creator code. c is about no brand. d published before the window. e was registered and did nothing.
   */
  beforeAll(async () => {
    await registerCreators(["a", "b", "c", "d", "e"].map((code) => creator(code)));
    await registerCreators(
      ["a", "b"].map((code) => creator(code)),
      undefined,
      setup.careful.keys.INTEGRATION,
    );
    const posts = [
      post("a1", "a"),
      post("a2", "a", { cost: { amount: "41.00", currencyCode: "CNY" } }),
      post("b1", "b", { cost: { amount: "30.00", currencyCode: "CNY" } }),
      post("d1", "d", { publishedAt: "2025-09-30T23:59:59+08:00" }),
      post("late", "e", { publishedAt: OCTOBER.to }),
    ];
    await registerPosts(posts);
    await registerPosts(posts.slice(0, 3), undefined, setup.careful);
    await insertTouchpoints(setup.test, [
      ...crowd(1, 4, act("SEARCH", "2025-09-25T12:00:00+08:00")),
      ...crowd(5, 6, act("IMPRESSION", "2025-09-25T12:00:00+08:00")),
      ...crowd(1, 15, view("a1")),
      ...crowd(11, 20, view("a2")),
      // a1 is a's, whoever the touchpoint names.
      ...crowd(1, 1, view("a1", { action: "IMPRESSION", creator: "b" })),
      ...crowd(5, 5, act("SEARCH", "2025-10-11T12:00:00+08:00")),
      ...crowd(7, 11, act("SEARCH", "2025-10-11T12:00:00+08:00")),
      ...crowd(21, 26, view("", { action: "IMPRESSION", creator: "b" })),
      ...crowd(21, 21, view("unregistered", { action: "IMPRESSION", creator: "b" })),
      ...crowd(31, 38, view("", { creator: "c", brandId: 0 })),
      ...crowd(31, 38, view("", { creator: "nobody" })),
      ...crowd(41, 42, view("d1")),
      ...crowd(51, 52, view("a1", { at: OCTOBER.to })),
      ...crowd(53, 54, view("a1", { brandId: numberOf(setup.brands.tinglan) })),
    ]);
  });

  const resources = async (variables: object = {}, secret = setup.own.keys.BI) => {
    const asked = { brand: setup.brands.haoyu, ...OCTOBER, first: 100, ...variables };
    return (await setup.test.query(secret, RESOURCES, asked)).data.brand.creatorResources;
  };
  const cny = (amount: string) => ({ amount, currencyCode: "CNY" });

  it("counts what each did and ranks by the cost of a new A1", async () => {
    const { totalCount, nodes } = await resources();
    const [a, b, c, d] = nodes;
    expect(totalCount).toBe(4 + 1); // p1's post n1 was published in October too
    expect(a).toEqual({
      rank: 1,
      creator: { code: "b", tier: "KOL" },
      posts: 1,
      cost: cny("30.00"),
      exposures: "7",
      views: "0",
      reach: "6",
      newAware: "6",
      newAppeal: "0",
      costPerNewAware: { amount: "5.00" },
      costPerNewAppeal: null,
      seedRate: 0,
      isSuppressed: false,
    });
    expect(b).toEqual({
      rank: 2,
      creator: { code: "a", tier: "KOL" },
      posts: 2,
      cost: cny("141.00"),
      exposures: "1",
      views: "25",
      reach: "20",
      newAware: "14",
      // p5, p7 to p11, p12 to p15.
      newAppeal: "10",
      // 141 / 14 = 10.0714...; 141 / 10 = 14.10.
      costPerNewAware: { amount: "10.07" },
      costPerNewAppeal: { amount: "14.10" },
      seedRate: 0.5,
      isSuppressed: false,
    });
    // Nothing was published in the window, so there is no cost; those reached about no brand only through c came to A1 by others.
    expect(c).toMatchObject({ rank: null, creator: { code: "c" }, posts: 0, cost: null, reach: "8", newAware: "8" });
    expect(c).toMatchObject({ costPerNewAware: null, newAppeal: "0" });
    expect(d).toMatchObject({ rank: null, creator: { code: "d" }, posts: 0, cost: null, views: "2", newAware: "2" });
    expect(nodes[4]).toMatchObject({ rank: null, creator: { code: "p1" }, posts: 1, reach: "0", seedRate: null });
  });

  it("ranks by what is asked, either way, and shares ranks between equals", async () => {
    const order = async (field: string, direction: string) =>
      (await resources({ orderBy: { field, direction } })).nodes.map(
        (row: { rank: number; creator: { code: string } }) => [row.rank, row.creator.code] as const,
      );
    expect(await order("SEED_RATE", "DESC")).toEqual([
      [1, "a"],
      [2, "b"],
      [2, "c"],
      [2, "d"],
      [null, "p1"],
    ]);
    expect((await order("REACH", "ASC"))[0]).toEqual([1, "p1"]);
    expect(await order("NEW_AWARE", "DESC")).toMatchObject([
      [1, "a"],
      [2, "c"],
      [3, "b"],
      [4, "d"],
      [5, "p1"],
    ]);
    expect((await order("COST_PER_NEW_APPEAL", "ASC"))[0]).toEqual([1, "a"]);
    expect((await order("NEW_APPEAL", "DESC"))[0]).toEqual([1, "a"]);
  });

  it("answers by pages", async () => {
    const codes = ({ nodes }: { nodes: { creator: { code: string } }[] }) => nodes.map((row) => row.creator.code);
    const first = await resources({ first: 3 });
    expect(codes(first)).toEqual(["b", "a", "c"]);
    expect(first.pageInfo.hasNextPage).toBe(true);
    const second = await resources({ first: 3, after: first.pageInfo.endCursor });
    expect(codes(second)).toEqual(["d", "p1"]);
    expect(second.pageInfo.hasNextPage).toBe(false);
    expect(codes(await resources({ first: null, last: 2 }))).toEqual(["d", "p1"]);
  });

  it("withholds what tells of fewer people than the threshold", async () => {
    const { nodes } = await resources({ orderBy: { field: "REACH", direction: "DESC" } }, setup.careful.keys.BI);
    // a: 14 new A1 of 20 leave 6, 10 new A2 leave 10; b: 6 of 6. With a threshold of 5 all is told.
    expect(nodes.map((row: { reach: string; newAware: string }) => [row.reach, row.newAware])).toEqual([
      ["20", "14"],
      ["6", "6"],
    ]);
    // On 1 November a reaches p51 and p52 only.
    const few = { from: "2025-11-01T00:00:00+08:00", to: "2025-11-02T00:00:00+08:00" };
    const [small] = (await resources(few, setup.careful.keys.BI)).nodes;
    expect(small).toMatchObject({
      rank: null,
      creator: { code: "a" },
      exposures: null,
      views: null,
      reach: null,
      newAware: null,
      newAppeal: null,
      seedRate: null,
      isSuppressed: true,
    });
  });

  it("knows the caller's own creators, and is for those who read assets", async () => {
    expect((await resources({}, setup.careful.keys.BI)).nodes).toHaveLength(2);
    const asked = { brand: setup.brands.haoyu, ...OCTOBER, first: 1 };
    for (const role of ["INTEGRATION", "PARTNER"] as const) {
      const answer = await setup.test.query(setup.own.keys[role], RESOURCES, asked);
      expect(answer.errors![0]).toMatchObject({ extensions: { code: "FORBIDDEN" } });
    }
    const foreign = await setup.test.query(setup.careful.keys.BI, RESOURCES, { ...asked, brand: setup.brands.tinglan });
    expect(foreign.data).toEqual({ brand: null });
  });
});
