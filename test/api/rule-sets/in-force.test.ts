import { readFileSync } from "node:fs";
import { join } from "node:path";
import { toNodeId } from "../../../src/graphql/node";
import { createTestApp, type TestApp } from "../../support/test-app";
import { createFixture, EARLY, LATE, NOW, type SnapshotFixture } from "../assets/snapshot-fixture";
import { takeSnapshot } from "../assets/take-snapshot";
import { STRICT } from "./definitions";

const document = (name: string): string => readFileSync(join(__dirname, `${name}.graphql`), "utf8");
const CREATE = document("create-rule-set");
const ASSIGN = document("assign-rule-set");
const SNAPSHOTS = document("in-force-snapshots");
const DIFF = document("rule-set-diff");
const TAKE = readFileSync(join(__dirname, "../assets/take-snapshot.graphql"), "utf8");

let test: TestApp;
let fixture: SnapshotFixture;
let strict: string;
let shipped: string;

const admin = (): string => fixture.acme.keys.ADMIN;
const create = async (code: string, change: object = {}, secret = admin()): Promise<string> =>
  (await test.query(secret, CREATE, { input: { code, definition: STRICT, ...change } })).data.createRuleSet.ruleSet.id;

const assign = async (ruleSetId: string, expectedVersion: number) =>
  (await test.query(admin(), ASSIGN, { brandId: fixture.brand, ruleSetId, expectedVersion })).data.assignRuleSet;

const read = async (asOf: string, ruleSet: string | null = null) => {
  const variables = { brand: fixture.brand, asOf, ruleSet, from: "2025-10-01", to: "2025-11-30" };
  return (await test.query(admin(), SNAPSHOTS, variables)).data.brand;
};

beforeAll(async () => {
  test = await createTestApp({ now: NOW });
  fixture = await createFixture(test);
  strict = await create("STRICT", { brandId: fixture.brand });
  const { data } = await test.query(admin(), `query($b: ID!) { brand(id: $b) { ruleSetInForce { ruleSet { id } } } }`, {
    b: fixture.brand,
  });
  shipped = data.brand.ruleSetInForce.ruleSet.id;
});
afterAll(() => test.close());

/** People of STRICT at LATE: p1 ADVOCATE, p3 ACT, p5 to p8 AWARE; it has not met p2 and p4, who did nothing for a month. */
describe("rules in force", () => {
  it("may be tried before: a snapshot by them displaces none by those in force", async () => {
    await takeSnapshot(test, admin(), { brandId: fixture.brand, asOf: EARLY });
    await takeSnapshot(test, admin(), { brandId: fixture.brand, asOf: LATE });
    await takeSnapshot(test, admin(), { brandId: fixture.brand, asOf: LATE, ruleSetId: strict });
    expect((await read(LATE)).assetSnapshot).toMatchObject({ people: "8", ruleSet: { code: "DEFAULT" } });
    const tried = await read(LATE, strict);
    expect(tried.assetSnapshot).toEqual({
      people: "6",
      ruleSet: { code: "STRICT", version: 1 },
      stages: [
        { stage: "AWARE", people: "4" },
        { stage: "APPEAL", people: "0" },
        { stage: "ACT", people: "1" },
        { stage: "ADVOCATE", people: "1" },
      ],
    });
    expect(tried.assetTrend.points).toMatchObject([{ people: "6", ruleSet: { code: "STRICT" } }]);
  });

  it("are assigned, and label what is taken from then on and names none", async () => {
    expect(await assign(strict, 0)).toEqual({
      assignment: { version: 1, assignedAt: NOW.toISOString(), ruleSet: { code: "STRICT", version: 1 } },
      userErrors: [],
    });
    expect((await read(LATE)).assetSnapshot).toMatchObject({ people: "6", ruleSet: { code: "STRICT" } });
    // Taken before the change and by the shipped rules only: it is still the figure of its day, and says by which rules.
    expect((await read(EARLY)).assetSnapshot).toMatchObject({ ruleSet: { code: "DEFAULT" } });
    await takeSnapshot(test, admin(), { brandId: fixture.brand, asOf: EARLY });
    const { assetSnapshot, assetTrend } = await read(EARLY);
    expect(assetSnapshot).toMatchObject({ ruleSet: { code: "STRICT" } });
    expect(assetTrend.points.map((point: { ruleSet: { code: string } }) => point.ruleSet.code)).toEqual([
      "STRICT",
      "STRICT",
    ]);
    expect(await assign(shipped, 1)).toMatchObject({ assignment: { version: 2, ruleSet: { code: "DEFAULT" } } });
    expect((await read(LATE)).assetSnapshot).toMatchObject({ people: "8" });
  });

  it("are another organisation's own affair", async () => {
    const { data } = await test.query(fixture.careful.keys.ADMIN, SNAPSHOTS, {
      brand: fixture.brand,
      asOf: LATE,
      from: "2025-10-01",
      to: "2025-11-30",
    });
    expect(data.brand.ruleSetInForce).toEqual({ version: 0, ruleSet: { code: "DEFAULT", version: 1 } });
  });

  it("change from the version that the caller saw", async () => {
    const [first, second] = await Promise.all([assign(strict, 2), assign(strict, 2)]);
    const [refused] = [first, second].filter(({ assignment }) => assignment === null);
    expect(refused.userErrors).toEqual([
      {
        code: "VERSION_CONFLICT",
        field: ["expectedVersion"],
        message: "expectedVersion must be the current version 3, but got 2; read it again and repeat the change.",
      },
    ]);
  });

  it("are for the brand, visible, and assigned by those who may", async () => {
    const other = await create("OTHER", { brandId: toNodeId("Brand", fixture.catalogue.brands.food) });
    const foreign = await create("FOREIGN", {}, fixture.careful.keys.ADMIN);
    const message = "ruleSetId must name rules for this brand or for any, but OTHER version 1 is for another brand.";
    expect((await assign(other, 3)).userErrors).toEqual([{ code: "INVALID_INPUT", field: ["ruleSetId"], message }]);
    expect((await assign(foreign, 3)).userErrors).toMatchObject([{ code: "NOT_FOUND", field: ["ruleSetId"] }]);
    const take = async (ruleSetId: string) =>
      (await test.query(admin(), TAKE, { input: { brandId: fixture.brand, asOf: LATE, ruleSetId } })).data
        .takeAssetSnapshot.userErrors;
    expect(await take(other)).toEqual([{ code: "INVALID_INPUT", field: ["input", "ruleSetId"], message }]);
    expect(await take(foreign)).toMatchObject([{ code: "NOT_FOUND", field: ["input", "ruleSetId"] }]);
  });
});

