import { readFileSync } from "node:fs";
import { join } from "node:path";
import { RoaringBitmap32 } from "roaring";
import { PeopleSettlement } from "../../../src/features/people/people-settlement";
import type { PeopleStateStore } from "../../../src/features/people/people-state.store";
import type { SettlePassParts } from "../../../src/features/people/settle-pass";
import { StablePlane } from "../../../src/features/people/stable-plane";
import type { AdvisoryLocks } from "../../../src/platform/postgres/locks";
import { takeSnapshot } from "../assets/take-snapshot";
import {
  assertPeople,
  contextOf,
  createPeopleCloud,
  holdJobsBack,
  ingest,
  keyOf,
  overlayOf,
  type PeopleCloud,
  partition,
  personOfEvents,
  personOfKeys,
  settle,
} from "./people-setup";

const SNAPSHOT = readFileSync(join(__dirname, "../assets/brand-snapshot.graphql"), "utf8");

/** Every write of a settle in its order, by the store that makes it. */
const WRITES = [
  ["identities", "takeOrdinals"],
  ["settlement", "begin"],
  ["moves", "rehomeIdentities"],
  ["moves", "copyTouchpoints"],
  ["moves", "deleteTouchpoints"],
  ["moves", "insertAliases"],
  ["moves", "insertHolds"],
  ["overlays", "make"],
  ["settlement", "publish"],
] as const;
type Death = "before" | "half-way" | "after";

let cloud: PeopleCloud;
beforeAll(async () => {
  cloud = await createPeopleCloud();
  await holdJobsBack(cloud);
});
afterAll(() => cloud.test.close());

/** The app's settle, dying at one of its writes as a killed process would: whatever was sent before stays. */
function dyingSettle(store: keyof SettlePassParts, method: string, death: Death): PeopleSettlement {
  const own = cloud.test.app.people.settle;
  const parts = Reflect.get(own, "parts") as SettlePassParts;
  const locks = Reflect.get(own, "locks") as AdvisoryLocks;
  const dying = new Proxy(parts[store], {
    get(target, name) {
      const value = Reflect.get(target, name);
      if (name !== method) return typeof value === "function" ? value.bind(target) : value;
      return async (first: unknown, ...rest: unknown[]) => {
        const part = death === "half-way" && Array.isArray(first) ? first.slice(0, Math.ceil(first.length / 2)) : first;
        if (death !== "before") await value.call(target, part, ...rest);
        throw new Error("killed");
      };
    },
  });
  return new PeopleSettlement({ ...parts, [store]: dying }, locks);
}

/** Two people to be merged, one to be taken apart, one to be held, and a private link of acme: all waiting for a settle. */
async function prepare(name: string): Promise<void> {
  const rows = (people: readonly string[][], tag: string) =>
    people.map((names, index) => ({ event: `${name}-${tag}${index}`, people: names.map((one) => `${name}-${one}`) }));
  await ingest(cloud, "shop", rows([["a1", "a2"], ["a2"], ["a1"], ["b1", "b2"], ["b2"], ["d1", "d2"], ["d2"]], "x"));
  await ingest(cloud, "acme", rows([["p"], ["p", "b2"]], "p"));
  await settle(cloud);
  // Said, but not settled: a1 - b1 are one, d1 - d2 are not.
  await ingest(cloud, "media", rows([["b1", "a1"]], "y"));
  const { app } = cloud.test;
  await app.clickhouse.command({
    query: `INSERT INTO identity_cut SELECT '00000000-0000-0000-0000-000000000000', least(a, b), greatest(a, b), 1, 1, now()
      FROM (SELECT toUInt128('${keyOf(`${name}-d1`)}') AS a, toUInt128('${keyOf(`${name}-d2`)}') AS b)`,
  });
  const ordinal = (await personOfKeys(cloud)).get(keyOf(`${name}-d1`))!;
  await app.database.withSystem((manager) =>
    manager.query("INSERT INTO unsettled_person (ordinal, requested_at) VALUES ($1, now())", [ordinal]),
  );
}

/** Writes of a list, which may be left half done. */
const LISTS: ReadonlySet<string> = new Set(["rehomeIdentities", "copyTouchpoints", "deleteTouchpoints", "insertHolds"]);
const cases = WRITES.flatMap(([store, method]) => {
  const deaths: readonly Death[] = LISTS.has(method) ? ["before", "half-way", "after"] : ["before", "after"];
  return deaths.map((death) => [death, store, method] as const);
});

