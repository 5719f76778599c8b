import { SeededRandom } from "../../../../src/engines/numeric/seeded-random";
import { createPeopleCloud, ingest, NOW, type PeopleCloud } from "../../people/people-setup";
import { RuleClient } from "./rule-cloud";

const DAY = 86_400_000;
const PEOPLE = 40;
const SHANGHAI_MS = 8 * 3_600_000;

const random = SeededRandom.fromSeed(21);
/** Visits of some days ago: of regulars, of newcomers, of people who have not come of late, and of people of long ago. */
const KINDS = [
  { visits: 12, from: 0, to: 100 },
  { visits: 1, from: 0, to: 3 },
  { visits: 10, from: 18, to: 100 },
  { visits: 8, from: 120, to: 300 },
] as const;
const VISITS = Array.from({ length: PEOPLE - 2 }, (_, index) => index + 1).flatMap((person) => {
  const { visits, from, to } = KINDS[person % KINDS.length]!;
  return Array.from({ length: visits }, () => ({
    person,
    at: NOW.getTime() - random.integer(from, to - 1) * DAY - random.integer(1, DAY),
  }));
});
/** They were only shown something. */
const SHOWN = [PEOPLE - 1, PEOPLE];

let cloud: PeopleCloud;
let client: RuleClient;
beforeAll(async () => {
  cloud = await createPeopleCloud(["haoyu", "rival"]);
  client = new RuleClient(cloud);
  const row = (person: number, index: number | string, at: number, action: string) => ({
    ...{ event: `p${person}-${index}`, people: [`p${person}`], brand: "haoyu", action },
    at: new Date(at).toISOString(),
  });
  await ingest(cloud, "shop", [
    ...VISITS.map(({ person, at }, index) => row(person, index, at, "VISIT")),
    ...SHOWN.map((person) => row(person, "shown", NOW.getTime() - DAY, "IMPRESSION")),
  ]);
});
afterAll(() => cloud.test.close());

/** Days between two active days in a row, of everybody, shortest first; all within a year, as the visits are. */
const GAPS = Array.from({ length: PEOPLE }, (_, index) => index + 1)
  .flatMap((person) => {
    const days = VISITS.filter((visit) => visit.person === person).map(({ at }) =>
      Math.floor((at + SHANGHAI_MS) / DAY),
    );
    const distinct = [...new Set(days)].sort((a, b) => a - b);
    return distinct.slice(1).map((day, index) => day - distinct[index]!);
  })
  .sort((a, b) => a - b);

/** The shortest gap that at least this share of all gaps does not exceed. */
const cut = (share: number): number => GAPS[Math.ceil(share * GAPS.length) - 1]!;

function stateOf(person: number): string {
  const times = VISITS.filter((visit) => visit.person === person).map(({ at }) => NOW.getTime() - at);
  const [newest, oldest] = [Math.min(...times), Math.max(...times)];
  if (newest > cut(0.95) * DAY) return "LOST";
  if (newest > cut(0.8) * DAY) return "LAPSING";
  return oldest > cut(0.8) * DAY ? "ACTIVE" : "NEW";
}

const peopleIn = (...states: readonly string[]): readonly string[] =>
  [...new Set(VISITS.map(({ person }) => person))]
    .filter((person) => states.includes(stateOf(person)))
    .map((person) => `p${person}`)
    .sort();

const peopleOf = (events: readonly string[]): readonly string[] =>
  [...new Set(events.map((event) => event.split("-")[0]!))].sort();

it("means the people whose state a scan of all visits tells", async () => {
  for (const state of ["NEW", "ACTIVE", "LAPSING", "LOST"]) {
    expect(peopleIn(state).length).toBeGreaterThan(0);
    expect(peopleOf(await client.eventsOf(state, { lifecycle: { in: [state] } }))).toEqual(peopleIn(state));
  }
  expect(await client.send("lifecycle", {})).toEqual({
    data: {
      slipping: {
        size: { people: `${peopleIn("LAPSING", "LOST").length}` },
        explanation: "人群:处于沉默或流失生命周期。",
      },
      here: {
        size: { people: `${peopleIn("NEW", "ACTIVE").length}` },
        explanation: "People in lifecycle state New or Active.",
      },
      never: { size: { people: `${SHOWN.length}` } },
    },
  });
});

it("is refused where the brand's rhythm is not known, or may not be told", async () => {
  const rules = { anyOf: [{ lifecycle: { in: ["LOST"] } }, { did: { action: "VISIT", within: { days: 3 } } }] };
  const ofRival = new RuleClient(cloud, cloud.acme, cloud.brands["rival"]);
  const { audiencePack } = await ofRival.create("Unknown rhythm", rules);
  await expect(ofRival.build(audiencePack.id)).rejects.toThrow(
    JSON.stringify([
      {
        code: "NO_LIFECYCLE",
        field: ["rules", "anyOf", "0", "lifecycle"],
        message:
          "lifecycle must have people who were active on two days to tell the brand's rhythm from, but nobody was; use did with a window of your own.",
      },
    ]),
  );
  const careful = await cloud.test.addOrganisation("careful", { smallGroupThreshold: 100 });
  const brandId = Number(Buffer.from(cloud.brands["haoyu"]!, "base64url").toString().split(":")[1]);
  await cloud.test.app.database.withSystem((manager) => cloud.test.app.brands.grant(manager, careful.id, brandId));
  expect((await new RuleClient(cloud, careful).estimate(rules)).errors).toMatchObject([
    { message: expect.stringContaining("they are too few to be told; use did with a window of your own.") },
  ]);
});
