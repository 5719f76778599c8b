import { readFileSync } from "node:fs";
import { join } from "node:path";
import { toNodeId } from "../../../src/graphql/node";
import { createTestApp, type TestApp } from "../../support/test-app";
import { insertTouchpoints } from "../../support/touchpoint-rows";
import { createFixture, EARLY, LATE, NOW, type SnapshotFixture } from "./snapshot-fixture";
import { takeSnapshot } from "./take-snapshot";

const document = (name: string): string => readFileSync(join(__dirname, `${name}.graphql`), "utf8");
const TAKE = document("take-snapshot");
const SNAPSHOT = document("brand-snapshot");
const LIST = document("list-snapshots");

let test: TestApp;
let fixture: SnapshotFixture;

beforeAll(async () => {
  test = await createTestApp({ now: NOW });
  fixture = await createFixture(test);
});
afterAll(() => test.close());

const admin = (): string => fixture.acme.keys.ADMIN;

const take = (secret: string, input: object, key?: string) =>
  takeSnapshot(test, secret, { brandId: fixture.brand, ...input }, key);

const read = async (secret: string, asOf: string) =>
  (await test.query(secret, SNAPSHOT, { brand: fixture.brand, asOf })).data.brand.assetSnapshot;

describe("a snapshot", () => {
  it("counts everybody whom the brand met by stage and by cell", async () => {
    await take(admin(), { asOf: LATE });
    const snapshot = await read(admin(), LATE);
    expect(snapshot).toMatchObject({
      asOf: "2025-11-10T16:00:00.000Z",
      state: "COMPLETE",
      category: null,
      people: "8",
      lapsed: "1",
    });
    expect(snapshot.ruleSet.version).toBe(1);
    // p6 p7 p8; p5; p3 p4; p1
    expect(snapshot.stages).toEqual([
      { stage: "AWARE", label: "认知", people: "3", share: 0.375 },
      { stage: "APPEAL", label: "吸引", people: "1", share: 0.125 },
      { stage: "ACT", label: "行动", people: "2", share: 0.25 },
      { stage: "ADVOCATE", label: "拥护", people: "1", share: 0.125 },
    ]);
    const inhabited = snapshot.nineGrid.cells.filter((cell: { people: string }) => cell.people !== "0");
    expect(inhabited).toEqual([
      { intent: "BRAND", loyalty: "LOYAL", group: "BASE", label: "Brand intent × Loyal", people: "2", share: 0.25 }, // p1 p3
      {
        intent: "BRAND",
        loyalty: "SWING",
        group: "POTENTIAL",
        label: "Brand intent × Swing",
        people: "1",
        share: 0.125,
      }, // p5
      {
        intent: "CATEGORY",
        loyalty: "POTENTIAL",
        group: "INDUSTRY",
        label: "Category intent × Potential",
        people: "1",
        share: 0.125,
      }, // p7
      {
        intent: "PLATFORM",
        loyalty: "LOYAL",
        group: "PENETRATION",
        label: "Platform intent × Loyal",
        people: "1",
        share: 0.125,
      }, // p4
      {
        intent: "PLATFORM",
        loyalty: "POTENTIAL",
        group: "PENETRATION",
        label: "Platform intent × Potential",
        people: "1",
        share: 0.125,
      }, // p6
    ]);
    expect(snapshot.nineGrid.unplaced).toBe("2"); // p2 p8
    expect(snapshot.nineGrid.groups).toEqual([
      { group: "BASE", label: "基础用户", people: "2", share: 0.25 },
      { group: "POTENTIAL", label: "潜在用户", people: "1", share: 0.125 },
      { group: "INDUSTRY", label: "行业用户", people: "1", share: 0.125 },
      { group: "PENETRATION", label: "平台渗透用户", people: "2", share: 0.25 },
    ]);
    const crossed = snapshot.stageByCell.counts.filter((count: { people: string }) => count.people !== "0");
    expect(crossed).toEqual([
      { stage: null, intent: null, loyalty: null, people: "1" }, // p2
      { stage: "AWARE", intent: null, loyalty: null, people: "1" }, // p8
      { stage: "AWARE", intent: "CATEGORY", loyalty: "POTENTIAL", people: "1" }, // p7
      { stage: "AWARE", intent: "PLATFORM", loyalty: "POTENTIAL", people: "1" }, // p6
      { stage: "APPEAL", intent: "BRAND", loyalty: "SWING", people: "1" }, // p5
      { stage: "ACT", intent: "BRAND", loyalty: "LOYAL", people: "1" }, // p3
      { stage: "ACT", intent: "PLATFORM", loyalty: "LOYAL", people: "1" }, // p4
      { stage: "ADVOCATE", intent: "BRAND", loyalty: "LOYAL", people: "1" }, // p1
    ]);
    expect(snapshot.stageByCell.counts).toHaveLength(50);
    expect(snapshot.suppression).toEqual({ threshold: 1, suppressedCells: 0, remainderPeople: null });
  });

  it("of a category leaves out touchpoints of others, and is not the brand's snapshot of all", async () => {
    const categoryId = toNodeId("Category", fixture.catalogue.categories.tv);
    const { assetSnapshot } = await take(admin(), { asOf: "2025-11-10T00:00:00+08:00", categoryId });
    expect(assetSnapshot).toMatchObject({ people: "7", category: { code: "TV" }, brand: { code: "tv-one" } }); // not p6
    expect(await read(admin(), "2025-11-10T00:00:00+08:00")).toBeNull();
  });

  it("before the first touchpoint is empty", async () => {
    await take(admin(), { asOf: "2025-01-01T00:00:00+08:00" });
    const snapshot = await read(admin(), "2025-01-01T00:00:00+08:00");
    expect(snapshot).toMatchObject({ people: "0", lapsed: "0", nineGrid: { unplaced: "0" } });
    expect(snapshot.stages[0]).toMatchObject({ people: "0", share: null });
  });

  it("withholds small groups, and enough others that they do not follow", async () => {
    const { careful } = fixture;
    await take(careful.keys.ADMIN, { asOf: LATE });
    const snapshot = await read(careful.keys.ADMIN, LATE);
    // 3, 1, 2, 1 and the one lapsed, told together with 8: all but the 3 are below 3
    expect(snapshot.stages.map(({ people }: { people: string | null }) => people)).toEqual(["3", null, null, null]);
    expect(snapshot.lapsed).toBeNull();
    expect(snapshot.suppression).toEqual({ threshold: 3, suppressedCells: 4, remainderPeople: "5" });
    // 2, 1, 1, 1, 1 and 2 unplaced: all of them
    expect(snapshot.nineGrid.suppression).toEqual({ threshold: 3, suppressedCells: 6, remainderPeople: "8" });
    expect(snapshot.nineGrid.groups.map(({ people }: { people: string | null }) => people)).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });
});

