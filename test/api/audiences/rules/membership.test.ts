import { SeededRandom } from "../../../../src/engines/numeric/seeded-random";
import { byPerson, isMemberAt, membershipsOf } from "../../members/member-reference";
import { createProgramme, evaluate, type MemberSetup } from "../../members/member-setup";
import { createPeopleCloud, ingest, NOW, type PeopleCloud } from "../../people/people-setup";
import { RuleClient } from "./rule-cloud";

const PEOPLE = 30;
const DAY = 86_400_000;
const daysAgo = (days: number): string => new Date(NOW.getTime() - days * DAY).toISOString();

/** Spending of three of them, which their tiers come from: silver from 1,000 yuan, gold from 5,000 on three days. */
const ORDERS: readonly (readonly [person: number, days: number, amount: string])[] = [
  [1, 20, "1000.00"],
  [2, 20, "5000.00"],
  ...[20, 21, 22].map((days) => [3, days, "2000.00"] as const),
];

const random = SeededRandom.fromSeed(5);
/** What people said of themselves; 1 to 3 joined and stayed, the others came and went as it fell out. */
const SAID = [
  ...[1, 2, 3].map((person) => ({ person: `p${person}`, at: daysAgo(80), action: "MEMBER_JOIN", platform: "JD" })),
  ...Array.from({ length: 90 }, () => ({
    person: `p${random.integer(4, PEOPLE)}`,
    at: daysAgo(random.integer(0, 60)),
    action: random.integer(0, 1) === 0 ? "MEMBER_JOIN" : "MEMBER_LEAVE",
    platform: random.integer(0, 1) === 0 ? "JD" : "WECHAT",
  })),
];

let cloud: PeopleCloud;
let client: RuleClient;
let setup: MemberSetup;
beforeAll(async () => {
  cloud = await createPeopleCloud(["haoyu", "rival"]);
  client = new RuleClient(cloud);
  setup = { test: cloud.test, brands: cloud.brands } as MemberSetup;
  await ingest(
    cloud,
    "shop",
    Array.from({ length: PEOPLE }, (_, index) => ({
      ...{ event: `p${index + 1}`, people: [`p${index + 1}`], brand: "haoyu" },
    })),
  );
  await ingest(
    cloud,
    "shop",
    SAID.map(({ person, ...row }, index) => ({ event: `said-${index}`, people: [person], brand: "haoyu", ...row })),
  );
  await ingest(
    cloud,
    "shop",
    ORDERS.map(([person, days, amount], index) => ({
      ...{ event: `order-${index}`, people: [`p${person}`], brand: "haoyu", action: "ORDER", at: daysAgo(days) },
      ...{ orderId: `order-${index}`, value: { amount, currencyCode: "CNY" } },
    })),
  );
});
afterAll(() => cloud.test.close());

/** Members at the instant, person by person and word by word. */
const membersAt = (at: Date): readonly string[] =>
  [...byPerson(SAID)]
    .filter(([, rows]) => isMemberAt(membershipsOf(rows, at.getTime()), at.getTime()))
    .map(([person]) => `p${person}`);

const sorted = (names: readonly string[]): readonly string[] => [...names].sort();
const firstEvents = (events: readonly string[]): readonly string[] => events.filter((event) => event.startsWith("p"));

it("has tiers only once the brand has a programme, and people in them only once they were evaluated", async () => {
  const rules = { not: { membership: { tiers: ["GOLD"] } } };
  expect((await client.create("Too early", rules)).userErrors).toEqual([
    {
      code: "NOT_FOUND",
      field: ["input", "rules", "not", "membership", "tiers"],
      message:
        "tiers must be asked of a brand with a membership programme, but it has none; make one with createMembershipProgramme, or leave tiers out.",
    },
  ]);
  await createProgramme(setup, cloud.acme);
  expect((await client.estimate(rules)).errors).toMatchObject([
    {
      message: expect.stringContaining(
        "tiers must have an evaluation of the brand's members to read, but there is none as of 2025-12-01T00:00:00.000Z; make one with evaluateMembers.",
      ),
    },
  ]);
  expect((await client.create("Unknown", { membership: { tiers: ["GOLD", "BLACK"] } })).userErrors).toEqual([
    {
      code: "INVALID_INPUT",
      field: ["input", "rules", "membership", "tiers", "1"],
      message: 'tiers must be among BRONZE, SILVER, GOLD, but got "BLACK".',
    },
  ]);
});

it("means the members that a scan of all words finds, and the tiers of the newest evaluation", async () => {
  const { data } = await cloud.test.query(
    cloud.acme.keys.AD_OPS,
    "query($brand: ID!) { brand(id: $brand) { membershipProgramme { id } } }",
    { brand: cloud.brands["haoyu"] },
  );
  await evaluate(cloud.test, cloud.acme, data.brand.membershipProgramme.id, daysAgo(1));
  const members = membersAt(NOW);
  expect(members.length).toBeGreaterThan(6); // neither nobody nor all: the scan must tell them apart
  expect(members.length).toBeLessThan(PEOPLE - 6);
  expect(await client.send("membership", {})).toEqual({
    data: {
      members: {
        asOf: "2025-12-01T00:00:00.000Z",
        size: { people: `${members.length}` },
        explanation: "人群:会员。",
      },
      strangers: { size: { people: `${PEOPLE - members.length}` } },
      // p1 spent 1,000, p2 5,000 on one day, p3 6,000 on three days.
      upperTiers: { size: { people: "3" }, explanation: "People with member tier SILVER or GOLD." },
    },
  });
  expect(sorted(firstEvents(await client.eventsOf("Members", { membership: {} })))).toEqual(sorted(members));
  expect(firstEvents(await client.eventsOf("Gold", { membership: { tiers: ["GOLD"] } }))).toEqual(["p3"]);
  expect(sorted(firstEvents(await client.eventsOf("Silver", { membership: { tiers: ["SILVER"] } })))).toEqual([
    "p1",
    "p2",
  ]);
});

it("is of the brand that the rules are read for", async () => {
  expect(await new RuleClient(cloud, cloud.acme, cloud.brands["rival"]).size({ membership: {} })).toBe(0);
});
