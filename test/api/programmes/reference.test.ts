import { SeededRandom } from "../../../src/engines/numeric/seeded-random";
import { toNodeId } from "../../../src/graphql/node";
import { addSource, numberOf } from "../../support/catalogue";
import { createTestApp, type TestApp, type TestOrganisation } from "../../support/test-app";
import { insertTouchpoints, type TouchpointRow } from "../../support/touchpoint-rows";
import { addCatalogue, assetServiceOf, type TestCatalogue } from "../assets/asset-setup";
import { type Cloud, deepestStage, labelsAt } from "../assets/label-reference";
import { CLOUD_START, randomCloud, SHORT_RULES } from "../assets/random-cloud";
import { createProgramme, documentOf, programmeInput } from "./programme-setup";

const DAY = 86_400_000;
const SEEDS = [201, 202, 203, 204];
const FROM = CLOUD_START + 30 * DAY;
const TO = CLOUD_START + 45 * DAY;
const WINDOW = { from: new Date(FROM).toISOString(), to: new Date(TO).toISOString() };

/** A cloud of one organisation's own source, with programmes A and B and creators k and l; l published the content l1. */
interface Case {
  readonly organisation: TestOrganisation;
  readonly cloud: Cloud;
  readonly programmes: Readonly<Record<string, string>>;
}

let test: TestApp;
let catalogue: TestCatalogue;
const cases = new Map<number, Case>();

beforeAll(async () => {
  test = await createTestApp({ now: new Date(CLOUD_START + 70 * DAY) });
  const assets = assetServiceOf(test);
  const operator = await test.addOrganisation("operator");
  catalogue = await addCatalogue(test, operator.id);
  const { definition: shipped } = await assets.defaultRuleSet();
  const definition = { ...shipped, ...SHORT_RULES };
  await test.app.database.withSystem((manager) =>
    manager.query("UPDATE rule_set SET definition = $1 WHERE organisation_id IS NULL", [JSON.stringify(definition)]),
  );
  for (const seed of SEEDS) cases.set(seed, await openCase(seed, definition));
});
afterAll(() => test.close());

async function openCase(seed: number, definition: Cloud["definition"]): Promise<Case> {
  const organisation = await test.addOrganisation(`org-${seed}`);
  await test.app.database.withSystem(async (manager) => {
    for (const id of Object.values(catalogue.brands)) await test.app.brands.grant(manager, organisation.id, id);
  });
  const sourceId = numberOf(await addSource(test, organisation.keys.ADMIN, "own", "ORGANISATION"));
  const random = SeededRandom.fromSeed(seed);
  const pick = <T>(values: readonly T[]): T => values[random.integer(0, values.length - 1)]!;
  const cloud = randomCloud(seed, catalogue, definition);
  const rows = cloud.rows.map((row) => ({
    ...row,
    sourceId,
    programme: pick(["", "", "A", "B", "X"]),
    creator: pick(["", "", "k", "l", "m"]),
    content: pick(["", "", "k1", "l1"]),
  }));
  await insertTouchpoints(test, rows);
  const brandId = toNodeId("Brand", catalogue.brands.tvOne);
  const programmes: Record<string, string> = {};
  for (const code of ["A", "B"])
    programmes[code] = await createProgramme(test, organisation, programmeInput(brandId, { code }));
  const register = (document: string, variables: object) =>
    test.query(organisation.keys.AD_OPS, documentOf(document), variables);
  await register("register-creators", {
    creators: ["k", "l"].map((code) => ({ code, name: code, tier: "KOC", platform: "DOUYIN" })),
  });
  const post = { contentCode: "l1", creatorCode: "l", title: "l1", publishedAt: WINDOW.from };
  await register("register-creator-posts", {
    brand: brandId,
    posts: [{ ...post, cost: { amount: "60", currencyCode: "CNY" } }],
  });
  return { organisation, cloud: { ...cloud, rows }, programmes };
}

const timeOf = (row: TouchpointRow): number => Date.parse(row.at);
const peopleOf = (rows: readonly TouchpointRow[]): readonly string[] => [...new Set(rows.map(({ person }) => person))];

/** Rows of the window about the brand or about none. */
const contactsOf = ({ cloud }: Case): readonly TouchpointRow[] =>
  cloud.rows.filter(
    (row) => (!row.brandId || row.brandId === catalogue.brands.tvOne) && timeOf(row) >= FROM && timeOf(row) < TO,
  );

