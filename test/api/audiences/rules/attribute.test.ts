import { PeopleClient } from "../../people/people-client";
import {
  contextOf,
  createPeopleCloud,
  identity,
  ingest,
  NOW,
  type PeopleCloud,
  personOfEvents,
} from "../../people/people-setup";
import { RuleClient } from "./rule-cloud";

const DAY = 86_400_000;

interface Fact {
  readonly person: string;
  readonly attribute: string;
  readonly value: string;
  /** Days before NOW. */
  readonly daysAgo: number;
}

const fact = (person: string, attribute: string, value: string, daysAgo: number): Fact => ({
  ...{ person, attribute, value, daysAgo },
});

/** p1 to p8 were seen; "outside" has an attribute and was never seen. City tiers go stale after 100 days. */
const FACTS: readonly Fact[] = [
  fact("p1", "city_tier", "T1", 10),
  fact("p2", "city_tier", "T2", 10),
  ...[fact("p3", "city_tier", "T1", 50), fact("p3", "city_tier", "T3", 5)],
  fact("p4", "city_tier", "T1", 101),
  ...[fact("p5", "city_tier", "T3", 50), fact("p5", "city_tier", "T2", 40)],
  fact("outside", "city_tier", "T1", 10),
  fact("p1", "shop_visits", "9", 300),
  fact("p2", "shop_visits", "10", 300),
  fact("p3", "shop_visits", "100", 300),
  ...[fact("p4", "shop_visits", "11", 300), fact("p4", "shop_visits", "2", 1)],
  fact("p1", "card_since", "2025-02-28", 9),
  fact("p2", "card_since", "2025-03-01", 9),
  fact("p3", "card_since", "2025-05-31", 9),
  fact("p6", "card_since", "2025-06-01", 9),
];
const PEOPLE = ["p1", "p2", "p3", "p4", "p5", "p6", "p7", "p8"];

/** Newest value of a person, fact by fact; undefined: none, or stale. */
function newestValue(person: string, attribute: string, maximumAgeDays = Number.POSITIVE_INFINITY): string | undefined {
  let newest: Fact | undefined;
  for (const one of FACTS) {
    if (one.person !== person || one.attribute !== attribute) continue;
    if (!newest || one.daysAgo < newest.daysAgo) newest = one;
  }
  return newest && newest.daysAgo <= maximumAgeDays ? newest.value : undefined;
}

let cloud: PeopleCloud;
let client: RuleClient;
beforeAll(async () => {
  cloud = await createPeopleCloud();
  client = new RuleClient(cloud);
  await ingest(
    cloud,
    "shop",
    PEOPLE.map((person) => ({ event: person, people: [person] })),
  );
  const people = new PeopleClient(cloud.test);
  const define = (code: string, more: object) => people.define(cloud.acme.keys.ADMIN, { code, name: code, ...more });
  await define("city_tier", {
    type: "ENUM",
    allowedValues: ["T1", "T2", "T3"],
    maximumAgeDays: 100,
    name: "City tier",
  });
  await define("shop_visits", { type: "INTEGER", minimum: "0", name: "Shop visits" });
  await define("card_since", { type: "DATE", name: "持卡日期" });
  await define("opt_in", { type: "BOOLEAN" });
  await record(FACTS);
});
afterAll(() => cloud.test.close());

async function record(facts: readonly Fact[]): Promise<void> {
  const rows = facts.map(({ person, attribute, value, daysAgo }) => ({
    ...{ identity: identity(person), attribute, value },
    asOf: new Date(NOW.getTime() - daysAgo * DAY).toISOString(),
  }));
  const people = new PeopleClient(cloud.test);
  const answer = await people.record(cloud.acme.keys.INTEGRATION, cloud.sources.acme, rows);
  expect(answer).toMatchObject({ accepted: facts.length, userErrors: [] });
}

