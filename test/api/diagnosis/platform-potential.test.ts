import { readFileSync } from "node:fs";
import { join } from "node:path";
import { addCatalogue, addSource } from "../../support/catalogue";
import { createTestApp, type TestApp, type TestOrganisation } from "../../support/test-app";
import { takeSnapshot } from "../assets/take-snapshot";
import { account, PeopleClient } from "../people/people-client";

const POTENTIAL = readFileSync(join(__dirname, "potential.graphql"), "utf8");
const AS_OF = "2025-11-11T00:00:00+08:00";

let test: TestApp;
let own: TestOrganisation;
let careful: TestOrganisation;
let brands: Readonly<Record<string, string>>;
let sent = 0;

const people = (first: number, last: number): readonly number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

/**
 * 20 people of haoyu visited in the window; 1 to 8 bought of it, so the POTENTIAL column holds the 12 others. RED reached 1, 2 and 9
 * to 16 (8 of 10 potential), DOUYIN 1 to 10 (2 of 10), JD everybody (12 of 20), BILIBILI one whom haoyu never met.
 */
beforeAll(async () => {
  test = await createTestApp();
  own = await test.addOrganisation("own");
  careful = await test.addOrganisation("careful", { smallGroupThreshold: 5, roundingBase: 10 });
  const grants = [own, careful].map(({ id }) => ({ organisationId: id, brands: ["haoyu"] }));
  const catalogue = await addCatalogue(test, own.keys.OPERATOR, { TV: ["haoyu", "tinglan"] }, grants);
  brands = catalogue.brands;
  const source = await addSource(test, own.keys.OPERATOR, "cloud");
  const rows = (who: readonly number[], row: object) =>
    who.map((person) => ({
      eventId: `e${sent++}`,
      occurredAt: "2025-11-05T10:00:00+08:00",
      identities: [account(person)],
      ...row,
    }));
  const view = { action: "CONTENT_VIEW", site: "OFF_SITE" };
  const order = { action: "ORDER", platform: "JD", site: "ON_SITE", brandCode: "haoyu" };
  const touchpoints = [
    ...rows(people(1, 20), { action: "VISIT", platform: "JD", site: "ON_SITE", brandCode: "haoyu" }),
    ...people(1, 8).flatMap((person) =>
      rows([person], {
        ...order,
        orderId: `o${person}`,
        quantity: 1,
        value: { amount: "199.00", currencyCode: "CNY" },
      }),
    ),
    ...rows([1, 2, ...people(9, 16)], { ...view, platform: "XIAOHONGSHU", brandCode: "tinglan" }),
    ...rows(people(1, 10), { ...view, platform: "DOUYIN", brandCode: "haoyu" }),
    ...rows([99], { ...view, platform: "BILIBILI", brandCode: "tinglan" }),
    // Before the 30 days in which the nine-grid looks for intent.
    ...rows(people(9, 20), {
      ...view,
      platform: "DOUYIN",
      brandCode: "tinglan",
      occurredAt: "2025-10-01T10:00:00+08:00",
    }),
  ];
  const { data } = await new PeopleClient(test).send(own.keys.INTEGRATION, "ingest", { source, touchpoints });
  expect([data.ingestTouchpoints.userErrors, data.ingestTouchpoints.accepted]).toEqual([[], touchpoints.length]);
  for (const organisation of [own, careful])
    await takeSnapshot(test, organisation.keys.ADMIN, { brandId: brands["haoyu"], asOf: AS_OF });
});
afterAll(() => test.close());

const ask = async (organisation: TestOrganisation, asOf = AS_OF) => {
  const { data, errors } = await test.query(organisation.keys.PARTNER, POTENTIAL, { brand: brands["haoyu"], asOf });
  expect(errors).toBeUndefined();
  return data.brand.diagnosis;
};

describe("platformPotential (V29)", () => {
  it("ranks platforms by how concentrated potential people are, with intervals", async () => {
    const { platformPotential, platformPotentialBasis } = await ask(own);
    expect(platformPotentialBasis).toMatchObject({ state: "KNOWN", people: "20", potentialPeople: "12" });
    expect([platformPotentialBasis.from, platformPotentialBasis.to].map((at: string) => Date.parse(at))).toEqual(
      ["2025-10-12T00:00:00+08:00", AS_OF].map((at) => Date.parse(at)),
    );
    expect(platformPotential.map((row: { platform: string; rank: number }) => [row.rank, row.platform])).toEqual([
      [1, "XIAOHONGSHU"],
      [2, "JD"],
      [3, "DOUYIN"],
    ]);
    const [red, jd, douyin] = platformPotential;
    // .8 over .6. Variance of the logarithm: 1/8 - 1/10 - 1/12 + 16/120 - 1/20 = .025; e^(1.96 x .1581) = 1.3633.
    expect(red).toMatchObject({
      people: "10",
      potentialPeople: "8",
      concentration: 0.8,
      low: expect.closeTo(0.4902, 4),
      high: expect.closeTo(0.9433, 4),
      tgi: { value: expect.closeTo(133.3333, 4), low: expect.closeTo(97.8, 1), high: expect.closeTo(181.77, 1) },
    });
    expect(jd).toMatchObject({ people: "20", concentration: 0.6, tgi: { value: 100 } });
    expect(jd.tgi.high - jd.tgi.low).toBeCloseTo(0, 4);
    expect(douyin).toMatchObject({ people: "10", potentialPeople: "2", concentration: 0.2 });
    expect(douyin.tgi.value).toBeCloseTo(33.3333, 4);
  });

  it("is counted once and stands for the snapshot", async () => {
    const first = await ask(own);
    const { rows } = await test.app.database.withSystem(async (manager) => ({
      rows: (await manager.query("SELECT asset_snapshot_id FROM platform_potential")) as unknown[],
    }));
    expect(rows.length).toBeGreaterThanOrEqual(1);
    expect(await ask(own)).toEqual(first);
  });

  it("withholds small parts, on the platform and elsewhere, and rounds what it tells", async () => {
    const { platformPotential, platformPotentialBasis } = await ask(careful);
    expect(platformPotentialBasis).toMatchObject({ people: "20", potentialPeople: "12" });
    const withheld = { potentialPeople: null, concentration: null, low: null, high: null, tgi: null, rank: null };
    expect(platformPotential).toEqual([
      {
        platform: "JD",
        people: "20",
        potentialPeople: "10",
        concentration: 0.5,
        low: expect.closeTo(0.2993, 4),
        high: expect.closeTo(0.7007, 4),
        rank: 1,
        tgi: expect.objectContaining({ value: 100 }),
      },
      // 2 potential people on DOUYIN, and 2 others on XIAOHONGSHU.
      { platform: "DOUYIN", people: "10", ...withheld },
      { platform: "XIAOHONGSHU", people: "10", ...withheld },
    ]);
  });

  it("says why there is none without a snapshot", async () => {
    expect(await ask(own, "2025-11-12T00:00:00+08:00")).toEqual({
      platformPotential: null,
      platformPotentialBasis: {
        state: "NO_SNAPSHOT",
        ...{ people: null, potentialPeople: null, from: null, to: null, computedAt: null, ruleSet: null },
      },
    });
  });
});
