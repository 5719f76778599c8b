import { createHash } from "node:crypto";
import type { TestOrganisation } from "../../../support/test-app";
import {
  assertPeople,
  createPeopleCloud,
  ingest,
  overlayOf,
  type PeopleCloud,
  personOfEvents,
} from "../../people/people-setup";
import { RuleClient } from "./rule-cloud";
import { sipHash24 } from "./sip-hash";

const PEOPLE = 1000;

let cloud: PeopleCloud;
let client: RuleClient;
beforeAll(async () => {
  cloud = await createPeopleCloud(["haoyu", "rival"]);
  client = new RuleClient(cloud);
  const rows = Array.from({ length: PEOPLE }, (_, person) => ({ event: `e${person}`, people: [`s${person}`] }));
  await ingest(cloud, "shop", rows);
});
afterAll(() => cloud.test.close());

/** Parts from 0 to 999 of numbers, one by one. */
const partOf = (organisation: TestOrganisation, salt: string) => {
  const key = createHash("sha256").update(`${organisation.id}\u0000${salt}`).digest();
  return (ordinal: number): number => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(ordinal);
    return Number(sipHash24(key.readBigUInt64LE(0), key.readBigUInt64LE(8), bytes) % 1000n);
  };
};

/** Events of those whose parts are wanted, as the organisation knows people. */
async function scan(organisation: TestOrganisation, salt: string, isWanted: (part: number) => boolean) {
  const part = partOf(organisation, salt);
  const people = await personOfEvents(cloud, await overlayOf(cloud, organisation));
  return [...people].flatMap(([event, ordinal]) => (isWanted(part(ordinal)) ? event : []));
}

const share = (salt: string, perMille: number, skip?: number) => ({ randomShare: { salt, perMille, skip } });

it("the scan's hash gives the published answer (SipHash paper, appendix A)", () => {
  const bytes = (count: number): Buffer => Buffer.from(Array.from({ length: count }, (_, index) => index));
  const key = bytes(16);
  expect(sipHash24(key.readBigUInt64LE(0), key.readBigUInt64LE(8), bytes(15))).toBe(0xa129ca6149be45e5n);
});

it("is what a scan of all people draws, in parts that share nobody and a rest that is everybody else", async () => {
  const tenth = await scan(cloud.acme, "holdout-11", (part) => part < 100);
  const next = await scan(cloud.acme, "holdout-11", (part) => part >= 100 && part < 300);
  expect(await client.send("random-share", { salt: "holdout-11" })).toEqual({
    data: {
      tenth: {
        size: { people: `${tenth.length}` },
        explanation: 'People in a random 100 of 1000 by "holdout-11".',
      },
      nextFifth: {
        size: { people: `${next.length}` },
        explanation: "人群:属于按“holdout-11”随机的1000份中前100份之后的200份。",
      },
      both: { size: { people: "0" } },
      treated: { size: { people: `${PEOPLE - tenth.length}` } },
    },
  });
  // Binomial, four standard deviations to either side: 1 draw in 16,000 lies outside, and this one is fixed by its salt.
  expect(Math.abs(tenth.length - 100)).toBeLessThan(4 * Math.sqrt(90));
  expect([...(await client.eventsOf("Holdout", share("holdout-11", 100)))].sort()).toEqual([...tenth].sort());
});

it("draws the same people for every brand, and independently under another salt or for another organisation", async () => {
  const half = await client.eventsOf("Half", share("a", 500));
  const ofRival = new RuleClient(cloud, cloud.acme, cloud.brands["rival"]);
  expect(await ofRival.eventsOf("Half", share("a", 500))).toEqual(half);
  for (const other of [
    await client.eventsOf("Other salt", share("b", 500)),
    await new RuleClient(cloud, cloud.beta).eventsOf("Other organisation", share("a", 500)),
  ]) {
    const both = other.filter((event) => half.includes(event)).length;
    expect(Math.abs(both - PEOPLE / 4)).toBeLessThan(4 * Math.sqrt(PEOPLE * 0.25 * 0.75));
  }
});

it("leaves everybody in place when people are merged, but for those who become another", async () => {
  const rules = share("merge", 500);
  const before = await client.eventsOf("Before the merge", rules);
  const inside = before[0]!;
  const outside = Array.from({ length: PEOPLE }, (_, person) => `e${person}`).find((event) => !before.includes(event))!;
  const [one, other] = [inside, outside].map((event) => event.replace("e", "s"));
  await assertPeople(cloud, "merge-people", "acme", [one!, other!]);
  const people = await personOfEvents(cloud, await overlayOf(cloud, cloud.acme));
  expect(people.get(inside)).toBe(people.get(outside));
  const after = await client.eventsOf("After the merge", rules);
  const isTogether = partOf(cloud.acme, "merge")(people.get(inside)!) < 500;
  expect(after.includes(inside)).toBe(isTogether);
  expect(after.includes(outside)).toBe(isTogether);
  const others = (events: readonly string[]) => events.filter((event) => event !== inside && event !== outside);
  expect(others(after)).toEqual(others(before));
  expect(after).toEqual(await scan(cloud.acme, "merge", (part) => part < 500));
});

it("keeps what is drawn when newcomers come, and draws among them too", async () => {
  const before = await client.eventsOf("Before newcomers", share("new", 500));
  const rows = Array.from({ length: 100 }, (_, person) => ({ event: `n${person}`, people: [`n${person}`] }));
  await ingest(cloud, "shop", rows);
  const after = await client.eventsOf("After newcomers", share("new", 500));
  expect(after.filter((event) => event.startsWith("e"))).toEqual(before);
  expect(after).toEqual(await scan(cloud.acme, "new", (part) => part < 500));
  expect(after.length).toBeGreaterThan(before.length);
});
