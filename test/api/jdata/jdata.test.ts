import { readFileSync } from "node:fs";
import { join } from "node:path";
import { diagnose } from "../../../src/cli/diagnose";
import { createLogger } from "../../../src/platform/logger";
import { createTestApp, type TestApp, type TestOrganisation } from "../../support/test-app";
import { expectWhole } from "../diagnosis/whole-page";
import {
  type BrandAt,
  type ExactDuplicates,
  grantBrands,
  importJdata,
  type PublishedFigures,
  readFigures,
  takeSnapshots,
} from "./jdata-setup";
import { loadRawRows, type RawFigures, type Rows, rawFigures } from "./raw-figures";
import { hasJdata, type RawRow, readRawFiles } from "./raw-rows";
import { expectReconciled } from "./reconcile";

if (!hasJdata)
  process.stderr.write("The JData tests are skipped: ../shared/data/jdata is absent beside this repository.\n");
const describeWithData = hasJdata ? describe : describe.skip;

/** Midnights in Shanghai after the three windows of the data. */
const DAYS = ["2016-02-02", "2016-03-02", "2016-04-02"] as const;
const PAGE = readFileSync(join(__dirname, "../../../examples/queries/partner-diagnosis.graphql"), "utf8");
const instantOf = (day: string): string => `${day}T00:00:00+08:00`;
/** A brand that fewer people met says little; 33 of 193 are left. */
const LEAST_PEOPLE = 50;

/** Snapshots that are labelled anew after the second import: enough to see a change, few enough for a test. */
const LABELLED_AGAIN = 8;

const peopleBy = (rows: readonly RawRow[]): ReadonlyMap<string, number> => {
  const people = new Map<string, Set<string>>();
  for (const { brand, user_id } of rows) people.set(brand, (people.get(brand) ?? new Set()).add(user_id));
  return new Map([...people].map(([brand, users]) => [brand, users.size]));
};

/** The brand whom most people met in a category. */
const largestOf = (category: string, rows: readonly RawRow[]): string =>
  [...peopleBy(rows.filter((row) => row.cate === category))].sort(([, a], [, b]) => b - a)[0]![0];

/** Published figures in the form of those told from raw rows. */
const comparable = (brand: string, figures: PublishedFigures): RawFigures => ({
  brand,
  people: Number(figures.people),
  lapsed: Number(figures.lapsed),
  stages: figures.stages.map(({ people }) => Number(people)) as unknown as RawFigures["stages"],
});

