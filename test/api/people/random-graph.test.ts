import { SeededRandom } from "../../../src/engines/numeric/seeded-random";
import { slowComponents } from "../../unit/features/people/slow-people";
import {
  assertPeople,
  createPeopleCloud,
  ingest,
  keyOf,
  overlayOf,
  type PeopleCloud,
  partition,
  personOfEvents,
  personOfKeys,
  type SourceName,
  settle,
} from "./people-setup";

/** What was ever said, kept in the order it came: raw rows and plain sets. */
interface Said {
  readonly events: Map<string, string>;
  readonly links: { source: SourceName; names: readonly [string, string] }[];
  readonly cuts: Map<"cloud" | "acme" | "beta", Set<string>>;
}

const NAMES = Array.from({ length: 24 }, (_, index) => `n${index}`);
const SOURCES = ["shop", "shop", "media", "acme", "beta"] as const;
const scopeOf = (source: SourceName) => (source === "acme" || source === "beta" ? source : "cloud");

async function liveThrough(cloud: PeopleCloud, seed: number): Promise<Said> {
  const random = SeededRandom.fromSeed(seed);
  const pick = <T>(values: readonly T[]): T => values[random.integer(0, values.length - 1)]!;
  const said: Said = {
    events: new Map(),
    links: [],
    cuts: new Map([
      ["cloud", new Set()],
      ["acme", new Set()],
      ["beta", new Set()],
    ]),
  };
  for (let step = 0; step < 30; step++) {
    const source = pick(SOURCES);
    const what = random.integer(1, 100);
    if (what <= 70) {
      const rows = Array.from({ length: random.integer(1, 3) }, (_, index) => ({
        event: `${seed}-${step}-${index}`,
        people: Array.from({ length: random.integer(1, 3) }, () => pick(NAMES)),
      }));
      await ingest(cloud, source, rows);
      for (const { event, people } of rows) {
        said.events.set(event, people[0]!);
        for (const other of people.slice(1)) said.links.push({ source, names: [people[0]!, other] });
      }
    } else if (what <= 90) {
      const [a, b] = [pick(NAMES), pick(NAMES)].sort() as [string, string];
      if (a === b) continue;
      const isMerge = what <= 80;
      await assertPeople(cloud, isMerge ? "merge-people" : "unmerge-people", source, [a, b]);
      const cuts = said.cuts.get(scopeOf(source))!;
      if (isMerge) said.links.push({ source, names: [a, b] });
      if (isMerge) cuts.delete(`${a} ${b}`);
      else cuts.add(`${a} ${b}`);
    } else await settle(cloud);
  }
  await settle(cloud);
  return said;
}

/** Pairs of stored keys in one form. */
const pairOf = (a: string, b: string): readonly [string, string] => {
  const [x, y] = [keyOf(a), keyOf(b)];
  return BigInt(x) < BigInt(y) ? [x, y] : [y, x];
};
const cutsOf = (said: Said, scope: "cloud" | "acme" | "beta") =>
  [...said.cuts.get(scope)!].map((pair) => pairOf(...(pair.split(" ") as [string, string])));
const linksOf = (said: Said, scope: "cloud" | "acme" | "beta") =>
  said.links
    .filter(({ source, names: [a, b] }) => scopeOf(source) === scope && a !== b)
    .map(({ names: [a, b] }) => pairOf(a, b));

describe.each([1, 2, 3])("people after a random life (seed %i)", (seed) => {
  let cloud: PeopleCloud;
  let said: Said;
  beforeAll(async () => {
    cloud = await createPeopleCloud();
    said = await liveThrough(cloud, seed);
  });
  afterAll(() => cloud.test.close());

  it("are the components of the cloud's links, and every touchpoint is once, at its identity's person", async () => {
    const known = await personOfKeys(cloud);
    const links = linksOf(said, "cloud").map(([a, b]) => ({ a, b, at: 0 }));
    const groups = slowComponents([...known.keys()], links, cutsOf(said, "cloud"));
    const groupOf = new Map(groups.flatMap((group) => [...group].map((key) => [key, group] as const)));
    expect(partition(known)).toEqual(partition(groupOf));

    const events = await personOfEvents(cloud);
    expect([...events.keys()].sort()).toEqual([...said.events.keys()].sort());
    for (const [event, name] of said.events)
      expect([event, events.get(event)]).toEqual([event, known.get(keyOf(name))]);
  });

  it.each(["acme", "beta"] as const)("are joined further by the private links of %s, for it alone", async (name) => {
    const known = await personOfKeys(cloud);
    const pairs = (keys: readonly (readonly [string, string])[]) =>
      keys
        .map(([a, b]) => [known.get(a)!, known.get(b)!].sort((x, y) => x - y).map(String) as [string, string])
        .filter(([a, b]) => a !== b);
    const links = pairs(linksOf(said, name)).map(([a, b]) => ({ a, b, at: 0 }));
    const people = [...new Set(known.values())].map(String);
    const groups = slowComponents(people, links, pairs(cutsOf(said, name)));
    const groupOf = new Map(groups.flatMap((group) => [...group].map((ordinal) => [ordinal, group] as const)));

    const events = await personOfEvents(cloud, await overlayOf(cloud, cloud[name]));
    const expected = [...said.events].map(
      ([event, first]) => [event, groupOf.get(String(known.get(keyOf(first))))] as const,
    );
    expect(partition(events)).toEqual(partition(expected));
  });
});