const stageBefore = (cloud: Cloud, person: string): number =>
  labelsAt(cloud, person, catalogue.brands.tvOne, FROM)?.stage ?? 0;
const stageAfter = (cloud: Cloud, person: string): number =>
  deepestStage(cloud, person, catalogue.brands.tvOne, FROM, TO);

/** ACT, and nothing else, is a net order in its look-back. */
const hasOrdered = (cloud: Cloud, person: string, at: number, days: number): boolean => {
  const definition = { ...cloud.definition, universeDays: 9_999, act: { days } };
  return (labelsAt({ ...cloud, definition }, person, catalogue.brands.tvOne, at)?.stage ?? 0) >= 3;
};

const DEFINITIONS = {
  STAGE_ZERO_BEFORE: {
    isNew: (cloud: Cloud, person: string) => stageBefore(cloud, person) === 0 && stageAfter(cloud, person) >= 1,
    isInBase: () => true,
  },
  SHARE_OF_A1_TOUCHED: {
    isNew: (cloud: Cloud, person: string) => stageBefore(cloud, person) === 0 && stageAfter(cloud, person) >= 1,
    isInBase: (cloud: Cloud, person: string) => stageAfter(cloud, person) >= 1,
  },
  NO_ORDER_365D: {
    isNew: (cloud: Cloud, person: string) =>
      hasOrdered(cloud, person, TO, (TO - FROM) / DAY) && !hasOrdered(cloud, person, FROM, 365),
    isInBase: () => true,
  },
} as const;

describe("against the slow reference, on random clouds whose touchpoints lie on the edges of windows", () => {
  it.each(SEEDS)("measures programmes alike by every definition (seed %i)", async (seed) => {
    const { organisation, cloud, programmes } = cases.get(seed)!;
    for (const [definition, { isNew, isInBase }] of Object.entries(DEFINITIONS)) {
      for (const code of ["A", "B"]) {
        const reached = peopleOf(contactsOf(cases.get(seed)!).filter(({ programme }) => programme === code));
        const variables = { id: programmes[code], definition, ...WINDOW };
        const { data } = await test.query(organisation.keys.BI, documentOf("pull-new"), variables);
        expect(data.mediaProgramme.pullNew).toMatchObject({
          reached: String(reached.length),
          denominator: String(reached.filter((person) => isInBase(cloud, person)).length),
          numerator: String(reached.filter((person) => isNew(cloud, person)).length),
        });
      }
    }
  });

  it("meets new people and known ones by every definition, so that the comparison can fail", () => {
    for (const { isNew } of Object.values(DEFINITIONS)) {
      const verdicts = SEEDS.flatMap((seed) => {
        const { cloud } = cases.get(seed)!;
        return peopleOf(contactsOf(cases.get(seed)!)).map((person) => isNew(cloud, person));
      });
      expect(new Set(verdicts)).toEqual(new Set([true, false]));
    }
  });

  it.each(SEEDS)("measures creators alike (seed %i)", async (seed) => {
    const { organisation, cloud } = cases.get(seed)!;
    const variables = { brand: toNodeId("Brand", catalogue.brands.tvOne), ...WINDOW, first: 10 };
    const { data } = await test.query(organisation.keys.BI, documentOf("creator-resources"), variables);
    const rows = data.brand.creatorResources.nodes;
    for (const code of ["k", "l"]) {
      const contacts = contactsOf(cases.get(seed)!).filter(
        (row) => (row.content === "l1" ? "l" : row.creator) === code,
      );
      const people = peopleOf(contacts);
      const risen = (stage: number): number =>
        people.filter((person) => stageBefore(cloud, person) < stage && stageAfter(cloud, person) >= stage).length;
      expect(rows.find((row: { creator: { code: string } }) => row.creator.code === code)).toMatchObject({
        exposures: String(contacts.filter(({ action }) => action === "IMPRESSION").length),
        views: String(contacts.filter(({ action }) => action === "CONTENT_VIEW").length),
        reach: String(people.length),
        newAware: String(risen(1)),
        newAppeal: String(risen(2)),
        seedRate: risen(2) / people.length,
      });
    }
  });
});
