import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { DateTime } from "luxon";
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
import { type RawCampaign, rawCampaigns, rawFrequency, rawMedia, rawSales } from "./raw-campaigns";
import {
  FOLDER,
  hasCompleteJourney,
  loadRawFiles,
  rawAges,
  rawBrands,
  rawCategories,
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
/** Campaign in whose window those weeks lie. */
const JANUARY = "26";
/** External ids of promotions by medium: display 0 is none, and so is mailer 0. */
const MEDIA: readonly (readonly [name: string, isOf: (placement: string) => boolean])[] = [
  ["Mailer", (placement) => placement.startsWith("display-0.")],
  ["Display", (placement) => placement.endsWith(".mailer-0")],
  ["Both", () => true],
];
/** Midnight of a day in New York, summer or winter. */
const atMidnight = (day: string): string => DateTime.fromISO(day, { zone: "America/New_York" }).toISO()!;
const YEAR = { from: "2017-01-01T00:00:00-05:00", to: "2018-01-01T00:00:00-05:00" };

describeWithData("Complete Journey", () => {
  let test: TestApp;
  let shop: TestOrganisation;
  let folder: string;
  const runs: Record<string, IntegrationRun> = {};
  let campaigns: readonly { readonly id: string; readonly raw: RawCampaign }[];
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

  const inZone = ({ from, to }: RawCampaign) => ({ from: atMidnight(from), to: atMidnight(to) });
  /** All 27 as campaigns of the brand, under their own numbers; promotions are placements of the one in January. */
  const addCampaigns = async () => {
    const placements = await stored<{ placement: string }>(
      `SELECT DISTINCT placement FROM touchpoint WHERE brand_id = ${numberOf(brand.id)} AND exposure = 'OPPORTUNITY_TO_SEE' ORDER BY placement`,
    );
    const mediumOf = (placement: string) => MEDIA.find(([, isOf]) => isOf(placement))![0];
    const media = MEDIA.map(([name]) => ({
      ...{ name, platform: "OTHER" },
      externalIds: placements.flatMap(({ placement }) => (mediumOf(placement) === name ? placement : [])),
    }));
    const tenant: Tenant = { organisation: shop, brandId: numberOf(brand.id), otherBrandId: 0, sourceId: 0 };
    const added = [];
    for (const raw of await rawCampaigns(test, brand.manufacturer)) {
      const fixture = { code: raw.code, ...inZone(raw), placements: raw.code === JANUARY ? media : [] };
      added.push({ id: await addCampaign(test, tenant, fixture), raw });
    }
    return added;
  };

  beforeAll(async () => {
    test = await createTestApp();
    shop = await test.addOrganisation("grocer");
    folder = await mkdtemp(join(tmpdir(), "valuegraph-complete-journey-"));
    const prepare = [join(EXAMPLE, "prepare.mjs"), FOLDER, folder, String(LAST_WEEK)];
    await Promise.all([promisify(execFile)(process.execPath, prepare), loadRawFiles(test, LAST_WEEK)]);
  });
  beforeAll(async () => {
    for (const name of ["orders", "mailings", "redemptions", "promotions"]) runs[name] = await ingest(name);
    const { manufacturer, exposures } = await rawMostPromoted(test);
    const ids = await grantBrands(test, shop, [`manufacturer-${manufacturer}`]);
    brand = { manufacturer, exposures, id: ids.get(`manufacturer-${manufacturer}`)! };
  });
  beforeAll(async () => {
    campaigns = await addCampaigns();
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

  it("follows each of the 27 mailings to coupons and orders", async () => {
    expect(campaigns).toHaveLength(27);
    const tenant: Tenant = { organisation: shop, brandId: numberOf(brand.id), otherBrandId: 0, sourceId: 0 };
    const follow = async ({ id, raw }: (typeof campaigns)[number]): Promise<void> => {
      const input = { campaignId: id, lookbackDays: 365, models: ["LAST_TOUCH"], conversionAction: "BENEFIT_REDEEM" };
      await runAttribution(test, tenant, input, `coupons of ${raw.code}`);
      const { data, errors } = await test.query(shop.keys.BI, document("campaign-journey"), { campaign: id });
      expect(errors).toBeUndefined();
      const [exposure, , , order] = data.campaign.journey.hops;
      // Nobody is seen to visit or to engage, so a chain ends with the mailing; orders are beside it.
      expect([raw.code, exposure, order]).toMatchObject([
        raw.code,
        { hop: "EXPOSURE", people: String(raw.mailed), reached: String(raw.mailed) },
        { people: String(raw.orderers), reached: "0", withoutExposure: String(raw.unexposedOrderers) },
      ]);
      expect([raw.code, data.campaign.attributionReport]).toEqual([
        raw.code,
        {
          conversionAction: "BENEFIT_REDEEM",
          conversions: String(raw.redeemers),
          unattributed: { conversions: String(raw.unmailedRedeemers) },
          journeyCoverage: { journeysWithoutConversion: expect.any(String) },
        },
      ]);
      // A household is written to once: there is one point, and so no best number of mailings.
      expect([raw.code, data.campaign.frequencyCurve]).toEqual([
        raw.code,
        {
          points: expect.arrayContaining([
            { touches: 1, people: String(raw.mailed), conversions: String(raw.mailedOrderers) },
          ]),
        },
      ]);
    };
    await Promise.all(campaigns.map(follow));
  });

  it("has coupons of the brand to follow", () => {
    expect(campaigns.reduce((sum, { raw }) => sum + raw.redeemers - raw.unmailedRedeemers, 0)).toBeGreaterThan(100);
  });

  it("credits orders to media: mailings, and opportunities to see only where they are asked for", async () => {
    const tenant: Tenant = { organisation: shop, brandId: numberOf(brand.id), otherBrandId: 0, sourceId: 0 };
    const { id: campaignId, raw } = campaigns.find(({ raw: { code } }) => code === JANUARY)!;
    const lookbackDays = 30;
    const media = await rawMedia(test, { manufacturer: brand.manufacturer, campaign: JANUARY, lookbackDays }, raw);
    expect(media.conversions).toBeGreaterThan(1_000);
    for (const medium of ["Mailing", "Mailer", "Display", "Both"]) expect(media.lastTouch[medium]).toBeGreaterThan(20);
    const both = ["SERVED", "OPPORTUNITY_TO_SEE"];
    const models = ["LAST_TOUCH", "MARKOV"];
    await runAttribution(test, tenant, { campaignId, lookbackDays, models: ["LAST_TOUCH"] }, "served");
    await runAttribution(test, tenant, { campaignId, lookbackDays, models, exposures: both }, "both");
    const report = async (exposures: readonly string[]) => {
      const answer = await test.query(shop.keys.BI, document("media-attribution"), { campaign: campaignId, exposures });
      expect(answer.errors).toBeUndefined();
      return answer.data.campaign.attributionReport;
    };
    const conversions = String(media.conversions);
    expect(await report(["SERVED"])).toMatchObject({
      conversions,
      unattributed: { conversions: String(media.conversions - media.mailed) },
    });
    const all = await report(both);
    expect(all).toMatchObject({ conversions, unattributed: { conversions: String(media.lastTouch[""]) } });
    const credited = Object.fromEntries(
      // biome-ignore lint/suspicious/noExplicitAny: the document decides the shape
      all.lines.nodes.map(({ placement, credits }: any) => [
        placement?.name ?? "Mailing",
        Number(credits.find(({ model }: { model: string }) => model === "LAST_TOUCH").conversions),
      ]),
    );
    const { "": none, ...lastTouch } = media.lastTouch;
    expect(credited).toEqual(lastTouch);
    // biome-ignore lint/suspicious/noExplicitAny: the document decides the shape
    const points = all.frequency.map((point: any) => [point.touches, Number(point.people), Number(point.conversions)]);
    const told = points.filter(([, people]: [number, number]) => people > 0);
    const expected = await rawFrequency(test, { manufacturer: brand.manufacturer, campaign: JANUARY }, raw);
    expect(told).toEqual(expected.map(({ touches, people, conversions: won }) => [touches, people, won]));
    expect(await report(["OPPORTUNITY_TO_SEE"])).toBeNull();
  });

  it("reviews the autumn's campaign against the summer's", async () => {
    const tenant: Tenant = { organisation: shop, brandId: numberOf(brand.id), otherBrandId: 0, sourceId: 0 };
    const [summer, autumn] = ["13", "18"].map((code) => campaigns.find(({ raw }) => raw.code === code)!);
    for (const { id, raw } of [summer!, autumn!])
      await runAttribution(test, tenant, { campaignId: id, models: ["LAST_TOUCH"] }, `orders of ${raw.code}`);
    const { AD_OPS, BI } = shop.keys;
    const phases = [summer!, autumn!].map(({ id }) => ({ campaignId: id }));
    const programme = await test.query(AD_OPS, document("../growth-programmes/create-growth-programme"), {
      input: { brandId: brand.id, name: "Type A", phases },
    });
    expect(programme.data.createGrowthProgramme.userErrors).toEqual([]);
    const published = await test.query(BI, document("../reviews/publish-review"), {
      input: { campaignId: autumn!.id },
    });
    expect(published.data.publishReview.userErrors).toEqual([]);
    expect(await test.waitForRun(BI, published.data.publishReview.run.id)).toMatchObject({ status: "SUCCEEDED" });
    const { data } = await test.query(BI, document("compared-review"), { campaign: autumn!.id });
    expect(data.campaign.growthProgramme.comparisonBase).toEqual({ code: "13" });
    const [before, after] = await Promise.all(
      [summer!, autumn!].map(({ raw }) => rawSales(test, brand.manufacturer, raw)),
    );
    const { figures, missingParts } = data.campaign.review;
    const of = (name: string) => figures.find(({ metric }: { metric: string }) => metric === name);
    expect(of("CONVERSIONS")).toMatchObject({ value: after!.orders, state: "KNOWN" });
    expect(of("CONVERSIONS").againstBase).toBeCloseTo(after!.orders / before!.orders - 1, 9);
    expect(of("GMV").value).toBeCloseTo(after!.cents / 100, 2);
    expect(of("GMV").againstBase).toBeCloseTo(after!.cents / before!.cents - 1, 9);
    // The files say nothing of costs, and benchmarks were not refreshed for these days.
    expect(of("COST")).toMatchObject({ value: null });
    expect(of("ROI")).toMatchObject({ value: null });
    expect(missingParts.map(({ part }: { part: string }) => part)).toEqual(
      expect.arrayContaining(["LAST_YEAR", "COST"]),
    );
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
