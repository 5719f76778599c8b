import { SeededRandom } from "../../../src/engines/numeric/seeded-random";
import { slowComponents } from "../../unit/features/people/slow-people";
import {
  createPeopleCloud,
  documentOf,
  ingest,
  keyOf,
  type PeopleCloud,
  partition,
  personOfEvents,
  personOfKeys,
  settle,
} from "./people-setup";

let cloud: PeopleCloud;
beforeEach(async () => {
  cloud = await createPeopleCloud();
});
afterEach(() => cloud.test.close());

const graph = async () =>
  (await cloud.test.query(cloud.operator.keys.OPERATOR, documentOf("identity-graph"))).data.viewer.identityGraph;
const held = (reason: string, links: string) =>
  ["PERSON_TOO_LARGE", "SHARED_IDENTITY", "KEPT_APART"].map((one) => ({
    reason: one,
    links: one === reason ? links : "0",
  }));
const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);

it("takes an identity that was seen with more than 1,000 others for nobody's: its links are held, and everybody else is alone", async () => {
  // A placeholder beside every device, first on some rows and last on others.
  const rows = numbers(1_200).map((device) => ({
    event: `e${device}`,
    people: device % 2 === 0 ? ["placeholder", `device-${device}`] : [`device-${device}`, "placeholder"],
  }));
  await ingest(cloud, "shop", rows);
  await settle(cloud);
  const known = await personOfKeys(cloud);
  expect(new Set(known.values()).size).toBe(1_201);
  const events = await personOfEvents(cloud);
  // A touchpoint stays with the identity that it named first.
  for (const { event, people } of rows) expect(events.get(event)).toBe(known.get(keyOf(people[0]!)));
  expect(await graph()).toMatchObject({
    people: "1201",
    identities: "1201",
    links: "1200",
    heldLinks: held("SHARED_IDENTITY", "1200"),
    unsettled: "0",
  });

  // Seen again, it changes nothing, and nothing has to be settled.
  await ingest(cloud, "shop", [{ event: "again", people: ["placeholder", "device-1"] }]);
  expect(await graph()).toMatchObject({ people: "1201", unsettled: "0" });
});

/** Persons of all identities by a slow reference: links one by one, the oldest first, up to 1,000 identities each. */
async function expectComponents(links: readonly (readonly [string, string])[]): Promise<readonly number[]> {
  const known = await personOfKeys(cloud);
  const pairs = links.map(([one, other]) => {
    const [x, y] = [keyOf(one), keyOf(other)];
    return BigInt(x) < BigInt(y) ? { a: x, b: y, at: 0 } : { a: y, b: x, at: 0 };
  });
  const groups = slowComponents([...known.keys()], pairs, [], 1_000);
  const groupOf = new Map(groups.flatMap((group) => [...group].map((key) => [key, group] as const)));
  expect(partition(known)).toEqual(partition(groupOf));
  return groups.map((group) => group.size).sort((a, b) => b - a);
}

it("makes no person of more than 1,000 identities: links that would are held, and both sides stay", async () => {
  // Two chains of 600, each one person; then one sighting of both.
  const chain = (name: string) => numbers(599).map((at) => [`${name}-${at}`, `${name}-${at + 1}`] as const);
  const links = [...chain("left"), ...chain("right"), ["left-0", "right-0"] as const];
  await ingest(
    cloud,
    "shop",
    links.slice(0, -1).map((people, index) => ({ event: `e${index}`, people })),
  );
  await ingest(cloud, "media", [{ event: "both", people: links.at(-1)! }]);
  await settle(cloud);
  const sizes = await expectComponents(links);
  expect(sizes).toHaveLength(2);
  expect(sizes[0]).toBeLessThanOrEqual(1_000);
  expect(await graph()).toMatchObject({ people: "2", heldLinks: held("PERSON_TOO_LARGE", "1") });
});

it("settles a merge storm to what its links say, however many settles and imports come between", async () => {
  // 1,500 people known one by one, then joined at random by three imports and a settle at once.
  const random = SeededRandom.fromSeed(3);
  const people = numbers(1_500).map((index) => `s${index}`);
  await ingest(
    cloud,
    "shop",
    people.map((name) => ({ event: name, people: [name] })),
  );
  const pick = (from: number, to: number): string => people[random.integer(from, to)]!;
  const links = numbers(1_400).map(() => [pick(0, 749), pick(750, 1_499)] as const);
  const rows = links.map((pair, index) => ({ event: `link-${index}`, people: pair }));
  await Promise.all([
    ingest(cloud, "media", rows.slice(0, 500)),
    ingest(cloud, "shop", rows.slice(500, 1_000)),
    settle(cloud),
    ingest(cloud, "media", rows.slice(1_000)),
  ]);
  await settle(cloud);
  const sizes = await expectComponents(links);
  expect(sizes[0]).toBeGreaterThan(200);
  const known = await personOfKeys(cloud);
  const events = await personOfEvents(cloud);
  for (const name of people) expect(events.get(name)).toBe(known.get(keyOf(name)));
});

it("takes more imports at once than it has connections for locks, with a settle amidst them", async () => {
  const rows = numbers(12).map((day) => ({
    event: `day-${day}`,
    people: ["everyday", `day-${day}`],
    at: `2025-11-${String(day + 1).padStart(2, "0")}T00:00:00Z`,
  }));
  await Promise.all([...rows.map((row) => ingest(cloud, "shop", [row])), settle(cloud), settle(cloud)]);
  await settle(cloud);
  expect(new Set((await personOfEvents(cloud)).values()).size).toBe(1);
});
