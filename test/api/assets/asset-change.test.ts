import { readFileSync } from "node:fs";
import { join } from "node:path";
import { toNodeId } from "../../../src/graphql/node";
import { createTestApp, type TestApp } from "../../support/test-app";
import { FileImports, type Line } from "../touchpoints/run-setup";
import { createFixture, EARLY, LATE, NOW, type SnapshotFixture } from "./snapshot-fixture";
import { takeSnapshot } from "./take-snapshot";

const CHANGE = readFileSync(join(__dirname, "asset-change.graphql"), "utf8");

let test: TestApp;
let fixture: SnapshotFixture;

beforeAll(async () => {
  test = await createTestApp({ now: NOW });
  fixture = await createFixture(test);
});
afterAll(() => test.close());

const ask = (secret: string, change: object = {}) =>
  test.query(secret, CHANGE, { brand: fixture.brand, from: EARLY, to: LATE, ...change });

describe("assetChange", () => {
  it("says by how much the assets changed, and who entered, left and moved (V76)", async () => {
    const { keys } = fixture.acme;
    for (const asOf of [EARLY, LATE]) await takeSnapshot(test, keys.ADMIN, { brandId: fixture.brand, asOf });
    const { assetChange } = (await ask(keys.PARTNER)).data.brand;
    expect(assetChange).toMatchObject({
      from: { asOf: new Date(EARLY).toISOString(), state: "COMPLETE", ruleSet: { code: "DEFAULT", version: 1 } },
      // p1 to p4, then all but p2
      people: { before: "4", after: "7", delta: "3", growth: 0.75 },
      stages: [
        { stage: "AWARE", people: { before: "2", after: "3", delta: "1", growth: 0.5 } },
        { stage: "APPEAL", people: { before: "1", after: "1", delta: "0", growth: 0 } },
        { stage: "ACT", people: { before: "1", after: "2", delta: "1", growth: 1 } },
        { stage: "ADVOCATE", people: { before: "0", after: "1", delta: "1", growth: null } },
      ],
      movements: [
        { movement: "ENTERED", people: "4" }, // p5 to p8
        { movement: "LEFT", people: "1" }, // p2
        { movement: "RISEN", people: "2" }, // p1 p3
        { movement: "FALLEN", people: "0" },
        { movement: "UNMOVED", people: "1" }, // p4
      ],
    });
  });

  it("is null where one of the snapshots is missing, also by the rules asked for", async () => {
    const { ADMIN } = fixture.acme.keys;
    expect((await ask(ADMIN, { to: "2025-11-11T00:00:01+08:00" })).data.brand.assetChange).toBeNull();
    const unknown = toNodeId("RuleSet", "00000000-0000-7000-8000-000000000999");
    expect((await ask(ADMIN, { ruleSet: unknown })).data.brand.assetChange).toBeNull();
  });

  it("refuses instants in the wrong order", async () => {
    const { errors } = await ask(fixture.acme.keys.ADMIN, { from: LATE, to: LATE });
    expect(errors).toMatchObject([{ extensions: { problems: [{ code: "INVALID_INPUT", field: ["to"] }] } }]);
  });

  it("withholds small groups, and what would give them away", async () => {
    const { keys } = fixture.careful;
    for (const asOf of [EARLY, LATE]) await takeSnapshot(test, keys.ADMIN, { brandId: fixture.brand, asOf });
    const { assetChange } = (await ask(keys.ADMIN)).data.brand;
    // Threshold 3. The one who is lapsed at LATE would follow from people and assets.
    expect(assetChange.people).toEqual({ before: "4", after: null, delta: null, growth: null });
    const told = assetChange.movements.filter(({ people }: { people: string | null }) => people !== null);
    // The one who left, the two who rose and the one unmoved are too few; of the four who entered the crossings are withheld.
    expect(told).toEqual([
      { movement: "ENTERED", people: "4" },
      { movement: "FALLEN", people: "0" },
    ]);
  });
});

/**
 * Brand home, whose people come in by file. Before: 1,000 AWARE people, of whom 100 viewed a post, so that the brand's potential
 * customers are 100. After: 2,980 other and 155 of these.
 */
describe("the source cases' percentages, from touchpoints that came in by file", () => {
  const [before, after] = ["2025-09-01T00:00:00+08:00", "2025-11-11T00:00:00+08:00"];

  const peopleAt = (prefix: string, day: string, people: number, viewers: number): readonly Line[] =>
    Array.from({ length: people }, (_, index) => ({
      id: `${prefix}-${index}`,
      who: `${prefix}-person-${index}`,
      at: `${day}T12:00:00+08:00`,
      action: index < viewers ? "CONTENT_VIEW" : "IMPRESSION",
      brand: "home",
    }));

  it("A1 grows by 198 %, potential customers by 55 %, the whole to more than twice (V39, V71, V52)", async () => {
    const files = await FileImports.open(test);
    const path = await files.file("people.csv", [
      ...peopleAt("before", "2025-08-28", 1_000, 100),
      ...peopleAt("after", "2025-11-08", 2_980, 155),
    ]);
    expect(await files.import(fixture.acme, "people", [path])).toMatchObject({ accepted: 3_980n });
    await files.close();
    const brandId = toNodeId("Brand", fixture.catalogue.brands.home);
    const { ADMIN } = fixture.acme.keys;
    for (const asOf of [before, after]) await takeSnapshot(test, ADMIN, { brandId, asOf });
    const { assetChange } = (await ask(ADMIN, { brand: brandId, from: before, to: after })).data.brand;
    expect(assetChange.stages[0]).toEqual({
      stage: "AWARE",
      people: { before: "1000", after: "2980", delta: "1980", growth: 1.98 },
    });
    expect(assetChange.groups).toContainEqual({
      group: "POTENTIAL",
      people: { before: "100", after: "155", growth: 0.55 },
    });
    expect(Number(assetChange.people.after) / Number(assetChange.people.before)).toBeGreaterThan(2);
  });
});