describe("taking snapshots", () => {
  it("answers a repeated call with the run of the first, and a repeated wish with the same snapshot", async () => {
    const first = await take(admin(), { asOf: EARLY }, "early");
    expect((await take(admin(), { asOf: EARLY }, "early")).id).toBe(first.id);
    const second = await take(admin(), { asOf: EARLY });
    expect(second.id).not.toBe(first.id);
    expect(second.assetSnapshot.id).toBe(first.assetSnapshot.id);
  });

  it("refuses an instant before there can be touchpoints", async () => {
    const { data } = await test.query(admin(), TAKE, {
      input: { brandId: fixture.brand, asOf: "1999-12-31T23:59:59.999Z" },
    });
    expect(data.takeAssetSnapshot.userErrors).toEqual([
      {
        code: "INVALID_INPUT",
        field: ["input", "asOf"],
        message:
          "asOf must not be before 2000-01-01T00:00:00.000Z, as no touchpoint is, but got 1999-12-31T23:59:59.999Z.",
      },
    ]);
  });

  it("says everything that is wrong at once", async () => {
    const input = {
      brandId: fixture.brand,
      asOf: "2025-12-01T00:00:01+08:00",
      categoryId: toNodeId("Category", 999_999),
    };
    const { data } = await test.query(admin(), TAKE, { input });
    expect(data.takeAssetSnapshot).toEqual({
      run: null,
      userErrors: [
        {
          code: "INVALID_INPUT",
          field: ["input", "asOf"],
          message: "asOf must not be in the future, but got 2025-11-30T16:00:01.000Z at 2025-11-30T16:00:00.000Z.",
        },
        {
          code: "NOT_FOUND",
          field: ["input", "categoryId"],
          message: "categoryId must name a category of the catalogue.",
        },
      ],
    });
  });

  it.each([
    ["an id of another type", () => toNodeId("Category", 1), "INVALID_ID"],
    ["no id at all", () => "nonsense", "INVALID_ID"],
    ["a brand that does not exist", () => toNodeId("Brand", 999_999), "NOT_FOUND"],
  ])("refuses %s as the brand", async (_, brandId, code) => {
    const { data } = await test.query(admin(), TAKE, { input: { brandId: brandId(), asOf: LATE } });
    expect(data.takeAssetSnapshot).toMatchObject({ run: null, userErrors: [{ code, field: ["input", "brandId"] }] });
  });

  it("does not know a brand that is not granted", async () => {
    const { data } = await test.query(fixture.stranger.keys.ADMIN, TAKE, {
      input: { brandId: fixture.brand, asOf: LATE },
    });
    expect(data.takeAssetSnapshot.userErrors).toMatchObject([{ code: "NOT_FOUND", field: ["input", "brandId"] }]);
  });

  it("takes the permission", async () => {
    const { errors } = await test.query(fixture.acme.keys.PARTNER, TAKE, {
      input: { brandId: fixture.brand, asOf: LATE },
    });
    expect(errors).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
  });
});

