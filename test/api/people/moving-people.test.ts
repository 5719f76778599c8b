import { setTimeout as sleep } from "node:timers/promises";
import { PeopleSettlement } from "../../../src/features/people/people-settlement";
import type { SettlePassParts } from "../../../src/features/people/settle-pass";
import type { AdvisoryLocks } from "../../../src/platform/postgres/locks";
import { contextOf, createPeopleCloud, identity, ingest, type PeopleCloud, settle } from "./people-setup";

let cloud: PeopleCloud;
beforeAll(async () => {
  cloud = await createPeopleCloud();
  // The app's own worker settles nothing: the job that would is queued for ever.
  await cloud.test.app.database.withSystem(async (manager) => {
    const [job] = await manager.query(
      `INSERT INTO job_run (id, organisation_id, access_key_id, kind, status, payload, created_at)
       VALUES (gen_random_uuid(), $1, $1, 'SETTLE_PEOPLE', 'QUEUED', '{}', now()) RETURNING id`,
      [cloud.operator.id],
    );
    await manager.query("UPDATE people_settlement SET job_id = $1", [job.id]);
  });
});
afterAll(() => cloud.test.close());

/** The app's settle, which stands still when touchpoints are copied to their new person and not deleted from the old one. */
function settleHalfWay(): { readonly isHalfWay: Promise<void>; goOn(): void; readonly ended: Promise<unknown> } {
  const own = cloud.test.app.people.settle;
  const parts = Reflect.get(own, "parts") as SettlePassParts;
  let arrive = (): void => {};
  let goOn = (): void => {};
  const isHalfWay = new Promise<void>((resolve) => (arrive = resolve));
  const mayGoOn = new Promise<void>((resolve) => (goOn = resolve));
  const moves = Object.create(parts.moves, {
    copyTouchpoints: {
      value: async (...all: Parameters<SettlePassParts["moves"]["copyTouchpoints"]>) => {
        await parts.moves.copyTouchpoints(...all);
        arrive();
        await mayGoOn;
      },
    },
  });
  const halting = new PeopleSettlement({ ...parts, moves }, Reflect.get(own, "locks") as AdvisoryLocks);
  return { isHalfWay, goOn, ended: halting.settle(contextOf(cloud.operator)) };
}

const WINDOW = 'from: "2025-11-01T00:00:00Z", to: "2025-12-01T00:00:00Z"';
const FIGURES: Readonly<Record<string, string>> = {
  coverage: `journeyCoverage(${WINDOW}) { people oneIdentity unmatchedShare platforms { touches people } }`,
  journey: `journey(${WINDOW}) { hops { hop people } }`,
  reach: `reach(${WINDOW}, platforms: ["JD"], actions: [VISIT]) { people }`,
  reachByPlatform: `reachByPlatform(${WINDOW}, actions: [VISIT]) { total platforms { touches people } }`,
  exposures: `exposures(by: PLATFORM, ${WINDOW}) { total { impressions reach } }`,
  person: `personJourney(${WINDOW}, identity: { namespace: "JD_PIN", value: "${identity("mb").value}" }) {
    touchpoints(first: 10) { totalCount nodes { eventId } } }`,
  ranking: `mediaProgrammeRanking(definition: STAGE_ZERO_BEFORE, ${WINDOW}) {
    rows { pullNew { reached numerator } } unknown { touchpoints people } }`,
  creators: `creatorResources(${WINDOW}, first: 10) { nodes { reach exposures newAware } }`,
};

const ask = async (name: string) => {
  const answer = await cloud.test.query(
    cloud.acme.keys.ADMIN,
    `query($brand: ID!) { brand(id: $brand) { ${FIGURES[name]} } }`,
    { brand: cloud.brands["haoyu"] },
  );
  expect(answer.errors).toBeUndefined();
  return answer.data.brand;
};

it("figures of journeys and programmes are read when nobody is on the way from person to person", async () => {
  const { keys } = cloud.acme;
  const created = await cloud.test.query(
    keys.ADMIN,
    `mutation($brand: ID!) {
      createMediaProgramme(input: { brandId: $brand, code: "P1", name: "P1", partnerPlatform: "JD", startsOn: "2025-01-01", hasDataReturn: true }) { userErrors { message } }
      registerCreators(input: { creators: [{ platform: "JD", code: "c1", name: "c1", tier: KOC }] }) { userErrors { message } }
    }`,
    { brand: cloud.brands["haoyu"] },
  );
  expect(created.data).toMatchObject({
    createMediaProgramme: { userErrors: [] },
    registerCreators: { userErrors: [] },
  });
  const of = { brand: "haoyu", creatorCode: "c1" };
  const shown = { ...of, action: "IMPRESSION", programmeCode: "P1" };
  await ingest(cloud, "shop", [
    { event: "a1", people: ["ma"], ...of },
    { event: "a2", people: ["ma"], ...shown },
    { event: "a3", people: ["ma"], ...shown },
    { event: "b1", people: ["mb"], ...of, programmeCode: "P9" },
    { event: "b2", people: ["mb"], ...shown },
    { event: "z1", people: ["mz"], ...of, programmeCode: "P9" },
    { event: "z2", people: ["mz"], ...shown },
  ]);
  await settle(cloud);
  expect((await ask("coverage")).journeyCoverage).toMatchObject({
    people: "3",
    oneIdentity: "3",
    platforms: [{ touches: "7", people: "3" }],
  });

  await ingest(cloud, "media", [{ event: "link", people: ["ma", "mb"] }]);
  const settling = settleHalfWay();
  await settling.isHalfWay;
  const early: string[] = [];
  const asked = Object.keys(FIGURES).map(async (name) => {
    const answer = await ask(name);
    early.push(name);
    return answer;
  });
  await sleep(1_000); // many times what an answer takes
  expect(early).toEqual([]);
  settling.goOn();
  await settling.ended;
  const answers = Object.assign({}, ...(await Promise.all(asked)));
  expect(answers).toMatchObject({
    journeyCoverage: { people: "2", oneIdentity: "1", unmatchedShare: 0.5, platforms: [{ touches: "7", people: "2" }] },
    journey: {
      hops: [
        { hop: "EXPOSURE", people: "2" },
        { hop: "VISIT", people: "2" },
        { hop: "ENGAGE", people: "0" },
        { hop: "ORDER", people: "0" },
        { hop: "REPEAT", people: "0" },
      ],
    },
    reach: { people: "2" },
    reachByPlatform: { total: "2", platforms: [{ touches: "3", people: "2" }] },
    exposures: { total: { impressions: "4", reach: "2" } },
    personJourney: { touchpoints: { totalCount: 5 } },
    mediaProgrammeRanking: {
      rows: [{ pullNew: { reached: "2", numerator: "2" } }],
      unknown: { touchpoints: "2", people: "2" },
    },
    creatorResources: { nodes: [{ reach: "2", exposures: "4", newAware: "2" }] },
  });
});
