import { insertTouchpoints } from "../../support/touchpoint-rows";
import { askBrand, crowd, nickname, noon, openSearchSetup, registerAliases, type SearchSetup } from "./search-setup";

const OVERLAY = "00000000-0000-7000-8000-00000000000a";
const DAY = { from: "2025-10-10", to: "2025-10-11" };

let setup: SearchSetup;
/** Through its private links `own` knows p1 and p2 as one person, p3 and p4 as another; `careful` knows four. */
beforeAll(async () => {
  setup = await openSearchSetup("2025-11-01T09:00:00+08:00");
  const { test, own, casio, cloud } = setup;
  await test.app.clickhouse.insert({
    table: "person_alias",
    format: "JSONEachRow",
    values: [
      [2, 1],
      [4, 3],
    ].map(([ordinal, representative]) => ({ overlay_id: OVERLAY, ordinal, representative, settled_at: new Date() })),
  });
  await test.app.database.withSystem((manager) =>
    manager.query(
      "INSERT INTO people_overlay (organisation_id, overlay_id, people, published_at) VALUES ($1, $2, 2, now())",
      [own.id, OVERLAY],
    ),
  );
  await registerAliases(setup, [nickname("小方块")]);
  const row = { brandId: casio, sourceId: cloud, at: noon("2025-10-10") };
  await insertTouchpoints(test, [
    ...crowd(1, 4, { ...row, action: "SEARCH", keyword: "小方块" }),
    ...crowd(1, 1, { ...row, action: "CONTENT_VIEW", tags: ["solid"], at: "2025-10-10T10:00:00+08:00" }),
    ...crowd(2, 4, { ...row, action: "CONTENT_VIEW", product: "GMW-B5000" }),
  ]);
});
afterAll(() => setup.test.close());

it("reads people as the organisation knows them", async () => {
  const { searchMix } = await askBrand(setup, "search-mix", DAY);
  expect(searchMix.total).toEqual({ searches: "4", people: "2" });
  const { keywordHeat } = await askBrand(setup, "keyword-heat", { keywords: ["小方块"], ...DAY });
  expect(keywordHeat.keywords[0].points).toEqual([{ day: "2025-10-10", searches: "4", people: "2", heat: null }]);
  const opportunities = await askBrand(setup, "keyword-opportunities", { on: "2025-10-10", volumeFloor: 1 });
  expect(opportunities.keywordOpportunities).toMatchObject({ baseline: null, candidates: 1 });
  const spread = await askBrand(setup, "outside-spread", {
    of: { productCode: "GMW-B5000" },
    from: "2025-10-08",
    to: "2025-10-13",
    fitDays: 5,
  });
  expect(spread.outsideSpread).toMatchObject({ people: "2", outsidePeople: "2" });
  // p1 and p2 are one whom the tagged view reached before either searched; p3 and p4 saw and searched at one instant.
  const { mindshareLinkRate } = await askBrand(setup, "mindshare-link-rate", { tags: ["solid"], ...DAY });
  expect(mindshareLinkRate).toMatchObject({
    newPeople: "2",
    tagged: { numerator: "1", denominator: "1" },
    untagged: { numerator: "0", denominator: "1" },
  });
});

it("compares with others in the cloud's reading of people, which is everybody's", async () => {
  const topics = [
    {
      source: "S",
      code: "a",
      title: "a",
      heat: 1,
      startsAt: "2025-11-01T08:00:00+08:00",
      halfLifeHours: 9,
      tags: ["solid"],
    },
  ];
  const sent = await setup.test.query(
    setup.own.keys.AD_OPS,
    "mutation ($topics: [TrendTopicInput!]!) { importTrendTopics(input: { topics: $topics }) { registered } }",
    { topics },
  );
  expect(sent.data.importTrendTopics.registered).toBe(1);
  const { hotTopicWindows } = await askBrand(setup, "hot-topic-windows", {});
  expect(hotTopicWindows.topics[0].brandShare).toMatchObject({ numerator: "1", denominator: "4" });
  const { shareOfVoice } = await askBrand(setup, "share-of-voice", DAY);
  expect(shareOfVoice.after.share).toMatchObject({ numerator: "4", denominator: "4" });
});
