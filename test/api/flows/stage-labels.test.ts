import { createTestApp, type TestApp } from "../../support/test-app";
import { insertTouchpoints } from "../../support/touchpoint-rows";
import { createFixture, EARLY, LATE, NOW, type SnapshotFixture } from "../assets/snapshot-fixture";
import { takeSnapshot } from "../assets/take-snapshot";
import { deleteLabels, giveUpLabels } from "./delete-labels";
import { documentOf } from "./flow-setup";

let test: TestApp;
let fixture: SnapshotFixture;

beforeAll(async () => {
  test = await createTestApp({ now: NOW });
  fixture = await createFixture(test);
});
afterAll(() => test.close());

/** Both answers that begin with labels. */
const ask = async () => {
  const variables = { brand: fixture.brand, from: EARLY, to: LATE };
  const answers = await Promise.all(
    ["stage-reach", "stage-times"].map((name) => test.query(fixture.acme.keys.BI, documentOf(name), variables)),
  );
  return answers.map(({ data }) => data.brand);
};

const takeBoth = async () => {
  for (const asOf of [EARLY, LATE]) await takeSnapshot(test, fixture.acme.keys.ADMIN, { brandId: fixture.brand, asOf });
};

it("answers from snapshots of the ends as without them, and anew where they are outdated or without labels", async () => {
  const anew = await ask();
  expect(anew[0].stageReach.flows[4]).toMatchObject({ from: "AWARE", to: "APPEAL", people: "2", reached: "1" });
  await takeBoth();
  expect(await ask()).toEqual(anew);

  // The labels that are kept are what is read: without those of AWARE nobody was.
  await deleteLabels(test, "dimension = 'STAGE' AND label = 1");
  expect((await ask())[0].stageReach.flows[4]).toMatchObject({ people: "0", reached: "0" });

  // Late data makes the snapshots OUTDATED: p9 had seen an advertisement before the window, and searched in it.
  const late = (action: string, at: string) => ({
    ...{ person: "p9", action, at, brandId: fixture.catalogue.brands.tvOne, sourceId: fixture.sourceId },
  });
  await insertTouchpoints(test, [
    late("IMPRESSION", "2025-10-10T12:00:00+08:00"),
    late("SEARCH", "2025-10-12T12:00:00+08:00"),
  ]);
  const later = await ask();
  expect(later[0].stageReach.flows[4]).toMatchObject({ people: "3", reached: "2" });
  await takeBoth();
  expect(await ask()).toEqual(later);
  await giveUpLabels(test);
  expect(await ask()).toEqual(later);
});