describe("published snapshots", () => {
  it("are nobody else's, and null where none was taken", async () => {
    const { assetSnapshot } = await take(admin(), { asOf: LATE });
    const byNode = "query($id: ID!) { node(id: $id) { id __typename } }";
    const asked = { id: assetSnapshot.id };
    expect((await test.query(admin(), byNode, asked)).data.node).toEqual({ ...asked, __typename: "AssetSnapshot" });
    expect((await test.query(fixture.careful.keys.ADMIN, byNode, asked)).data.node).toBeNull();
    expect(await read(admin(), "2025-11-11T00:00:01+08:00")).toBeNull();
  });

  it("are listed newest asOf first, page by page, forwards and backwards", async () => {
    const list = async (args: object) =>
      (await test.query(admin(), LIST, { brand: fixture.brand, ...args })).data.brand.assetSnapshots;
    const all = await list({ first: 100 });
    const instants = all.nodes.map(({ asOf }: { asOf: string }) => Date.parse(asOf));
    expect(instants).toEqual([LATE, "2025-11-10T00:00:00+08:00", EARLY, "2025-01-01T00:00:00+08:00"].map(Date.parse));
    expect(all.totalCount).toBe(4);
    expect(all.nodes[1]).toMatchObject({ category: { code: "TV" }, people: "7" });

    const head = await list({ first: 3 });
    expect(head.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    const rest = await list({ first: 3, after: head.pageInfo.endCursor });
    expect([...head.nodes, ...rest.nodes]).toEqual(all.nodes);
    expect(rest.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    const back = await list({ last: 2, before: rest.pageInfo.startCursor });
    expect(back.nodes).toEqual(all.nodes.slice(1, 3));
  });

  it("refuse a cursor of another list", async () => {
    const after = Buffer.from(JSON.stringify(["yesterday", "1"])).toString("base64url");
    const { errors } = await test.query(admin(), LIST, { brand: fixture.brand, first: 1, after });
    expect(errors).toMatchObject([
      { message: "after must be a cursor that brand.assetSnapshots returned.", extensions: { code: "BAD_USER_INPUT" } },
    ]);
  });
});

describe("when touchpoints come later", () => {
  it("a snapshot keeps its figures and says that it is outdated; taking it again is another one", async () => {
    const before = await read(admin(), LATE);
    const late = {
      person: "p9",
      at: "2025-11-09T12:00:00+08:00",
      action: "SEARCH",
      brandId: fixture.catalogue.brands.tvOne,
    };
    await insertTouchpoints(test, [{ ...late, sourceId: fixture.sourceId }]);
    expect(await read(admin(), LATE)).toEqual({ ...before, state: "OUTDATED" });

    const { assetSnapshot } = await take(admin(), { asOf: LATE });
    expect(assetSnapshot.id).not.toBe(before.id);
    expect(await read(admin(), LATE)).toMatchObject({ id: assetSnapshot.id, state: "COMPLETE", people: "9" });
  });
});
