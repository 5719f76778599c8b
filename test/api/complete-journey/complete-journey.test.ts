import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { diagnose } from "../../../src/cli/diagnose";
import { commandContext } from "../../../src/cli/open-app";
import { type IntegrationRun, RejectFile, readAttributeMapping, readMapping } from "../../../src/features/touchpoints";
import { createLogger } from "../../../src/platform/logger";
import { numberOf } from "../../support/catalogue";
import { createTestApp, type TestApp, type TestOrganisation } from "../../support/test-app";
import { addCampaign, runAttribution, type Tenant } from "../attribution/attribution-setup";
import { expectWhole } from "../diagnosis/whole-page";
import { grantBrands, readFigures } from "../jdata/jdata-setup";
import { expectReconciled } from "../jdata/reconcile";
import { PeopleClient } from "../people/people-client";
import { readRun, runId } from "../touchpoints/run-setup";
import {
  FOLDER,
  hasCompleteJourney,
  loadRawFiles,
  rawAges,
  rawBrands,
  rawCategories,
  rawConversions,
  rawHouseholds,
  rawMostPromoted,
  rawOrders,
  rawRedemptions,
  rawRows,
} from "./raw-figures";

if (!hasCompleteJourney)
  process.stderr.write("The Complete Journey tests are skipped: ../shared/data is absent beside this repository.\n");
const describeWithData = hasCompleteJourney ? describe : describe.skip;

const EXAMPLE = join(__dirname, "../../../examples/complete-journey");
const document = (path: string): string => readFileSync(join(__dirname, `${path}.graphql`), "utf8");
/** Promotions of the year make 2.5 million exposures; those of these weeks are enough to see every rule. */
const LAST_WEEK = 2;
const JANUARY = { from: "2017-01-02T00:00:00-05:00", to: "2017-01-09T00:00:00-05:00" };
const YEAR = { from: "2017-01-01T00:00:00-05:00", to: "2018-01-01T00:00:00-05:00" };