describeWithData.each<{ duplicates: ExactDuplicates; rows: Rows; accepted: number }>([
  { duplicates: "keep", rows: "ALL", accepted: 89_997 },
  { duplicates: "drop", rows: "DISTINCT", accepted: 66_127 },
])("JData with equal rows under $duplicates", ({ duplicates, rows, accepted }) => {
  const raw = hasJdata ? readRawFiles() : { rows: [], distinct: 0 };
  let test: TestApp;
  let organisation: TestOrganisation;
  let ids: ReadonlyMap<string, string>;
  const places = (): (BrandAt & { readonly code: string; readonly day: string })[] =>
    DAYS.flatMap((day) => [...ids].map(([code, brandId]) => ({ code, day, brandId, asOf: instantOf(day) })));
  const published = (): Promise<PublishedFigures[]> =>
    readFigures(
      test,
      organisation.keys.ADMIN,
      places().map(({ brandId, asOf }) => ({ brandId, asOf })),
    );

  beforeAll(async () => {
    test = await createTestApp();
    organisation = await test.addOrganisation("jd");
    await loadRawRows(test, raw.rows);
  });
  afterAll(() => test.close());

  it("takes each event once", async () => {
    expect(duplicates === "keep" ? raw.rows.length : raw.distinct).toBe(accepted);
    const run = await importJdata(test, organisation, duplicates);
    expect(run).toMatchObject({
      status: "SUCCEEDED",
      received: BigInt(raw.rows.length),
      accepted: BigInt(accepted),
      duplicates: BigInt(raw.rows.length - accepted),
      conflicts: 0n,
      rejected: 0n,
    });
    expect(run.rejectedByReason).toEqual({});
  });

  it("publishes the stages of every brand as independent SQL over the raw rows tells them", async () => {
    const large = [...peopleBy(raw.rows)].filter(([, people]) => people >= LEAST_PEOPLE).map(([brand]) => brand);
    ids = await grantBrands(test, organisation, large);
    await takeSnapshots(
      test,
      organisation.keys.ADMIN,
      places().map(({ brandId, asOf }) => ({ brandId, asOf })),
    );
    const figures = await published();
    for (const day of DAYS) {
      const expected = (await rawFigures(test, rows, `${day} 00:00:00`)).filter(({ brand }) => ids.has(brand));
      const got = places().flatMap((place, i) => (place.day === day ? [comparable(place.code, figures[i]!)] : []));
      // A brand that nobody had met by then has no raw row.
      expect(got.filter(({ people }) => people > 0).sort((a, b) => (a.brand < b.brand ? -1 : 1))).toEqual(expected);
    }
  });

  it("has A1 to A3 of the largest brand of category 4, and no A4: nobody has two order days", async () => {
    const largest = largestOf("4", raw.rows);
    const figures = await published();
    const got = places().flatMap((place, i) => (place.code === largest ? [comparable(largest, figures[i]!)] : []));
    const expected = await Promise.all(DAYS.map((day) => rawFigures(test, rows, `${day} 00:00:00`)));
    expect(got).toEqual(expected.map((brands) => brands.find(({ brand }) => brand === largest)));
    for (const { stages } of got) expect(stages[3]).toBe(0);
  });

  it("reconciles stages, cells and their cross table with the people of every snapshot", async () => {
    for (const figures of await published()) expectReconciled(figures);
  });

  it("prints the diagnosis of the largest brand of categories 4, 5 and 8, and answers the partner's page whole", async () => {
    for (const category of ["4", "5", "8"]) {
      const brand = largestOf(category, raw.rows);
      const options = { brand, asOf: DAYS[2], organisation: "jd", language: "EN" };
      const report = await diagnose(test.app, createLogger("fatal"), options);
      expect(report).toContain(`Assets of ${brand}`);
      expect(report).not.toMatch(/undefined|NaN|\[object/);
      const variables = { brand: ids.get(brand), asOf: instantOf(DAYS[2]), from: "2016-03-01", to: DAYS[2] };
      const { data, errors } = await test.query(organisation.keys.ADMIN, PAGE, { ...variables, language: "ZH" });
      expect(errors).toBeUndefined();
      expectWhole(data.brand);
      // Each category has at least 6 brands that people met, so its figures are compared.
      expect(data.brand.diagnosis.waterLevel.benchmark.industryMean).toBeGreaterThan(0);
      const own = new Map(
        data.brand.diagnosis.metrics.map((row: { metric: string; people: string }) => [row.metric, row.people]),
      );
      // Those of its primary category; the snapshot is of all its categories.
      expect(Number(own.get("MET_PEOPLE"))).toBeLessThanOrEqual(Number(data.brand.assetSnapshot.people));
      for (const people of [own.get("MET_PEOPLE"), data.brand.assetSnapshot.people])
        expect(report).toContain(Number(people).toLocaleString("en-GB"));
    }
  });

  it("changes no figure when the same files come again", async () => {
    const before = await published();
    const run = await importJdata(test, organisation, duplicates);
    expect(run).toMatchObject({ accepted: 0n, duplicates: BigInt(raw.rows.length), conflicts: 0n, rejected: 0n });
    expect(await published()).toEqual(before);
    // The same instants a second later are labelled anew, from the rows as they are now.
    const again = places().map(({ brandId, day }) => ({ brandId, asOf: `${day}T00:00:01+08:00` }));
    await takeSnapshots(test, organisation.keys.ADMIN, again.slice(0, LABELLED_AGAIN));
    expect(await readFigures(test, organisation.keys.ADMIN, again.slice(0, LABELLED_AGAIN))).toEqual(
      before.slice(0, LABELLED_AGAIN),
    );
  });
});
