import { toNodeId } from "../../../src/graphql/node";
import { addSource, numberOf } from "../../support/catalogue";
import { createTestApp, type TestApp, type TestOrganisation } from "../../support/test-app";
import { insertTouchpoints } from "../../support/touchpoint-rows";
import { addCatalogue, assetServiceOf, type TestCatalogue } from "../assets/asset-setup";
import { type Cloud, deepestStage, labelsAt } from "../assets/label-reference";
import { CLOUD_START, randomCloud, SHORT_RULES } from "../assets/random-cloud";
import { documentOf } from "./flow-setup";

const DAY = 86_400_000;
const SEEDS = [301, 302, 303, 304];
const FROM = CLOUD_START + 30 * DAY;
const TO = CLOUD_START + 45 * DAY;
const WINDOW = { from: new Date(FROM).toISOString(), to: new Date(TO).toISOString() };

/** A cloud of one organisation's own source. */
interface Case {
  readonly organisation: TestOrganisation;
  readonly cloud: Cloud;
}

let test: TestApp;
let catalogue: TestCatalogue;
const cases = new Map<number, Case>();

beforeAll(async () => {
  test = await createTestApp({ now: new Date(CLOUD_START + 70 * DAY) });
  catalogue = await addCatalogue(test, (await test.addOrganisation("operator")).id);
  const { definition: shipped } = await assetServiceOf(test).defaultRuleSet();
  // One search is enough, so that the cloud has people of APPEAL at the start.
  const strong = { ...SHORT_RULES.appeal.strong, times: 1 };
  const definition = { ...shipped, ...SHORT_RULES, appeal: { ...SHORT_RULES.appeal, strong } };
  await test.app.database.withSystem((manager) =>
    manager.query("UPDATE rule_set SET definition = $1 WHERE organisation_id IS NULL", [JSON.stringify(definition)]),
  );
  for (const seed of SEEDS) {
    const organisation = await test.addOrganisation(`org-${seed}`);
    await test.app.database.withSystem(async (manager) => {
      for (const id of Object.values(catalogue.brands)) await test.app.brands.grant(manager, organisation.id, id);
    });
    const sourceId = numberOf(await addSource(test, organisation.keys.ADMIN, "own", "ORGANISATION"));
    const cloud = randomCloud(seed, catalogue, definition);
    const rows = cloud.rows.map((row) => ({ ...row, sourceId }));
    await insertTouchpoints(test, rows);
    cases.set(seed, { organisation, cloud: { ...cloud, rows } });
  }
});
afterAll(() => test.close());

/** Stage at the first instant, the deepest since, and the one at the end; null: not met. */
function livesOf({ cloud }: Case, brandId: number) {
  const people = [...new Set(cloud.rows.map(({ person }) => person))];
  return people.map((person) => ({
    before: labelsAt(cloud, person, brandId, FROM)?.stage ?? null,
    deepest: deepestStage(cloud, person, brandId, FROM, TO),
    after: labelsAt(cloud, person, brandId, TO)?.stage ?? 0,
  }));
}

const STARTS: Readonly<Record<string, readonly (number | null)[]>> = {
  LAPSED: [0],
  AWARE: [1],
  APPEAL: [2],
  AWARE_OR_APPEAL: [1, 2],
  ACT: [3],
  ANY_STAGE: [1, 2, 3, 4],
};
const STAGES = ["NONE", "AWARE", "APPEAL", "ACT", "ADVOCATE"];

describe("stageReach against the slow reference, on random clouds whose touchpoints lie on the edges of windows", () => {
  it.each(SEEDS)("follows everybody of every brand alike (seed %i)", async (seed) => {
    const { organisation } = cases.get(seed)!;
    for (const brandId of Object.values(catalogue.brands)) {
      const variables = { brand: toNodeId("Brand", brandId), ...WINDOW };
      const { data } = await test.query(organisation.keys.BI, documentOf("stage-reach"), variables);
      const { flows, newInterest } = data.brand.stageReach;
      const lives = livesOf(cases.get(seed)!, brandId);
      for (const { from, to, people, reached } of flows) {
        const started = lives.filter(({ before }) => STARTS[from]!.includes(before));
        const went = started.filter(({ deepest, after }) =>
          to === null ? after === 0 : deepest >= STAGES.indexOf(to),
        );
        expect([from, to, people, reached]).toEqual([from, to, String(started.length), String(went.length)]);
      }
      const gained = lives.filter(({ before, deepest }) => !before && (deepest === 1 || deepest === 2));
      const count = (holds: (life: (typeof gained)[number]) => boolean) => String(gained.filter(holds).length);
      expect(newInterest).toEqual({
        people: String(gained.length),
        aware: count(({ deepest }) => deepest === 1),
        appeal: count(({ deepest }) => deepest === 2),
        lapsedBefore: count(({ before }) => before === 0),
        notMetBefore: count(({ before }) => before === null),
      });
    }
  });

  it("has people of every start and of most flows, so that the comparison can fail", () => {
    const lives = SEEDS.flatMap((seed) =>
      Object.values(catalogue.brands).flatMap((brandId) => livesOf(cases.get(seed)!, brandId)),
    );
    expect(new Set(lives.map(({ before }) => before))).toEqual(new Set([null, 0, 1, 2, 3, 4]));
    expect(new Set(lives.map(({ before, deepest }) => `${before} ${deepest}`)).size).toBeGreaterThan(10);
    expect(lives.some(({ before, after }) => before && after === 0)).toBe(true);
  });
});

