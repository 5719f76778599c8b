import { readFileSync } from "node:fs";
import { join } from "node:path";
import { AssetSnapshotStore } from "../../../src/features/assets/asset-snapshot.store";
import { OutdatedSnapshotStore } from "../../../src/features/assets/outdated-snapshot.store";
import { takeSnapshotJob } from "../../../src/features/assets/take-snapshot";
import { toNodeId } from "../../../src/graphql/node";
import type { RunningJob } from "../../../src/platform/jobs/worker";
import { createTestApp, type TestApp, type TestOrganisation } from "../../support/test-app";
import { FileImports, type Line, readRun, rollBack, runId } from "../touchpoints/run-setup";
import { addCatalogue, assetServiceOf, type TestCatalogue } from "./asset-setup";
import { takeSnapshot } from "./take-snapshot";

const STATES = readFileSync(join(__dirname, "snapshot-states.graphql"), "utf8");
const AS_OF = "2025-11-11T00:00:00+08:00";
const LATE = "2025-11-01T12:00:00+08:00";
const brandNames = ["tvOne", "tvTwo", "home", "food", "loose"] as const;
type BrandName = (typeof brandNames)[number];
const codes = { tvOne: "tv-one", tvTwo: "tv-two", home: "home", food: "food", loose: "loose" } as const;

let test: TestApp;
let files: FileImports;
let catalogue: TestCatalogue;
let acme: TestOrganisation;
let other: TestOrganisation;
let events = 0;

beforeAll(async () => {
  test = await createTestApp({ now: new Date("2025-12-01T00:00:00Z") });
  files = await FileImports.open(test);
  acme = await test.addOrganisation("acme");
  other = await test.addOrganisation("other");
  catalogue = await addCatalogue(test, acme.id);
  await test.app.database.withSystem(async (manager) => {
    for (const name of brandNames) await test.app.brands.grant(manager, other.id, catalogue.brands[name]);
  });
});
afterAll(async () => {
  await files.close();
  await test.close();
});

/** One touchpoint through the intake. */
const send = async (
  line: Omit<Line, "id" | "who">,
  { from = acme, visibility = "CLOUD" as "CLOUD" | "ORGANISATION" } = {},
) => {
  const id = `late-${++events}`;
  const run = await files.import(
    from,
    `${visibility}-${from.id}`,
    [await files.file(`${id}.csv`, [{ id, who: `late-person-${events}`, ...line }])],
    { visibility },
  );
  expect(run).toMatchObject({ status: "SUCCEEDED", accepted: 1n });
  return run;
};

const take = async (organisation: TestOrganisation, name: BrandName, change: object = {}): Promise<string> => {
  const input = { brandId: toNodeId("Brand", catalogue.brands[name]), asOf: AS_OF, ...change };
  return (await takeSnapshot(test, organisation.keys.ADMIN, input)).assetSnapshot.id;
};

const stateOf = async ({ keys }: TestOrganisation, ids: readonly string[]): Promise<readonly string[]> =>
  (await test.query(keys.ADMIN, STATES, { ids })).data.nodes.map(({ state }: { state: string }) => state);

/** Takes a snapshot of every brand for both organisations, then answers whose are outdated by `change`. */
async function outdatedBy(
  change: () => Promise<unknown>,
): Promise<Readonly<Record<"acme" | "other", readonly string[]>>> {
  const takenBy = async (organisation: TestOrganisation) => {
    const ids: string[] = [];
    for (const name of brandNames) ids.push(await take(organisation, name));
    expect(await stateOf(organisation, ids)).toEqual(brandNames.map(() => "COMPLETE"));
    return ids;
  };
  const [ofAcme, ofOther] = [await takenBy(acme), await takenBy(other)];
  await change();
  const namesOf = async (organisation: TestOrganisation, ids: readonly string[]) => {
    const states = await stateOf(organisation, ids);
    return brandNames.filter((_, index) => states[index] === "OUTDATED");
  };
  return { acme: await namesOf(acme, ofAcme), other: await namesOf(other, ofOther) };
}

