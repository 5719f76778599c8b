import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { commandContext } from "../../../src/cli/open-app";
import { readMapping } from "../../../src/features/touchpoints";
import { createLogger } from "../../../src/platform/logger";
import { createTestApp, type TestApp, type TestOrganisation } from "../../support/test-app";
import { grantBrands } from "../jdata/jdata-setup";
import { build, document } from "../opportunities/opportunity-setup";
import { FOLDER, hasCompleteJourney, loadRawFiles } from "./raw-figures";

const describeWithData = hasCompleteJourney ? describe : describe.skip;
const EXAMPLE = join(__dirname, "../../../examples/complete-journey");
/** Windows end at the year's end, in the shop's zone. */
const NOW = new Date("2018-01-01T00:20:00-05:00");
const END = "toDateTime('2018-01-01 00:00:00', 'America/New_York')";
const DAYS = 365;
const RECENT_DAYS = 60;

describeWithData("packs by RFM scores over Complete Journey", () => {
  let test: TestApp;
  let shop: TestOrganisation;
  let folder: string;
  let brand: string;
  let category: { readonly id: string; readonly code: string };

  const raw = async (sql: string): Promise<string> => {
    const answer = await test.app.clickhouse.query({ query: sql, format: "JSONCompactEachRow" });
    return String((await answer.json<[number | string]>())[0]![0]);
  };
  /** Baskets of the year from the raw files, by household: of the category, or of the manufacturer. */
  const baskets = (condition: string): string => `
    SELECT household_id, basket_id, min(transaction_timestamp) AS at, toFloat64(sum(sales_value)) AS paid
    FROM raw_transactions INNER JOIN raw_products USING product_id
    WHERE quantity != '0' AND sales_value > 0 AND transaction_timestamp >= ${END} - INTERVAL ${DAYS * 24} HOUR AND transaction_timestamp < ${END}
      AND ${condition}
    GROUP BY household_id, basket_id`;
  const customers = (condition: string): string => `
    SELECT household_id, intDiv(dateDiff('second', max(at), ${END}), 86400) AS recency, count() AS frequency, avg(paid) AS monetary
    FROM (${baskets(condition)}) GROUP BY household_id`;
  const cut = (axis: string, level: number, condition: string): string =>
    `(SELECT quantileExactInclusive(${level})(toFloat64(${axis})) FROM (${customers(condition)}))`;
  const size = async (id: string): Promise<string> => {
    const { data } = await test.query(
      shop.keys.AD_OPS,
      "query($brand: ID!, $rules: AudienceRuleInput!) { estimateAudiencePack(brandId: $brand, rules: $rules) { size { people } } }",
      { brand, rules: { pack: { id } } },
    );
    return data.estimateAudiencePack.size.people;
  };

  beforeAll(async () => {
    test = await createTestApp({ now: NOW });
    shop = await test.addOrganisation("grocer");
    folder = await mkdtemp(join(tmpdir(), "valuegraph-scored-packs-"));
    const prepare = [join(EXAMPLE, "prepare.mjs"), FOLDER, folder, "1"];
    await Promise.all([promisify(execFile)(process.execPath, prepare), loadRawFiles(test, 1)]);
    const path = join(EXAMPLE, "orders.json");
    const context = commandContext(shop.id, createLogger("fatal"));
    await test.app.fileIngest.ingest(context, {
      ...{ name: "orders", mapping: readMapping(await readFile(path, "utf8"), path) },
      ...{ paths: [join(folder, "orders.csv")], onProgress: () => undefined },
    });
    const manufacturer = await raw(
      `SELECT manufacturer_id FROM raw_transactions INNER JOIN raw_products USING product_id
       GROUP BY manufacturer_id ORDER BY uniqExact(household_id) DESC LIMIT 1`,
    );
    const ids = await grantBrands(test, shop, [`manufacturer-${manufacturer}`]);
    brand = [...ids.values()][0]!;
    const { data } = await test.query(
      shop.keys.AD_OPS,
      "query($brand: ID!) { brand(id: $brand) { categories { isPrimary category { id code } } } }",
      { brand },
    );
    category = data.brand.categories.find(({ isPrimary }: { isPrimary: boolean }) => isPrimary).category;
  });
  afterAll(async () => {
    await test.close();
    await rm(folder, { recursive: true, force: true });
  });

  const ofManufacturer = async (): Promise<string> => {
    const { data } = await test.query(shop.keys.AD_OPS, "query($brand: ID!) { brand(id: $brand) { code } }", { brand });
    return `manufacturer_id = '${data.brand.code.replace("manufacturer-", "")}'`;
  };
  const ofCategory = (): string =>
    `product_category != 'NA' AND replaceRegexpAll(lower(product_category), '[^a-z0-9]+', '-') = '${category.code}'`;

  it("OWN_POTENTIAL: the category's frequent customers without a late order of the manufacturer", async () => {
    const input = { brandId: brand, name: "Frequent", days: DAYS, recentDays: RECENT_DAYS, frequency: { min: 4 } };
    const { data } = await test.query(shop.keys.AD_OPS, document("create-own-potential-pack"), { input });
    expect(data.createOwnPotentialPack.userErrors).toEqual([]);
    await build(test, shop.keys.AD_OPS, data.createOwnPotentialPack.audiencePack.id);
    const own = `${await ofManufacturer()} AND transaction_timestamp >= ${END} - INTERVAL ${RECENT_DAYS * 24} HOUR`;
    const expected = await raw(
      `SELECT toInt32(count()) FROM (${customers(ofCategory())})
       WHERE frequency > ${cut("frequency", 0.6, ofCategory())} AND household_id NOT IN (SELECT household_id FROM (${baskets(own)}))`,
    );
    expect(Number(expected)).toBeGreaterThan(20);
    expect(await size(data.createOwnPotentialPack.audiencePack.id)).toBe(expected);
  });

  it("a rule by scores: the manufacturer's late and generous buyers", async () => {
    const rules = { rfm: { within: { days: DAYS }, recency: { min: 4 }, monetary: { min: 4 } } };
    const made = await test.query(
      shop.keys.AD_OPS,
      "mutation($input: CreateAudiencePackInput!) { createAudiencePack(input: $input) { audiencePack { id } userErrors { message } } }",
      { input: { brandId: brand, name: "Late and generous", rules } },
    );
    const { id } = made.data.createAudiencePack.audiencePack;
    await build(test, shop.keys.AD_OPS, id);
    const own = await ofManufacturer();
    // Recency runs the other way: scores 4 and 5 are the two lowest fifths of days. Cents, as the product counts money.
    const expected = await raw(
      `SELECT toInt32(count()) FROM (${customers(own)})
       WHERE recency <= ${cut("recency", 0.4, own)} AND round(monetary * 100, 6) > round(${cut("monetary", 0.6, own)} * 100, 6)`,
    );
    expect(Number(expected)).toBeGreaterThan(20);
    expect(await size(id)).toBe(expected);
  });
});
