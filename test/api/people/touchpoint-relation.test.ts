import { touchpointRelation } from "../../../src/features/people";
import { createTestApp, type TestApp } from "../../support/test-app";
import { testEngines } from "../../support/test-engines";
import { insertTouchpoints } from "../../support/touchpoint-rows";
import { select } from "./people-setup";

const OVERLAY = "00000000-0000-7000-8000-000000000001";

let test: TestApp;
beforeAll(async () => {
  test = await createTestApp();
  await test.app.clickhouse.insert({
    table: "person_alias",
    format: "JSONEachRow",
    values: [{ overlay_id: OVERLAY, ordinal: 2, representative: 0, settled_at: "2025-01-01T00:00:00Z" }],
  });
  const row = { at: "2025-11-20T12:00:00Z", action: "VISIT", brandId: 7 };
  await insertTouchpoints(test, [
    { ...row, person: "p0" },
    { ...row, person: "p1" },
    { ...row, person: "p2" },
  ]);
});
afterAll(() => test.close());

/** How each reading of touchpoints is narrowed: partitions and primary key with the conditions that reach them. */
const narrowings = async (
  overlay: string | null,
  read: "COUNTED" | "PRESENT",
): Promise<readonly (readonly string[])[]> => {
  const rows = await select<[string]>(
    test,
    `EXPLAIN indexes = 1, distributed = 1 SELECT groupBitmapState(ordinal) FROM ${touchpointRelation(overlay, read)}
     WHERE brand_id = 7 AND action = 'VISIT' AND platform IN ('JD') AND occurred_at >= '2025-11-01 00:00:00' AND source_id IN (1)`,
  );
  const lines = rows.map(([line]) => line.replace(/[│├└─]/g, " ").trim());
  const readings = lines.flatMap((line, index) =>
    /^ReadFromMergeTree \(.*\.touchpoint(_shard)?\)$/.test(line) ? [lines.slice(index)] : [],
  );
  return readings.map((reading) => {
    const indexes = reading.slice(reading.indexOf("Indexes:"));
    return indexes.slice(
      0,
      indexes.findIndex((line) => line.startsWith("Ranges")),
    );
  });
};

it("replaces a person by its representative, be it the first ordinal of all, and nobody else", async () => {
  const read = (overlay: string | null) =>
    select(test, `SELECT event_id, ordinal FROM ${touchpointRelation(overlay, "COUNTED")} ORDER BY event_id`);
  expect((await read(null)).map((row) => (row as [string, number])[1])).toEqual([0, 1, 2]);
  expect((await read(OVERLAY)).map((row) => (row as [string, number])[1])).toEqual([0, 1, 0]);
});

it.each(["COUNTED", "PRESENT"] as const)(
  "lets conditions reach the primary key and the partitions of every shard (%s)",
  async (read) => {
    const plain = await narrowings(null, read);
    expect(plain).toHaveLength(testEngines().plane.urls.length);
    for (const narrowing of plain)
      expect(narrowing).toEqual(expect.arrayContaining(["Min-Max", "PrimaryKey", "brand_id", "action", "platform"]));
    expect(await narrowings(OVERLAY, read)).toEqual(plain);
  },
);

it("takes nothing but a UUID into its text", () => {
  expect(() => touchpointRelation("' OR 1", "COUNTED")).toThrow("An overlay must be a UUID");
});
