import { addSource, numberOf } from "../../support/catalogue";
import type { TestOrganisation } from "../../support/test-app";
import { insertTouchpoints, type TouchpointRow } from "../../support/touchpoint-rows";
import { askBrand, crowd, documentOf, noon, openSearchSetup, type SearchSetup } from "./search-setup";

let setup: SearchSetup;
beforeAll(async () => {
  setup = await openSearchSetup("2025-11-20T09:00:00+08:00");
});
afterAll(() => setup.test.close());

const topic = (code: string, change: object = {}): object => ({
  source: "WEIBO",
  code,
  title: `Title of ${code}`,
  heat: 800,
  startsAt: "2025-11-20T03:00:00+08:00",
  halfLifeHours: 6,
  tags: [code],
  ...change,
});
const importTopics = async (topics: readonly object[], key?: string, { keys }: TestOrganisation = setup.own) => {
  const answer = await setup.test.query(keys.AD_OPS, documentOf("import-trend-topics"), { topics, key });
  return answer.data?.importTrendTopics ?? answer;
};
const outcomes = ({ rows }: { rows: { outcome: string; reason: string | null; field: string[] }[] }) =>
  rows.map(({ outcome, reason, field }) => (reason === null ? outcome : `${reason} ${field.join(".")}`));
const report = async (variables: object = {}, organisation = setup.own) =>
  (await askBrand(setup, "hot-topic-windows", variables, organisation)).hotTopicWindows;

describe("importTrendTopics", () => {
  it("answers row by row; a known code of a source gets the new details", async () => {
    const old = { startsAt: "2025-01-01T00:00:00+08:00" };
    const rows = [
      topic("a", old),
      topic("a", { ...old, source: "DOUYIN" }),
      topic("a", old),
      topic("", old),
      topic("b", { ...old, heat: 0 }),
      topic("b", { ...old, halfLifeHours: 9_000 }),
      topic("b", { ...old, tags: [], keywords: [] }),
      topic("b", { ...old, keywords: ["!"] }),
      topic("b", { ...old, tags: [""] }),
      topic("c", { ...old, title: " " }),
    ];
    const answer = await importTopics(rows, "first");
    expect(outcomes(answer)).toEqual([
      "REGISTERED",
      "REGISTERED",
      "REPEATED code",
      "INVALID_VALUE code",
      "INVALID_VALUE heat",
      "REPEATED code",
      "REPEATED code",
      "REPEATED code",
      "REPEATED code",
      "INVALID_VALUE title",
    ]);
    expect(await importTopics(rows, "first")).toEqual(answer);
    for (const [change, field] of [
      [{ halfLifeHours: 9_000 }, "halfLifeHours"],
      [{ tags: [], keywords: [] }, "tags"],
      [{ keywords: ["!"] }, "keywords"],
      [{ tags: [""] }, "tags"],
    ] as const)
      expect(outcomes(await importTopics([topic("b", { ...old, ...change })]))).toEqual([`INVALID_VALUE ${field}`]);
    expect(outcomes(await importTopics([topic("a", old), topic("d", old)]))).toEqual(["UNCHANGED", "REGISTERED"]);
    expect(outcomes(await importTopics([topic("a", { ...old, heat: 900 })]))).toEqual(["CHANGED"]);
    expect(await importTopics([])).toMatchObject({ rows: [], userErrors: [{ field: ["input", "topics"] }] });
    const bi = await setup.test.query(setup.own.keys.BI, documentOf("import-trend-topics"), { topics: [topic("e")] });
    expect(bi.errors![0]).toMatchObject({ extensions: { code: "FORBIDDEN" } });
  });
});