it.each(cases)("killed %s %s.%s, the next settle ends as if nothing had been", async (death, store, method) => {
  const name = `${method}-${death}`;
  await prepare(name);
  const before = await personOfKeys(cloud);
  await expect(dyingSettle(store, method, death).settle(contextOf(cloud.operator))).rejects.toThrow("killed");
  // Rows that come meanwhile go to the persons that some process still has in mind.
  await ingest(cloud, "shop", [{ event: `${name}-late`, people: [`${name}-b2`, `${name}-new`] }]);
  await settle(cloud);

  const known = await personOfKeys(cloud);
  const person = (one: string): number => known.get(keyOf(`${name}-${one}`))!;
  const names = ["a1", "a2", "b1", "b2", "new", "d1", "d2", "p"];
  expect(partition(names.map((one) => [one, person(one)]))).toEqual([
    ["a1", "a2", "b1", "b2", "new"],
    ["d1"],
    ["d2"],
    ["p"],
  ]);
  const expected = {
    ...{ x0: "a1", x1: "a2", x2: "a1", x3: "b1", x4: "b2", x5: "d1", x6: "d2", p0: "p", p1: "p", y0: "b1" },
    late: "b2",
  };
  const mine = [...(await personOfEvents(cloud))].filter(([event]) => event.startsWith(`${name}-`));
  expect(Object.fromEntries(mine)).toEqual(
    Object.fromEntries(Object.entries(expected).map(([event, one]) => [`${name}-${event}`, person(one)])),
  );
  // For acme the merged person is its customer too, and bitmaps frozen before name them still.
  const acme = await personOfEvents(cloud, await overlayOf(cloud, cloud.acme));
  expect(acme.get(`${name}-p0`)).toBe(acme.get(`${name}-x0`));
  const frozen = new RoaringBitmap32(["a1", "b1"].map((one) => before.get(keyOf(`${name}-${one}`))!));
  expect(frozen.size).toBe(2);
  expect((await cloud.test.app.people.frozen.current(frozen, null)).toArray()).toEqual([person("a1")]);
});

/** The app's settle, with `meanwhile` between its reading the clock and its first pass. */
function settleWithDelay(meanwhile: () => Promise<void>): PeopleSettlement {
  const own = cloud.test.app.people.settle;
  const parts = Reflect.get(own, "parts") as SettlePassParts;
  const settlement = Object.create(parts.settlement, {
    now: {
      value: async () => {
        const now = await parts.settlement.now();
        await meanwhile();
        return now;
      },
    },
  });
  return new PeopleSettlement({ ...parts, settlement }, Reflect.get(own, "locks") as AdvisoryLocks);
}

it("ends what a killed settle had begun though all of it was asked for again since the next one read the clock", async () => {
  await prepare("asked");
  await expect(dyingSettle("moves", "copyTouchpoints", "after").settle(contextOf(cloud.operator))).rejects.toThrow();
  await settleWithDelay(async () => {
    await ingest(cloud, "shop", [{ event: "asked-z", people: ["asked-a1", "asked-b1"] }]);
    await ingest(cloud, "acme", [{ event: "asked-q", people: ["asked-q", "asked-p"] }]);
  }).settle(contextOf(cloud.operator));
  const [plane] = await cloud.test.app.database.withSystem((manager) =>
    manager.query("SELECT settling_since FROM touchpoint_plane"),
  );
  expect(plane).toEqual({ settling_since: null });
  const events = await personOfEvents(cloud); // each is there once
  expect(new Set(["x0", "x1", "x2", "x3", "x4", "y0", "z"].map((event) => events.get(`asked-${event}`))).size).toBe(1);
  const acme = await personOfEvents(cloud, await overlayOf(cloud, cloud.acme));
  expect(acme.get("asked-p0")).toBe(acme.get("asked-x0"));
  await settle(cloud);
});