it("means those whose newest value holds, as a scan of all facts says", async () => {
  const inCities = PEOPLE.filter((person) => ["T1", "T2"].includes(newestValue(person, "city_tier", 100) ?? ""));
  const often = PEOPLE.filter((person) => Number(newestValue(person, "shop_visits") ?? -1) >= 10);
  const spring = PEOPLE.filter((person) => {
    const day = newestValue(person, "card_since");
    return day !== undefined && day >= "2025-03-01" && day <= "2025-05-31";
  });
  expect({ inCities, often, spring }).toEqual({
    inCities: ["p1", "p2", "p5"],
    often: ["p2", "p3"],
    spring: ["p2", "p3"],
  });
  expect(await client.send("attribute", {})).toEqual({
    data: {
      cities: { size: { people: "3" }, explanation: "People with City tier T1 or T2." },
      otherCities: { size: { people: "5" }, explanation: "人群:非City tier为T1或T2。" },
      often: { size: { people: "2" }, explanation: "People with Shop visits at least 10." },
      spring: { size: { people: "2" }, explanation: "人群:持卡日期为2025-03-01至2025-05-31。" },
    },
  });
  const rules = { attribute: { code: "city_tier", in: ["T2", "T1"] } };
  expect(await client.eventsOf("In cities", rules)).toEqual(inCities);
});

it.each<[string, object, readonly string[]]>([
  ["values in another spelling", { code: "shop_visits", in: ["0100"] }, ["p3"]],
  ["an upper bound", { code: "shop_visits", max: "9" }, ["p1", "p4"]],
  ["bounds beyond what a value may be", { code: "shop_visits", min: "-5", max: "100" }, ["p1", "p2", "p3", "p4"]],
  ["a value that nobody has", { code: "opt_in", in: ["true"] }, []],
])("reads %s", async (name, attribute, people) => {
  expect(await client.eventsOf(name, { attribute })).toEqual(people);
});

it("hears of a value at once, also where the answer is known", async () => {
  const rules = { attribute: { code: "opt_in", in: ["true"] } };
  expect(await client.size(rules)).toBe(0);
  await record([fact("p7", "opt_in", "true", 30)]);
  expect(await client.size(rules)).toBe(1);
  await record([fact("p7", "opt_in", "false", 20)]);
  expect(await client.size(rules)).toBe(0);
});

it("knows people as the organisation does: a private link brings a value to whom it is about", async () => {
  const rules = { attribute: { code: "city_tier", in: ["T1"] } };
  expect(await client.size(rules)).toBe(1); // p1
  await ingest(cloud, "acme", [{ event: "link", people: ["p8", "outside"] }]);
  await cloud.test.app.people.settle.settle(contextOf(cloud.acme));
  expect(await client.size(rules)).toBe(2); // p8, who is outside too
  const overlay = await cloud.test.app.people.overlay.idOf(contextOf(cloud.acme));
  expect(new Set((await personOfEvents(cloud, overlay)).values()).size).toBe(PEOPLE.length);
});

it("belongs to its organisation alone", async () => {
  const rules = { attribute: { code: "city_tier", in: ["T1"] } };
  expect((await new RuleClient(cloud, cloud.beta).create("Foreign", rules)).userErrors).toEqual([
    {
      code: "NOT_FOUND",
      field: ["input", "rules", "attribute", "code"],
      message:
        'attribute must name an attribute of this organisation, but got "city_tier"; list them with viewer { attributeDefinitions }.',
    },
  ]);
});

it("is refused for values that are none, every one with its place", async () => {
  const rules = {
    anyOf: [
      { attribute: { code: "city_tier", in: ["T1", "T9"] } },
      { attribute: { code: "city_tier", min: "T1" } },
      { attribute: { code: "shop_visits", max: "many" } },
      { not: { attribute: { code: "shop_visits", in: ["-1"] } } },
    ],
  };
  const { audiencePack, userErrors } = await client.create("Wrong values", rules);
  expect(audiencePack).toBeNull();
  const at = (...path: readonly string[]) => ["input", "rules", "anyOf", ...path];
  expect(userErrors).toEqual([
    {
      code: "INVALID_INPUT",
      field: at("0", "attribute", "in", "1"),
      message: 'city_tier must be one of its allowed values, but got "T9". Allowed: T1, T2, T3.',
    },
    {
      code: "INVALID_INPUT",
      field: at("1", "attribute", "min"),
      message:
        "min must be asked of an attribute that is INTEGER or DECIMAL or DATE, but city_tier is ENUM; name its values in `in`.",
    },
    {
      code: "INVALID_INPUT",
      field: at("2", "attribute", "max"),
      message: 'shop_visits must be a whole number of any size to any size, but got "many".',
    },
    {
      code: "INVALID_INPUT",
      field: at("3", "not", "attribute", "in", "0"),
      message: 'shop_visits must be a whole number of 0 to any size, but got "-1".',
    },
  ]);
});