/** tv-one and tv-two sell in TV, which lies below HOME, where home sells; tv-two and food sell in FOOD; loose in none. */
describe("a touchpoint from before the snapshots", () => {
  it.each<readonly [string, Omit<Line, "id" | "who">, readonly BrandName[]]>([
    [
      "of a brand outdates it, those that share a category, and those of a category above",
      { brand: codes.tvOne },
      ["tvOne", "tvTwo", "home"],
    ],
    ["of a brand of two categories outdates those of both", { brand: codes.tvTwo }, ["tvOne", "tvTwo", "home", "food"]],
    ["of a brand outdates none of a category below its own", { brand: codes.home }, ["home"]],
    ["of a brand without a category outdates its own", { brand: codes.loose }, ["loose"]],
    ["outdates those of its own category too", { brand: codes.loose, category: "FOOD" }, ["tvTwo", "food", "loose"]],
    ["of no brand outdates none", { category: "TV" }, []],
  ])("%s", async (_, line, expected) => {
    expect(await outdatedBy(() => send({ ...line, at: LATE }))).toEqual({ acme: expected, other: expected });
  });

  it("of a source of one organisation outdates that one's snapshots only", async () => {
    const late = { brand: codes.loose, at: LATE };
    const expected = { acme: [], other: ["loose"] };
    expect(await outdatedBy(() => send(late, { from: other, visibility: "ORGANISATION" }))).toEqual(expected);
  });

  it("that was rejected or is a duplicate outdates none", async () => {
    const path = await files.file("twice.csv", [{ id: "twice", who: "twice", brand: codes.tvOne, at: LATE }]);
    await files.import(acme, "twice", [path]);
    const rejected = await files.file("no.csv", [{ id: "no", who: "no", brand: codes.tvOne, action: "NO", at: LATE }]);
    const again = () => files.import(acme, "twice", [path, rejected]);
    expect(await outdatedBy(again)).toEqual({ acme: [], other: [] });
  });

  it("that contradicts an earlier one outdates none, and is counted and shown as a conflict", async () => {
    const line = { id: "said", who: "said", brand: codes.tvOne, at: LATE };
    await files.import(acme, "said", [await files.file("said.csv", [line])]);
    const contradiction = await files.file("contradiction.csv", [{ ...line, action: "CLICK" }]);
    const contradict = async () => {
      const run = await files.import(acme, "said", [contradiction]);
      expect(await readRun(test, acme.keys.INTEGRATION, runId(run))).toMatchObject({ accepted: "0", conflicts: "1" });
      const { data } = await test.query(
        acme.keys.INTEGRATION,
        `mutation($source: ID!, $touchpoints: [TouchpointInput!]!) {
          ingestTouchpoints(sourceId: $source, touchpoints: $touchpoints) { accepted conflicts rows { eventId outcome } }
        }`,
        {
          source: toNodeId("TouchpointSource", String(await sourceNumber("said"))),
          touchpoints: [
            {
              eventId: line.id,
              occurredAt: LATE,
              action: "VISIT",
              platform: "JD",
              site: "ON_SITE",
              brandCode: line.brand,
              identities: [{ namespace: "CUSTOMER_ID", value: line.who }],
            },
          ],
        },
      );
      expect(data.ingestTouchpoints).toEqual({
        accepted: 0,
        conflicts: 1,
        rows: [{ eventId: line.id, outcome: "CONFLICT" }],
      });
    };
    expect(await outdatedBy(contradict)).toEqual({ acme: [], other: [] });
  });
});

const sourceNumber = async (code: string): Promise<number> => {
  const [row] = await test.app.database.withSystem((manager) =>
    manager.query("SELECT id FROM touchpoint_source WHERE code = $1", [code]),
  );
  return row.id;
};

it("a touchpoint of the snapshots' instant or after it outdates none", async () => {
  const fresh = async () => {
    await send({ brand: codes.tvOne, at: AS_OF });
    await send({ brand: codes.tvTwo, at: "2025-11-20T00:00:00+08:00" });
  };
  expect(await outdatedBy(fresh)).toEqual({ acme: [], other: [] });
});

