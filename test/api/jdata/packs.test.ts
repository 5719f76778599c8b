import { createTestApp, type TestApp, type TestOrganisation } from "../../support/test-app";
import { audienceServicesOf, contextOf, keyOfNode } from "../audiences/audience-services";
import { buildPack } from "../opportunities/opportunity-setup";
import { grantBrands, importJdata, takeSnapshots } from "./jdata-setup";
import { loadRawRows } from "./raw-figures";
import { hasJdata, readRawFiles } from "./raw-rows";

const describeWithData = hasJdata ? describe : describe.skip;
const AS_OF = "2016-04-02T00:00:00+08:00";
const NOW = new Date(AS_OF);
const END = "toDateTime('2016-04-02 00:00:00')";

describeWithData("packs over JData, member by member", () => {
  let test: TestApp;
  let organisation: TestOrganisation;
  let brand: { readonly id: string; readonly code: string; readonly category: string };

  const raw = async <Row>(query: string): Promise<Row[]> => {
    const answer = await test.app.clickhouse.query({
      query,
      format: "JSONCompactEachRow",
      clickhouse_settings: { session_timezone: "Asia/Shanghai" },
    });
    return answer.json<Row>();
  };
  /** Rows as the files have them, the times read. */
  const rows = "(SELECT user_id, type, cate, brand, toDateTime(time) AS at FROM jdata_raw)";
  const within = (days: number): string => `at >= ${END} - INTERVAL ${days * 24} HOUR AND at < ${END}`;

  /** Numbers of the people whom raw user ids stand for. */
  async function peopleOf(users: readonly string[]): Promise<readonly number[]> {
    const { peopleKeys } = test.app.people;
    const keys = users.map((user) => peopleKeys.keyOf({ namespace: "CUSTOMER_ID", value: user.replace(/\.0$/, "") }));
    return [...(await peopleKeys.personsOf(null, keys)).values()].sort((a, b) => a - b);
  }

  async function membersOf(packId: string): Promise<readonly number[]> {
    return (await audienceServicesOf(test).service.members(contextOf(organisation, NOW), keyOfNode(packId))).toArray();
  }

  beforeAll(async () => {
    test = await createTestApp({ now: NOW });
    organisation = await test.addOrganisation("jd");
    await loadRawRows(test, readRawFiles().rows);
    await importJdata(test, organisation, "keep");
    const [[code] = [""]] = await raw<[string]>(
      "SELECT brand FROM jdata_raw WHERE cate = '4' GROUP BY brand ORDER BY uniqExact(user_id) DESC LIMIT 1",
    );
    const id = (await grantBrands(test, organisation, [code])).get(code)!;
    await takeSnapshots(test, organisation.keys.ADMIN, [{ brandId: id, asOf: AS_OF }]);
    const { data } = await test.query(
      organisation.keys.AD_OPS,
      "query($brand: ID!) { brand(id: $brand) { categories { isPrimary category { code } } } }",
      { brand: id },
    );
    const primary = data.brand.categories.find(({ isPrimary }: { isPrimary: boolean }) => isPrimary);
    brand = { id, code, category: primary.category.code };
  });
  afterAll(() => test.close());

  it("interested lately, clicked often this week, and put nothing into the cart in a month", async () => {
    const pack = await buildPack(test, { organisation, brand: brand.id }, "Clicks without a cart", {
      allOf: [
        { stage: { in: ["APPEAL"] } },
        { did: { action: "CLICK", times: { min: 5 }, within: { days: 7 } } },
        { not: { did: { action: "ADD_TO_CART", within: { days: 30 } } } },
      ],
    });
    // APPEAL: two views or a strong sign in 15 days, and no order in a year. Types: 1 and 6 views, 2 cart, 4 order, 5 follow.
    const users = await raw<[string]>(
      `SELECT user_id FROM ${rows} WHERE brand = '${brand.code}' AND ${within(365)} GROUP BY user_id
       HAVING countIf(type = '4') = 0
         AND (countIf(type IN ('1', '6') AND ${within(15)}) >= 2 OR countIf(type IN ('2', '5') AND ${within(15)}) >= 1)
         AND countIf(type = '6' AND ${within(7)}) >= 5 AND countIf(type = '2' AND ${within(30)}) = 0`,
    );
    expect(users.length).toBeGreaterThan(50);
    expect(await membersOf(pack)).toEqual(await peopleOf(users.map(([user]) => user)));
  });

  it("viewed the brand, put a rival's goods into the cart within three hours, and the brand's at most once", async () => {
    const pack = await buildPack(test, { organisation, brand: brand.id }, "Lost to rivals", {
      allOf: [
        {
          sequence: {
            first: { action: "PRODUCT_VIEW", brand: "OWN" },
            second: { action: "ADD_TO_CART", brand: "RIVAL" },
            gap: { maxHours: 3 },
            within: { days: 60 },
          },
        },
        { did: { action: "ADD_TO_CART", times: { max: 1 }, within: { days: 60 } } },
      ],
    });
    const rivals = `(SELECT DISTINCT brand FROM jdata_raw WHERE cate = '${brand.category}' AND brand != '${brand.code}')`;
    const users = await raw<[string]>(
      `SELECT DISTINCT view.user_id AS user_id
       FROM (SELECT user_id, at FROM ${rows} WHERE brand = '${brand.code}' AND type = '1' AND ${within(60)}) AS view
       INNER JOIN (SELECT user_id, at FROM ${rows} WHERE brand IN ${rivals} AND type = '2' AND ${within(60)}) AS chosen
         ON chosen.user_id = view.user_id
       WHERE chosen.at > view.at AND chosen.at <= view.at + INTERVAL 3 HOUR AND user_id NOT IN (
         SELECT user_id FROM ${rows} WHERE brand = '${brand.code}' AND type = '2' AND ${within(60)} GROUP BY user_id HAVING count() >= 2
       )`,
    );
    expect(users.length).toBeGreaterThan(5);
    expect(await membersOf(pack)).toEqual(await peopleOf(users.map(([user]) => user)));
  });
});