describe("a diff of rules", () => {
  const diff = async (change: object = {}, secret = admin()) => {
    const variables = { id: shipped, with: strict, brand: fixture.brand, asOf: LATE, ...change };
    return test.query(secret, DIFF, variables);
  };

  it("says who moves between stages, cells and groups", async () => {
    const found = (await diff()).data.node.diff;
    expect(found).toMatchObject({ from: { code: "DEFAULT" }, to: { code: "STRICT", version: 1 } });
    expect(found.stages).toEqual({
      moved: "2",
      moves: [
        { from: null, to: null, people: "1" }, // p2: lapsed, then not met
        { from: "AWARE", to: "AWARE", people: "3" }, // p6 p7 p8
        { from: "APPEAL", to: "AWARE", people: "1" }, // p5 searched once
        { from: "ACT", to: null, people: "1" }, // p4 ordered 41 days ago
        { from: "ACT", to: "ACT", people: "1" }, // p3
        { from: "ADVOCATE", to: "ADVOCATE", people: "1" }, // p1
      ],
      suppression: { threshold: 1, suppressedCells: 0, remainderPeople: null },
    });
    const [brandLoyal, platformLoyal] = [
      { intent: "BRAND", loyalty: "LOYAL" },
      { intent: "PLATFORM", loyalty: "LOYAL" },
    ];
    expect(found.cells.moved).toBe("1");
    expect(found.cells.moves).toContainEqual({ from: platformLoyal, to: null, people: "1" }); // p4
    expect(found.cells.moves).toContainEqual({ from: brandLoyal, to: brandLoyal, people: "2" }); // p1 p3
    expect(found.groups).toEqual({
      moved: "2",
      moves: [
        { from: null, to: null, people: "2" }, // p2 p8
        { from: "BASE", to: "BASE", people: "2" },
        { from: "POTENTIAL", to: "POTENTIAL", people: "1" }, // p5
        { from: "INDUSTRY", to: "POTENTIAL", people: "1" }, // p7
        { from: "PENETRATION", to: null, people: "1" }, // p4
        { from: "PENETRATION", to: "PENETRATION", people: "1" }, // p6
      ],
    });
  });

  it("of rules with themselves moves nobody", async () => {
    const { stages, cells, groups } = (await diff({ with: shipped })).data.node.diff;
    expect([stages.moved, cells.moved, groups.moved]).toEqual(["0", "0", "0"]);
  });

  it("before the first touchpoint is empty", async () => {
    const { stages } = (await diff({ asOf: "2001-01-01T00:00:00+08:00" })).data.node.diff;
    expect(stages).toMatchObject({ moved: "0", moves: [] });
  });

  it("withholds small groups, and asks on whole hours of those from whom they are withheld", async () => {
    const { careful } = fixture;
    const theirs = await create("THEIRS", {}, careful.keys.ADMIN);
    const found = (await diff({ with: theirs }, careful.keys.ADMIN)).data.node.diff;
    expect(found.stages.moved).toBeNull();
    const told = found.stages.moves.filter(({ people }: { people: string | null }) => people !== null);
    expect(told).toEqual([]);
    const { errors } = await diff({ with: theirs, asOf: "2025-11-11T00:00:00.001+08:00" }, careful.keys.ADMIN);
    expect(errors).toMatchObject([{ extensions: { problems: [{ code: "INVALID_INPUT", field: ["asOf"] }] } }]);
  });

  it.each([
    ["in the future", "2025-12-01T00:00:01+08:00", "asOf must not be in the future"],
    ["before there can be touchpoints", "1999-12-31T23:59:59Z", "asOf must not be before 2000-01-01T00:00:00.000Z"],
  ])("refuses an instant %s", async (_, asOf, message) => {
    const { errors } = await diff({ asOf });
    expect(errors![0]!.message).toContain(message);
  });
});