/** When each person first stood at a stage or deeper right after a touchpoint of the window. */
function risesOf({ cloud }: Case, brandId: number) {
  const people = [...new Set(cloud.rows.map(({ person }) => person))];
  return people.map((person) => {
    const times = cloud.rows.filter((row) => row.person === person).map(({ at }) => Date.parse(at));
    const within = times.filter((time) => time >= FROM && time < TO).sort((a, b) => a - b);
    const before = labelsAt(cloud, person, brandId, FROM)?.stage ?? 0;
    const steps = within.map((time) => ({ time, stage: labelsAt(cloud, person, brandId, time + 1)?.stage ?? 0 }));
    return { before, firstAt: (stage: number) => steps.find((step) => step.stage >= stage)?.time ?? null };
  });
}

describe("stageTimes against the slow reference", () => {
  it.each(SEEDS)("times everybody of every brand alike (seed %i)", async (seed) => {
    const { organisation } = cases.get(seed)!;
    for (const brandId of Object.values(catalogue.brands)) {
      const variables = { brand: toNodeId("Brand", brandId), ...WINDOW };
      const { data } = await test.query(organisation.keys.BI, documentOf("stage-times"), variables);
      const lives = risesOf(cases.get(seed)!, brandId);
      for (const [index, time] of data.brand.stageTimes.times.entries()) {
        const stage = index + 1;
        const rises = lives
          .filter(({ before, firstAt }) => before < stage && firstAt(stage) !== null)
          .map(({ firstAt }) => ({ entered: firstAt(stage)!, reached: firstAt(stage + 1) }));
        const followed = rises
          .filter(({ entered, reached }) => entered !== reached)
          .map(({ entered, reached }) => {
            const whole = Math.floor((TO - entered) / DAY);
            const day = reached === null ? Number.POSITIVE_INFINITY : Math.ceil((reached - entered) / DAY);
            return { day: Math.min(day, whole), isReached: day <= whole };
          });
        const reached = followed.filter(({ isReached }) => isReached);
        expect(time).toMatchObject({
          entered: String(followed.length),
          reached: String(reached.length),
          notReached: String(followed.length - reached.length),
          skipped: String(rises.length - followed.length),
        });
        for (const { share, days } of time.quantiles) {
          // Day by day: of those followed so long, the share that has not come.
          let left = 1;
          let expected: number | null = null;
          for (let day = 0; day <= 15 && expected === null; day++) {
            const atRisk = followed.filter((one) => one.day >= day).length;
            const come = reached.filter((one) => one.day === day).length;
            if (atRisk > 0) left *= 1 - come / atRisk;
            if (left <= 1 - share + 1e-9) expected = day;
          }
          expect([brandId, stage, share, days]).toEqual([brandId, stage, share, expected]);
        }
      }
    }
  });

  it("has people of every outcome, so that the comparison can fail", () => {
    const outcomes = SEEDS.flatMap((seed) =>
      Object.values(catalogue.brands).flatMap((brandId) =>
        risesOf(cases.get(seed)!, brandId).flatMap(({ before, firstAt }) =>
          [1, 2, 3].flatMap((stage) => {
            const [entered, reached] = [firstAt(stage), firstAt(stage + 1)];
            if (before >= stage || entered === null) return [];
            return [`${stage} ${reached === null ? "LEFT" : reached === entered ? "SKIPPED" : "REACHED"}`];
          }),
        ),
      ),
    );
    expect(new Set(outcomes).size).toBe(9);
  });
});
