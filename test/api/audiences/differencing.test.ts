import { SeededRandom } from "../../../src/engines/numeric/seeded-random";
import { createTestApp, type TestApp, type TestOrganisation } from "../../support/test-app";
import { insertTouchpoints, type TouchpointRow } from "../../support/touchpoint-rows";
import { type AudienceFixture, createAudienceFixture, document, NOW } from "./audience-fixture";

const THRESHOLD = 20;
const BASE = 10;
const PEOPLE = 300;
const PAIRS = 20;
const ACTIONS = ["CONTENT_VIEW", "CLICK", "SEARCH", "FAVOURITE", "ADD_TO_CART"];
const PLATFORMS = ["DOUYIN", "XIAOHONGSHU", "JD", "WECHAT"];

let test: TestApp;
let fixture: AudienceFixture;
let open: TestOrganisation;
const random = SeededRandom.fromSeed(7);
const pick = <T>(values: readonly T[]): T => values[random.integer(0, values.length - 1)]!;

beforeAll(async () => {
  test = await createTestApp({ now: NOW });
  fixture = await createAudienceFixture(test, { smallGroupThreshold: THRESHOLD, roundingBase: BASE });
  open = await test.addOrganisation("open");
  await test.app.database.withSystem((manager) => test.app.brands.grant(manager, open.id, fixture.brandId));
  await insertTouchpoints(test, Array.from({ length: PEOPLE * 6 }, touchpoint));
});
afterAll(() => test.close());

const touchpoint = (): TouchpointRow => ({
  person: `p${100 + random.integer(0, PEOPLE - 1)}`,
  at: new Date(NOW.getTime() - random.integer(1, 80 * 24) * 3_600_000).toISOString(),
  action: pick(ACTIONS),
  platform: pick(PLATFORMS),
  brandId: fixture.brandId,
});

const did = (days: number, min = 1) => ({
  did: { action: pick(ACTIONS), platforms: [pick(PLATFORMS)], times: { min }, within: { days } },
});

/** A broad group, and a narrow one that a person could be singled out by. */
const broad = () => ({ anyOf: [did(60), did(60), did(80), did(80), did(80)] });
const narrow = () => ({ allOf: [did(random.integer(5, 40)), did(random.integer(10, 80), random.integer(1, 2))] });

async function peopleOf(organisation: TestOrganisation, rules: object): Promise<number | null> {
  const { data } = await test.query(organisation.keys.AD_OPS, document("estimate"), { brand: fixture.brand, rules });
  const { people } = data.estimateAudiencePack.size;
  return people === null ? null : Number(people);
}

/** What someone who subtracts finds out about the people between two groups, with the truth beside it. */
async function attack() {
  const [all, few] = [broad(), narrow()];
  const rest = { allOf: [all, { not: few }] };
  const [told, without] = [await peopleOf(fixture.organisation, all), await peopleOf(fixture.organisation, rest)];
  const truth = (await peopleOf(open, all))! - (await peopleOf(open, rest))!;
  return { told, without, truth };
}

it("leaves whoever subtracts two answers with a range of counts, never with one", async () => {
  const pairs: Awaited<ReturnType<typeof attack>>[] = [];
  for (let pair = 0; pair < PAIRS; pair++) pairs.push(await attack());
  const answered = pairs.flatMap(({ told, without, truth }) =>
    told === null || without === null ? [] : [{ difference: told - without, truth }],
  );
  expect(answered.length).toBeGreaterThan(PAIRS / 2);
  expect(answered.filter(({ truth }) => truth > 0 && truth < THRESHOLD).length).toBeGreaterThan(PAIRS / 4);
  for (const { told, without } of pairs)
    for (const people of [told, without]) if (people !== null) expect(people % BASE).toBe(0);
  for (const { difference, truth } of answered) {
    // Counts that round to the two answers lie less than a step apart from the difference, on either side.
    const possible = range(Math.max(0, difference - BASE + 1), difference + BASE - 1);
    expect(possible).toContain(truth);
    expect(possible.length).toBeGreaterThanOrEqual(BASE);
  }
});

it("shows a single person in about every tenth pair at most, as rounding to ten does", async () => {
  const single: number[] = [];
  for (let tries = 0; tries < 6 * PAIRS && single.length < PAIRS; tries++) {
    const { told, without, truth } = await attack();
    if (truth === 1 && told !== null && without !== null) single.push(told - without);
  }
  expect(single.length).toBeGreaterThan(PAIRS / 4);
  const shown = single.filter((difference) => difference !== 0).length;
  const expected = single.length / BASE;
  expect(shown).toBeLessThanOrEqual(expected + 4 * Math.sqrt(expected * (1 - 1 / BASE)));
});

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index);