it("a snapshot of a category is outdated by touchpoints in it", async () => {
  const id = await take(acme, "loose", { categoryId: toNodeId("Category", catalogue.categories.home) });
  await send({ brand: codes.food, at: LATE });
  expect(await stateOf(acme, [id])).toEqual(["COMPLETE"]);
  await send({ brand: codes.tvOne, at: LATE });
  expect(await stateOf(acme, [id])).toEqual(["OUTDATED"]);
});

it("a roll-back outdates the snapshots that counted what it takes away", async () => {
  const run = await send({ brand: codes.food, at: LATE });
  await send({ brand: codes.food, at: "2025-11-30T00:00:00+08:00" });
  const back = () => rollBack(test, acme.keys.INTEGRATION, runId(run));
  expect(await outdatedBy(back)).toEqual({ acme: ["tvTwo", "food"], other: ["tvTwo", "food"] });
});

describe("taking a snapshot again", () => {
  it("answers the one that is known until it is outdated", async () => {
    const first = await take(acme, "loose");
    await send({ brand: codes.tvOne, at: LATE });
    expect(await take(acme, "loose")).toBe(first);
    await send({ brand: codes.loose, at: LATE });
    const second = await take(acme, "loose");
    expect(second).not.toBe(first);
    const { data } = await test.query(acme.keys.ADMIN, STATES, { ids: [first, second] });
    expect(data.nodes.map(({ state }: { state: string }) => state)).toEqual(["OUTDATED", "COMPLETE"]);
    expect(BigInt(data.nodes[1].people)).toBe(BigInt(data.nodes[0].people) + 1n);
  });

  it("makes another one once people were told apart anew", async () => {
    const first = await take(acme, "loose");
    await movePeopleOn();
    expect(await take(acme, "loose")).not.toBe(first);
  });
});

describe("while a snapshot is being taken", () => {
  /** Takes one of loose; `meanwhile` happens after its touchpoints were read and before it is published. */
  const takeWhile = async (meanwhile: () => Promise<unknown>, asOf: string): Promise<string> => {
    const assets = assetServiceOf(test);
    const [, handler] = takeSnapshotJob({
      store: new AssetSnapshotStore(test.app.database),
      outdated: new OutdatedSnapshotStore(),
      assets,
      access: test.app.access,
      brands: test.app.brands,
      touchpoints: test.app.touchpoints,
      ...test.app.people,
    });
    const context = files.context(acme);
    let published: unknown;
    await handler({
      context,
      run: { payload: { brandId: catalogue.brands.loose, categoryId: null, asOf: new Date(asOf).toISOString() } },
      publish: async (work: Parameters<RunningJob["publish"]>[0]) => {
        await meanwhile();
        published = await test.app.database.withTenant(context, work);
      },
    } as unknown as RunningJob);
    return toNodeId("AssetSnapshot", (published as { assetSnapshotId: string }).assetSnapshotId);
  };

  it("a chunk that concerns it makes it outdated from the beginning, any other does not", async () => {
    const concerned = await takeWhile(() => send({ brand: codes.loose, at: LATE }), "2025-11-12T00:00:00+08:00");
    const unconcerned = await takeWhile(() => send({ brand: codes.tvOne, at: LATE }), "2025-11-13T00:00:00+08:00");
    expect(await stateOf(acme, [concerned, unconcerned])).toEqual(["OUTDATED", "COMPLETE"]);
  });

  it("people told apart anew make it outdated, whoever they are", async () => {
    expect(await stateOf(acme, [await takeWhile(movePeopleOn, "2025-11-14T00:00:00+08:00")])).toEqual(["OUTDATED"]);
  });
});

const movePeopleOn = (): Promise<unknown> =>
  test.app.database.withSystem((manager) =>
    manager.query("UPDATE touchpoint_plane SET people_version = people_version + 1"),
  );
