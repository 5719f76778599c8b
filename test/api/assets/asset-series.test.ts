import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Answer, createTestApp, type TestApp } from "../../support/test-app";
import { createFixture, EARLY, LATE, NOW, type SnapshotFixture } from "./snapshot-fixture";
import { takeSnapshot } from "./take-snapshot";

const document = (name: string): string => readFileSync(join(__dirname, `${name}.graphql`), "utf8");
const TRANSITION = document("stage-transition");
const TREND = document("asset-trend");

let test: TestApp;
let fixture: SnapshotFixture;

const admin = (): string => fixture.acme.keys.ADMIN;

beforeAll(async () => {
  test = await createTestApp({ now: NOW });
  fixture = await createFixture(test);
  const brandId = fixture.brand;
  for (const asOf of [EARLY, "2025-11-05T00:00:00+08:00", LATE]) await takeSnapshot(test, admin(), { brandId, asOf });
  for (const asOf of [EARLY, LATE]) await takeSnapshot(test, fixture.careful.keys.ADMIN, { brandId, asOf });
});
afterAll(() => test.close());

describe("stageTransition", () => {
  it("crosses two snapshots; rows and columns of a stage sum to its people", async () => {
    const { data } = await test.query(admin(), TRANSITION, { brand: fixture.brand, from: EARLY, to: LATE });
    const { cells, from, to } = data.brand.stageTransition;
    expect(cells).toHaveLength(25);
    expect(cells.filter((cell: { people: string }) => cell.people !== "0")).toEqual([
      { from: null, to: "AWARE", people: "3" }, // p6 p7 p8
      { from: null, to: "APPEAL", people: "1" }, // p5
      { from: "AWARE", to: null, people: "1" }, // p2
      { from: "AWARE", to: "ADVOCATE", people: "1" }, // p1
      { from: "APPEAL", to: "ACT", people: "1" }, // p3
      { from: "ACT", to: "ACT", people: "1" }, // p4
    ]);
    const sum = (side: "from" | "to", stage: string): string =>
      String(
        cells.reduce(
          (total: number, cell: Record<string, string>) => total + (cell[side] === stage ? Number(cell["people"]) : 0),
          0,
        ),
      );
    for (const { stage, people } of from.stages) expect(sum("from", stage)).toBe(people);
    for (const { stage, people } of to.stages) expect(sum("to", stage)).toBe(people);
  });

  it("withholds small cells, and others that would give them away", async () => {
    const variables = { brand: fixture.brand, from: EARLY, to: LATE };
    const { data } = await test.query(fixture.careful.keys.ADMIN, TRANSITION, variables);
    const { cells, suppression } = data.brand.stageTransition;
    // Five cells of one person each, all below 3. The three new AWARE go with the new APPEAL, the only other people of their
    // row; and five empty cells go with the withheld ones that are alone in a row or column.
    expect(suppression).toEqual({ threshold: 3, suppressedCells: 11, remainderPeople: "8" });
    const told = cells.flatMap(({ people }: { people: string | null }) => people ?? []);
    expect(told).toEqual(Array(14).fill("0"));
  });

  it("is null when one of the snapshots was not taken", async () => {
    const { data } = await test.query(admin(), TRANSITION, {
      brand: fixture.brand,
      from: "2025-10-13T00:00:00+08:00",
      to: LATE,
    });
    expect(data.brand.stageTransition).toBeNull();
  });

  it("refuses inverted instants", async () => {
    const { errors } = await test.query(admin(), TRANSITION, { brand: fixture.brand, from: LATE, to: EARLY });
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", problems: [{ field: ["to"] }] } }]);
  });
});

describe("assetTrend", () => {
  const trend = (from: string, to: string, grain: string): Promise<Answer> =>
    test.query(admin(), TREND, { brand: fixture.brand, from, to, grain });

  it("has the last snapshot of each period that has one, the last day's first instant included", async () => {
    const people = async (to: string, grain: string) =>
      (await trend("2025-10-01", to, grain)).data.brand.assetTrend.points.map(
        (point: { asOf: string; people: string }) => [point.asOf.slice(0, 10), point.people],
      );
    // UTC days: the instants are at 16:00 of the day before. On 11-05 nobody of p5 to p8 was met yet
    expect(await people("2025-11-11", "DAY")).toEqual([
      ["2025-10-11", "4"],
      ["2025-11-04", "4"],
      ["2025-11-10", "8"],
    ]);
    expect(await people("2025-11-11", "MONTH")).toEqual([
      ["2025-10-11", "4"],
      ["2025-11-10", "8"],
    ]);
    expect(await people("2025-11-10", "MONTH")).toEqual([
      ["2025-10-11", "4"],
      ["2025-11-04", "4"],
    ]);
  });

  it("refuses inverted days and more than 400 points", async () => {
    expect((await trend("2025-11-12", "2025-11-11", "DAY")).errors).toMatchObject([
      {
        message: "to must not be before from (2025-11-12), but got 2025-11-11; swap them.",
        extensions: { code: "BAD_USER_INPUT", problems: [{ field: ["to"] }] },
      },
    ]);
    expect((await trend("2020-01-01", "2025-11-11", "DAY")).errors).toMatchObject([
      { extensions: { code: "BAD_USER_INPUT", problems: [{ field: ["from"] }] } },
    ]);
  });
});
