import { wilsonInterval } from "../../../src/engines/numeric/wilson-interval";
import { createTestApp, type TestApp } from "../../support/test-app";
import { createFixture, EARLY, LATE, NOW, type SnapshotFixture } from "../assets/snapshot-fixture";
import { takeSnapshot } from "../assets/take-snapshot";
import { giveUpLabels } from "./delete-labels";
import { documentOf } from "./flow-setup";

const TRANSITION = documentOf("stage-transition");

let test: TestApp;
let fixture: SnapshotFixture;

beforeAll(async () => {
  test = await createTestApp({ now: NOW });
  fixture = await createFixture(test);
  for (const { keys } of [fixture.acme, fixture.careful])
    for (const asOf of [EARLY, LATE]) await takeSnapshot(test, keys.ADMIN, { brandId: fixture.brand, asOf });
});
afterAll(() => test.close());

const ask = (variables: object = {}, secret = fixture.acme.keys.ADMIN) =>
  test.query(secret, TRANSITION, { brand: fixture.brand, from: EARLY, to: LATE, ...variables });

it("crosses two snapshots; rows and columns of a stage sum to its people", async () => {
  const { cells, totals, from, to, ...about } = (await ask()).data.brand.stageTransition;
  expect(cells).toHaveLength(25);
  const counts = (side: { from: string | null; to: string | null; people: string }) => [
    side.from,
    side.to,
    side.people,
  ];
  expect(cells.filter((cell: { people: string }) => cell.people !== "0").map(counts)).toEqual([
    [null, "AWARE", "3"], // p6 p7 p8
    [null, "APPEAL", "1"], // p5
    ["AWARE", null, "1"], // p2
    ["AWARE", "ADVOCATE", "1"], // p1
    ["APPEAL", "ACT", "1"], // p3
    ["ACT", "ACT", "1"], // p4
  ]);
  expect(totals).toEqual([
    { stage: null, before: "4", after: "1", change: -0.75 },
    { stage: "AWARE", before: "2", after: "3", change: 0.5 },
    { stage: "APPEAL", before: "1", after: "1", change: 0 },
    { stage: "ACT", before: "1", after: "2", change: 1 },
    { stage: "ADVOCATE", before: "0", after: "1", change: null },
  ]);
  for (const { stage, people } of from.stages)
    expect(totals).toContainEqual(expect.objectContaining({ stage, before: people }));
  for (const { stage, people } of to.stages)
    expect(totals).toContainEqual(expect.objectContaining({ stage, after: people }));
  expect(about).toEqual({
    days: 30,
    movements: [
      { movement: "ENTERED", people: "4" },
      { movement: "LEFT", people: "1" },
      { movement: "RISEN", people: "2" },
      { movement: "FALLEN", people: "0" },
      { movement: "UNMOVED", people: "1" },
    ],
    suppression: { threshold: 1, suppressedCells: 0, remainderPeople: null },
  });
});

it("gives each pair its share of the row, with interval and per day", async () => {
  const { cells } = (await ask()).data.brand.stageTransition;
  const pair = (from: string, to: string) =>
    cells.find((cell: { from: string | null; to: string | null }) => cell.from === from && cell.to === to);
  expect(pair("AWARE", "ADVOCATE")).toMatchObject({
    share: 0.5,
    sharePerDay: 0.5 / 30,
    interval: wilsonInterval({ successes: 1, trials: 2 }),
  });
  // Nobody was ADVOCATE at first.
  expect(pair("ADVOCATE", "ACT")).toMatchObject({ people: "0", share: null, sharePerDay: null, interval: null });
});

it("withholds small cells, and whatever would give them away", async () => {
  const { cells, totals, from, suppression, movements } = (await ask({}, fixture.careful.keys.ADMIN)).data.brand
    .stageTransition;
  expect(from.people).toBe("4");
  const hidden = cells.filter(({ people }: { people: string | null }) => people === null);
  // Five cells have one person each. The three new AWARE go with the new APPEAL, the only other people of their row; then nobody
  // may be told to have stayed AWARE, or the column would give the three.
  expect(hidden.map((cell: Record<string, string | null>) => [cell["from"], cell["to"]])).toEqual([
    [null, "AWARE"],
    [null, "APPEAL"],
    ["AWARE", null],
    ["AWARE", "AWARE"],
    ["AWARE", "ADVOCATE"],
    ["APPEAL", "ACT"],
    ["ACT", "ACT"],
  ]);
  expect(suppression).toEqual({ threshold: 3, suppressedCells: 7, remainderPeople: "8" });
  expect(totals).toEqual([
    { stage: null, before: "4", after: null, change: null },
    { stage: "AWARE", before: null, after: "3", change: null },
    { stage: "APPEAL", before: null, after: null, change: null },
    { stage: "ACT", before: null, after: null, change: null },
    { stage: "ADVOCATE", before: "0", after: null, change: null },
  ]);
  const told = movements.filter(({ people }: { people: string | null }) => people !== null);
  expect(told).toEqual([
    { movement: "ENTERED", people: "4" },
    { movement: "FALLEN", people: "0" },
  ]);
});

it("is null when one of the snapshots was not taken", async () => {
  expect((await ask({ from: "2025-10-13T00:00:00+08:00" })).data.brand.stageTransition).toBeNull();
});

it("refuses inverted instants", async () => {
  expect((await ask({ from: LATE, to: EARLY })).errors).toMatchObject([
    { extensions: { code: "BAD_USER_INPUT", problems: [{ field: ["to"] }] } },
  ]);
});

it("says of a snapshot whose labels were given up that only its figures are kept", async () => {
  const asOf = "2025-10-20T00:00:00+08:00";
  await takeSnapshot(test, fixture.acme.keys.ADMIN, { brandId: fixture.brand, asOf });
  await giveUpLabels(test);
  expect((await ask({ to: asOf })).errors).toMatchObject([
    { extensions: { code: "BAD_USER_INPUT", problems: [{ code: "LABELS_THINNED", field: ["from"] }] } },
  ]);
});
