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