it("ends what a killed settle had begun for the people of its pass, however many others wait", async () => {
  await prepare("few");
  await expect(dyingSettle("moves", "copyTouchpoints", "after").settle(contextOf(cloud.operator))).rejects.toThrow();
  const { database, people } = cloud.test.app;
  const others = "generate_series(1000000, 1020000)";
  await database.withSystem((manager) =>
    manager.query(
      `INSERT INTO unsettled_person (ordinal, requested_at) SELECT ordinal, now() FROM ${others} AS ordinal`,
    ),
  );
  const { settlement } = Reflect.get(people.settle, "parts") as SettlePassParts;
  const unended = await settlement.findUnsettled(await settlement.now(), 1);
  expect(unended.ordinals.length).toBeGreaterThan(1);
  expect(Math.max(...unended.ordinals)).toBeLessThan(1_000_000);
  await database.withSystem((manager) =>
    manager.query("DELETE FROM unsettled_person WHERE ordinal BETWEEN 1000000 AND 1020000"),
  );
  await settle(cloud);
});

it("outdates the snapshots of people who were all moved by a settle that was killed then", async () => {
  const brandId = cloud.brands["haoyu"];
  const asOf = "2025-11-25T00:00:00.000Z";
  await ingest(cloud, "shop", [
    { event: "outdate-s1", people: ["outdate-s1"], brand: "haoyu" },
    { event: "outdate-s2", people: ["outdate-s2"], brand: "haoyu" },
  ]);
  await settle(cloud);
  await takeSnapshot(cloud.test, cloud.acme.keys.ADMIN, { brandId, asOf });
  const state = async (): Promise<string> => {
    const { data } = await cloud.test.query(cloud.acme.keys.ADMIN, SNAPSHOT, { brand: brandId, asOf });
    return data.brand.assetSnapshot.state;
  };
  expect(await state()).toBe("COMPLETE");
  await ingest(cloud, "media", [{ event: "outdate-s3", people: ["outdate-s1", "outdate-s2"] }]);
  await expect(dyingSettle("moves", "deleteTouchpoints", "after").settle(contextOf(cloud.operator))).rejects.toThrow();
  await settle(cloud);
  expect(await state()).toBe("OUTDATED");
});

it("lets nobody read people while a settle that died left some on the way, and everybody afterwards", async () => {
  await prepare("read");
  const { people } = cloud.test.app;
  const impatient = new StablePlane(Reflect.get(people.plane, "store") as PeopleStateStore, people.overlay, 0);
  const read = () => impatient.read(contextOf(cloud.acme), async () => "figures");
  expect(await read()).toBe("figures");
  await expect(dyingSettle("moves", "deleteTouchpoints", "before").settle(contextOf(cloud.operator))).rejects.toThrow();
  await expect(read()).rejects.toMatchObject({
    code: "UNAVAILABLE",
    message:
      "Figures of people must be read while nobody is merged or split, but many are just now; ask again in a minute.",
  });
  await settle(cloud);
  expect(await read()).toBe("figures");
});

it("reads again what was read while people were moved, through the overlay of then", async () => {
  await prepare("again");
  const context = contextOf(cloud.acme);
  const seen: unknown[] = [];
  const answer = await cloud.test.app.people.plane.read(context, async () => {
    seen.push(await cloud.test.app.people.overlay.idOf(context));
    if (seen.length === 1) await settle(cloud);
    return seen.length;
  });
  expect(answer).toBe(2);
  expect(seen[0]).not.toBe(seen[1]);
});

it("undoes a merge, and a later import through another source cannot do it again", async () => {
  await ingest(cloud, "shop", [{ event: "undo-1", people: ["undo-a", "undo-b"] }]);
  await assertPeople(cloud, "unmerge-people", "shop", ["undo-a", "undo-b"]);
  await ingest(cloud, "media", [{ event: "undo-2", people: ["undo-a", "undo-c"] }]);
  await ingest(cloud, "media", [{ event: "undo-3", people: ["undo-c", "undo-b"] }]);
  await settle(cloud);
  const apart = await personOfKeys(cloud);
  expect(apart.get(keyOf("undo-a"))).not.toBe(apart.get(keyOf("undo-b")));
  await assertPeople(cloud, "merge-people", "media", ["undo-b", "undo-a"]);
  const joined = await personOfKeys(cloud);
  expect(joined.get(keyOf("undo-a"))).toBe(joined.get(keyOf("undo-b")));
});
