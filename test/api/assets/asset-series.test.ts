import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Answer, createTestApp, type TestApp } from "../../support/test-app";
import { createFixture, EARLY, LATE, NOW, type SnapshotFixture } from "./snapshot-fixture";
import { takeSnapshot } from "./take-snapshot";

const document = (name: string): string => readFileSync(join(__dirname, `${name}.graphql`), "utf8");
const TREND = document("asset-trend");

let test: TestApp;
let fixture: SnapshotFixture;

const admin = (): string => fixture.acme.keys.ADMIN;

beforeAll(async () => {
  test = await createTestApp({ now: NOW });
  fixture = await createFixture(test);
  const brandId = fixture.brand;
  for (const asOf of [EARLY, "2025-11-05T00:00:00+08:00", LATE]) await takeSnapshot(test, admin(), { brandId, asOf });
});
afterAll(() => test.close());

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
