import { createTestApp, type TestApp } from "../../support/test-app";
import {
  AD_OPS_RULES,
  type AudienceFixture,
  buildPack,
  createAudienceFixture,
  createPack,
  document,
  NOW,
  takeSnapshot,
} from "./audience-fixture";

let test: TestApp;
let fixture: AudienceFixture;

beforeAll(async () => {
  test = await createTestApp({ now: NOW });
  fixture = await createAudienceFixture(test, { smallGroupThreshold: 3, roundingBase: 2 });
  await takeSnapshot(test, fixture);
});
afterAll(() => test.close());

const estimate = async (rules: object) =>
  (await test.query(fixture.organisation.keys.AD_OPS, document("estimate"), { brand: fixture.brand, rules })).data
    .estimateAudiencePack;
const stagesOf = (answer: { readonly stages: readonly { readonly people: string | null }[] }) =>
  answer.stages.map(({ people }) => people);

it("rounds a size that is told, half up", async () => {
  // p1, p3 and p6: 3 rounds to 4, and 4 of the 9 met. Appeal 2 and Act 1 are below 3, and lie in a total that is told.
  const answer = await estimate(AD_OPS_RULES);
  expect(answer).toMatchObject({ size: { people: "4", roundedTo: 2, suppressedBelow: 3 }, share: 4 / 9 });
  expect(stagesOf(answer)).toEqual(["0", null, null, "0"]);
});

it("tells nothing of an audience that is too small, not even which parts are empty", async () => {
  const answer = await estimate({ did: { action: "SEARCH", within: { days: 30 } } }); // p6, p7
  expect(answer).toMatchObject({ size: { people: null, suppressedBelow: 3 }, share: null, lapsed: null, notMet: null });
  expect(stagesOf(answer)).toEqual([null, null, null, null]);
});

it("withholds of groups, platforms, overlaps and destinations what it would of stages", async () => {
  const { audiencePack } = await createPack(test, fixture, {
    name: "Buyers",
    rules: { did: { action: "ORDER", within: { days: 365 } } }, // p3, p4, p9
  });
  await buildPack(test, fixture, audiencePack);
  const { AD_OPS, ADMIN } = fixture.organisation.keys;
  for (const [name, minimumPeople] of [
    ["A", 2],
    ["B", 100],
  ] as const) {
    const input = { kind: "WEBHOOK", name, namespace: "JD_PIN", minimumPeople, address: "http://127.0.0.1:9/" };
    const made = await test.query(ADMIN, document("../activation/register-connector"), { input });
    expect(made.data.registerConnector.userErrors).toEqual([]);
  }
  const { data, errors } = await test.query(AD_OPS, document("make-up"), {
    ...{ brand: fixture.brand, rules: AD_OPS_RULES, against: [audiencePack.id] },
  });
  expect(errors).toBeUndefined();
  const { groups, cells, unplaced, reach, overlaps, destinations } = data.estimateAudiencePack;
  expect(groups.map(({ people }: { people: string }) => people)).toEqual([null, null, "0", "0"]); // 1 and 2
  expect(cells.filter(({ people }: { people: string | null }) => people === null)).toHaveLength(2);
  expect(unplaced).toBe("0");
  const peopleOn = new Map(
    reach.map(({ platform, people }: { platform: string; people: string | null }) => [platform, people]),
  );
  expect([peopleOn.get("XIAOHONGSHU"), peopleOn.get("JD")]).toEqual(["4", null]); // 3, and 2
  expect(overlaps).toEqual([{ people: null, shareOfThis: null, shareOfOther: null }]); // p3
  // Nobody has an id here. The organisation's threshold is the least minimum.
  expect(destinations).toEqual([
    { minimum: 3, people: "0", meets: false },
    { minimum: 100, people: "0", meets: false },
  ]);
});

it("tells of a built pack what it tells of its estimate", async () => {
  const sizes: object[] = [];
  for (const [name, rules] of Object.entries({
    Told: AD_OPS_RULES,
    Small: { did: { action: "SEARCH", within: { days: 30 } } },
  })) {
    const { audiencePack } = await createPack(test, fixture, { name, rules });
    await buildPack(test, fixture, audiencePack);
    const { data } = await test.query(fixture.organisation.keys.AD_OPS, document("read-pack"), { id: audiencePack.id });
    sizes.push(data.node.size);
  }
  expect(sizes).toEqual([
    { people: "4", roundedTo: 2, suppressedBelow: 3 },
    { people: null, roundedTo: 2, suppressedBelow: 3 },
  ]);
});