describe("brand.hotTopicWindows", () => {
  /**
   * In the 30 days before 20 November: casio's people are p1 to p100, the cloud's p1 to p1000. Topic run: 20 of casio's, 100 of
   * all. Topic sun: 40 of casio's (10 by tag, 30 by search), 80 of all. Topic few: 2 of casio's. Topic none: nobody.
   */
  beforeAll(async () => {
    const touch = (change: Partial<TouchpointRow>) => ({
      sourceId: setup.cloud,
      at: noon("2025-11-01"),
      action: "CONTENT_VIEW",
      ...change,
    });
    const own = numberOf(await addSource(setup.test, setup.own.keys.ADMIN, "crm", "ORGANISATION"));
    await insertTouchpoints(setup.test, [
      ...crowd(1, 100, touch({ brandId: setup.casio })),
      ...crowd(101, 1_000, touch({ brandId: setup.rival })),
      ...crowd(1, 20, touch({ tags: ["marathon", "x"], brandId: setup.rival })),
      ...crowd(101, 180, touch({ tags: ["marathon", "running"] })),
      ...crowd(1, 10, touch({ tags: ["sun"], brandId: setup.casio })),
      ...crowd(11, 40, touch({ action: "SEARCH", keyword: "今日　太阳 表" })),
      ...crowd(101, 140, touch({ action: "SEARCH", keyword: "SUN tan" })),
      ...crowd(41, 42, touch({ tags: ["few"] })),
      ...crowd(201, 260, touch({ tags: ["few"] })),
      // Not touched: before the 30 days, today, not served, a word that is none of the topic's, a source of one organisation.
      ...crowd(50, 99, touch({ tags: ["marathon"], at: "2025-10-20T23:59:59+08:00" })),
      ...crowd(50, 99, touch({ tags: ["marathon"], at: "2025-11-20T00:00:00+08:00" })),
      ...crowd(50, 99, touch({ tags: ["marathon"], exposure: "OPPORTUNITY_TO_SEE" })),
      ...crowd(50, 99, touch({ action: "SEARCH", keyword: "sunday" })),
      ...crowd(50, 99, touch({ tags: ["marathon"], sourceId: own })),
    ]);
    const topics = [
      // At 9:00: 800 of 3:00 halved once.
      topic("run", { tags: ["marathon", "running", "marathon"] }),
      // At 9:00: 100 halved twice in 6 hours.
      topic("sun", { heat: 400, halfLifeHours: 3, keywords: ["太 阳", "sun"] }),
      topic("few", { source: "DOUYIN", heat: 5, tags: ["few"] }),
      topic("none", { source: "DOUYIN", heat: 10 }),
      // Not open: not begun, and cooled down to a tenth.
      topic("future", { startsAt: "2025-11-20T09:00:01+08:00" }),
      topic("spent", { heat: 1e9, startsAt: "2025-11-19T07:00:00+08:00" }),
    ];
    await importTopics(topics);
    await importTopics(topics, undefined, setup.careful);
  });

  it("ranks open topics by heat among those of their source, times how much more they are the brand's people's", async () => {
    const answer = await report();
    expect(answer).toMatchObject({
      at: "2025-11-20T01:00:00.000Z",
      window: { from: "2025-10-21", to: "2025-11-20" },
      open: 4,
      compared: 4,
    });
    const [run, sun, few, none] = answer.topics;
    // sun: 40 % of casio's people against 8 % of all, so 5 times, at a quarter of the hottest's heat.
    expect(run).toMatchObject({
      rank: 1,
      topic: { code: "run", tags: ["marathon", "running", "marathon"] },
      heat: 400,
      relativeHeat: 1,
      brandShare: { value: 0.2, numerator: "20", denominator: "100" },
      cloudShare: { value: 0.1, numerator: "100", denominator: "1000" },
      relevance: 2,
      score: 200,
      reason: null,
    });
    expect(sun).toMatchObject({
      rank: 2,
      topic: { code: "sun" },
      heat: 100,
      relativeHeat: 0.25,
      brandShare: { numerator: "40" },
      cloudShare: { numerator: "80" },
      relevance: 5,
      score: 125,
    });
    // 3 hours x log2(10) after 3:00.
    expect(Date.parse(sun.expiresAt)).toBe(
      Math.ceil(Date.parse("2025-11-20T03:00:00+08:00") + 3 * Math.log2(10) * 3_600_000),
    );
    expect(few).toMatchObject({
      rank: 3,
      topic: { code: "few" },
      relativeHeat: 0.5,
      relevance: expect.closeTo(0.02 / 0.062, 9),
    });
    expect(none).toMatchObject({
      rank: null,
      topic: { code: "none" },
      relevance: null,
      score: null,
      reason: "BASE_NOT_POSITIVE",
    });
    expect((await report({ best: 1 })).topics).toHaveLength(1);
  });

  it("answers for an instant of the past, and for none of the future", async () => {
    const earlier = await report({ asOf: "2025-11-20T03:00:00+08:00" });
    expect(earlier.topics[0]).toMatchObject({ topic: { code: "sun" }, heat: 400, relativeHeat: 0.5, score: 250 });
    const asked = { brand: setup.brands.casio, asOf: "2025-11-20T09:00:00.001+08:00" };
    const answer = await setup.test.query(setup.own.keys.BI, documentOf("hot-topic-windows"), asked);
    expect(answer.errors![0]!.message).toBe(
      "asOf must not be in the future, but got 2025-11-20T01:00:00.001Z at 2025-11-20T01:00:00.000Z.",
    );
  });

  it("withholds what tells of few people", async () => {
    const { topics } = await report({}, setup.careful);
    const few = topics.find(({ topic: { code } }: { topic: { code: string } }) => code === "few");
    expect(few).toMatchObject({ rank: null, brandShare: null, score: null, reason: "SUPPRESSED" });
    expect(topics[0]).toMatchObject({ topic: { code: "run" }, score: 200 });
  });

  it("shows a topic to the organisation that imported it only", async () => {
    const [{ topic: run }] = (await report()).topics;
    const byNode = async (secret: string) =>
      (
        await setup.test.query(
          secret,
          "query ($id: ID!) { node(id: $id) { ... on TrendTopic { title importedAt } } }",
          { id: run.id },
        )
      ).data.node;
    expect(await byNode(setup.own.keys.BI)).toEqual({ title: "Title of run", importedAt: "2025-11-20T01:00:00.000Z" });
    expect(await byNode(setup.careful.keys.BI)).toBeNull();
  });
});