describeWithData("Complete Journey", () => {
  let test: TestApp;
  let shop: TestOrganisation;
  let folder: string;
  const runs: Record<string, IntegrationRun> = {};
  /** The most promoted manufacturer: code and node id of its brand. */
  let brand: { readonly manufacturer: string; readonly exposures: number; readonly id: string };

  const context = () => commandContext(shop.id, createLogger("fatal"));
  const ingest = async (name: string): Promise<IntegrationRun> => {
    const path = join(EXAMPLE, `${name}.json`);
    const mapping = readMapping(await readFile(path, "utf8"), path);
    const paths = [join(folder, `${name}.csv`)];
    return test.app.fileIngest.ingest(context(), { name, mapping, paths, onProgress: () => undefined });
  };
  const stored = async <Row>(query: string): Promise<readonly Row[]> =>
    (await test.app.clickhouse.query({ query, format: "JSONEachRow" })).json<Row>();

  beforeAll(async () => {
    test = await createTestApp();
    shop = await test.addOrganisation("grocer");
    folder = await mkdtemp(join(tmpdir(), "valuegraph-complete-journey-"));
    const prepare = [join(EXAMPLE, "prepare.mjs"), FOLDER, folder, String(LAST_WEEK)];
    await Promise.all([promisify(execFile)(process.execPath, prepare), loadRawFiles(test, LAST_WEEK)]);
    for (const name of ["orders", "mailings", "redemptions", "promotions"]) runs[name] = await ingest(name);
    const { manufacturer, exposures } = await rawMostPromoted(test);
    const ids = await grantBrands(test, shop, [`manufacturer-${manufacturer}`]);
    brand = { manufacturer, exposures, id: ids.get(`manufacturer-${manufacturer}`)! };
  });
  afterAll(async () => {
    await test.close();
    await rm(folder, { recursive: true, force: true });
  });

  it("takes paid order lines, and names why it refuses the others", async () => {
    const { lines, zeroQuantity, notPaid } = await rawOrders(test);
    expect(lines).toBe(100_000);
    expect(await readRun(test, shop.keys.INTEGRATION, runId(runs["orders"]!))).toMatchObject({
      status: "SUCCEEDED",
      received: String(lines),
      accepted: String(lines - zeroQuantity - notPaid),
      duplicates: "0",
      conflicts: "0",
      rejectedByReason: [
        { reason: "ZERO_QUANTITY", description: "An order must be of at least one piece.", rows: String(zeroQuantity) },
        { reason: "NOT_PAID", description: "An order is paid: its value must be above 0.", rows: String(notPaid) },
      ],
    });
  });

  it("takes every mailing, redemption and opportunity to see", async () => {
    const expected = {
      mailings: await rawRows(test, "campaigns"),
      redemptions: await rawRows(test, "coupon_redemptions"),
      promotions: await rawRows(test, "exposure"),
    };
    for (const [name, rows] of Object.entries(expected))
      expect([name, runs[name]]).toMatchObject([
        name,
        { status: "SUCCEEDED", received: BigInt(rows), accepted: BigInt(rows) },
      ]);
    expect(
      await stored(
        "SELECT exposure, toInt32(count()) AS rows FROM touchpoint FINAL GROUP BY exposure ORDER BY exposure",
      ),
    ).toEqual([
      { exposure: "SERVED", rows: Number(runs["orders"]!.accepted) + expected.mailings + expected.redemptions },
      { exposure: "OPPORTUNITY_TO_SEE", rows: expected.promotions },
    ]);
  });

  it("knows the households of all four as one panel", async () => {
    expect(await stored("SELECT toInt32(uniqExact(ordinal)) AS households FROM touchpoint")).toEqual([
      { households: await rawHouseholds(test) },
    ]);
  });

  it("makes a brand of every manufacturer and a category of every product category, with what was paid for each in dollars", async () => {
    const byId = new Map((await test.app.brands.allBrands()).map((row) => [row.id, row]));
    const rows = await stored<{ brand: number; currency: string; lines: number; cents: number }>(
      `SELECT brand_id AS brand, currency, toInt32(count()) AS lines, toInt32(sum(value_minor)) AS cents
       FROM touchpoint FINAL WHERE action = 'ORDER' AND brand_id != 0 GROUP BY brand_id, currency`,
    );
    const got = rows.map(({ brand: id, currency, ...sums }) => {
      expect([currency, byId.get(id)]).toMatchObject(["USD", { currencyCode: "USD", zone: "America/New_York" }]);
      return { manufacturer: byId.get(id)!.code.replace("manufacturer-", ""), ...sums };
    });
    expect(got.sort((a, b) => (a.manufacturer < b.manufacturer ? -1 : 1))).toEqual(await rawBrands(test));
    expect(await test.app.brands.allCategories()).toHaveLength(await rawCategories(test));
  });

  it("gives a redemption the brand of its coupon where that is of one manufacturer", async () => {
    const codes = new Map((await test.app.brands.allBrands()).map(({ id, code }) => [id, code]));
    const rows = await stored<{ brand: number; redemptions: number }>(
      `SELECT brand_id AS brand, toInt32(count()) AS redemptions FROM touchpoint FINAL
       WHERE action = 'BENEFIT_REDEEM' AND brand_id != 0 GROUP BY brand_id`,
    );
    const got = rows.map(({ brand: id, redemptions }) => ({
      manufacturer: codes.get(id)!.replace("manufacturer-", ""),
      redemptions,
    }));
    expect(got.sort((a, b) => (a.manufacturer < b.manufacturer ? -1 : 1))).toEqual(await rawRedemptions(test));
  });

  it("counts an opportunity to see among a brand's touchpoints, and in no reach or exposure", async () => {
    const counts = await test.query(shop.keys.BI, document("../touchpoints/touchpoint-counts"), {
      brand: brand.id,
      filter: { ...YEAR, actions: ["IMPRESSION"] },
      grain: "WINDOW",
    });
    expect(counts.data.brand.touchpointCounts.rows).toMatchObject([{ touchpoints: String(brand.exposures) }]);
    const variables = { brand: brand.id, ...YEAR, by: "PLATFORM", platforms: ["OTHER"] };
    const exposures = await test.query(shop.keys.BI, document("../journeys/exposures"), variables);
    expect(exposures.data.brand.exposures.total).toMatchObject({ impressions: "0", reach: "0" });
    const reach = await test.query(shop.keys.BI, document("../journeys/reach"), variables);
    expect(reach.data.brand.reach).toMatchObject({ people: "0" });
  });

  it("credits an opportunity to see where attribution asks for it, and not otherwise", async () => {
    const tenant: Tenant = { organisation: shop, brandId: numberOf(brand.id), otherBrandId: 0, sourceId: 0 };
    const placements = await stored<{ placement: string }>(
      `SELECT DISTINCT placement FROM touchpoint WHERE brand_id = ${tenant.brandId} AND exposure = 'OPPORTUNITY_TO_SEE'`,
    );
    const externalIds = placements.map(({ placement }) => placement);
    const campaignId = await addCampaign(test, tenant, {
      ...{ code: "in-store", ...JANUARY },
      placements: [{ name: "Displays and mailers", platform: "OTHER", externalIds }],
    });
    const lookbackDays = 7;
    const { conversions, exposed } = await rawConversions(test, brand.manufacturer, JANUARY, lookbackDays);
    expect(exposed).toBeGreaterThan(20);
    const both = ["SERVED", "OPPORTUNITY_TO_SEE"];
    await runAttribution(test, tenant, { campaignId, lookbackDays, models: ["LAST_TOUCH"] }, "served");
    await runAttribution(test, tenant, { campaignId, lookbackDays, models: ["LAST_TOUCH"], exposures: both }, "both");
    const report = async (exposures: readonly string[]) => {
      const answer = await test.query(shop.keys.BI, document("panel-attribution"), { campaign: campaignId, exposures });
      return answer.data.campaign.attributionReport;
    };
    expect(await report(["SERVED"])).toEqual({
      exposures: ["SERVED"],
      conversions: String(conversions),
      unattributed: { conversions: String(conversions) },
    });
    expect(await report(both)).toEqual({
      exposures: both,
      conversions: String(conversions),
      unattributed: { conversions: String(conversions - exposed) },
    });
    expect(await report(["OPPORTUNITY_TO_SEE"])).toBeNull();
  });

  it("meets the households' attributes", async () => {
    const client = new PeopleClient(test);
    const mapping = JSON.parse(await readFile(join(EXAMPLE, "../mappings/attributes-complete-journey.json"), "utf8"));
    const age = { ...mapping, attributes: { age_band: mapping.attributes.age_band } };
    age.ignored = ["income", "home_ownership", "marital_status", "household_size", "household_comp", "kids_count"];
    const people = await rawAges(test, brand.manufacturer);
    const bands = people.flatMap((row) => (row.age === "" ? [] : [row.age]));
    await client.define(shop.keys.ADMIN, { code: "age_band", name: "Age", type: "ENUM", allowedValues: bands });
    const rejects = await RejectFile.open(context(), { folder, name: "ages" });
    const uploaded = await test.app.peopleFiles.ingestAttributes(context(), {
      mapping: readAttributeMapping(JSON.stringify(age), "ages"),
      paths: [join(FOLDER, "demographics.csv.gz")],
      rejects,
      onProgress: () => undefined,
    });
    expect(uploaded).toMatchObject({ rejected: 0, failure: null });
    const variables = { brand: brand.id, attribute: "age_band", asOf: YEAR.to };
    const { data } = await client.send(shop.keys.BI, "attribute-distribution", variables);
    expect(data.brand.attributeDistribution).toMatchObject({
      values: people.filter((row) => row.age !== "").map((row) => ({ value: row.age, people: String(row.people) })),
      unknown: String(people.find((row) => row.age === "")!.people),
    });
  });

  it("prints the diagnosis of a brand, whose stages, cells and cross table reconcile", async () => {
    const options = { brand: `manufacturer-${brand.manufacturer}`, asOf: "2017-12-01", organisation: "grocer" };
    const report = await diagnose(test.app, createLogger("fatal"), { ...options, language: "EN" });
    expect(report).toContain(`Assets of manufacturer-${brand.manufacturer}`);
    expect(report).not.toMatch(/undefined|NaN|\[object/);
    const asOf = "2017-12-01T00:00:00-05:00";
    const [figures] = await readFigures(test, shop.keys.ADMIN, [{ brandId: brand.id, asOf }]);
    expect(Number(figures!.people)).toBeGreaterThan(100);
    expectReconciled(figures!);
    const variables = { brand: brand.id, asOf, from: "2017-10-01", to: "2017-12-01" };
    const page = await test.query(
      shop.keys.PARTNER,
      document("../../../examples/queries/partner-diagnosis"),
      variables,
    );
    expect(page.errors).toBeUndefined();
    expectWhole(page.data.brand);
  });
});
