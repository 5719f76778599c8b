import { PeopleClient } from "../../people/people-client";
import {
  createPeopleCloud,
  identity,
  ingest,
  type PeopleCloud,
  type SourceName,
  settle,
} from "../../people/people-setup";
import { RuleClient } from "./rule-cloud";

const hashed = (namespace: string, person: string) => ({
  namespace,
  value: Buffer.from(`${namespace} of ${person}`).toString("hex").padStart(64, "0"),
});

/**
 * Who was met where, and whose phone or e-mail which source brought:
 *
 *     a  JD, Douyin            phone by acme's own upload
 *     b  Xiaohongshu           phone by the cloud
 *     c  JD                    e-mail by the cloud
 *     d  Douyin                phone by beta's own upload
 *     e  JD, Douyin long ago   nothing
 */
const MET: readonly { readonly person: string; readonly platform: string; readonly at?: string }[] = [
  { person: "a", platform: "JD" },
  { person: "a", platform: "DOUYIN" },
  { person: "b", platform: "XIAOHONGSHU" },
  { person: "c", platform: "JD" },
  { person: "d", platform: "DOUYIN" },
  { person: "e", platform: "JD" },
  { person: "e", platform: "DOUYIN", at: "2024-11-30T12:00:00Z" },
];
const UPLOADS: readonly (readonly [SourceName, string, string])[] = [
  ["acme", "a", "PHONE"],
  ["shop", "b", "PHONE"],
  ["shop", "c", "EMAIL"],
  ["beta", "d", "PHONE"],
];

let cloud: PeopleCloud;
let acme: RuleClient;
let beta: RuleClient;

async function upload([source, person, namespace]: (typeof UPLOADS)[number]): Promise<void> {
  const owner = source === "acme" ? cloud.acme : source === "beta" ? cloud.beta : cloud.operator;
  const row = {
    identities: [identity(person), hashed(namespace, person)],
    ...{ consent: "GRANTED", consentedAt: "2025-11-20T00:00:00Z" },
  };
  const answer = await new PeopleClient(cloud.test).upload(owner.keys.INTEGRATION, cloud.sources[source], [row]);
  expect(answer).toMatchObject({ accepted: 1, userErrors: [] });
}

beforeAll(async () => {
  cloud = await createPeopleCloud();
  acme = new RuleClient(cloud);
  beta = new RuleClient(cloud, cloud.beta);
  await ingest(
    cloud,
    "media",
    MET.map(({ person, ...row }) => ({ event: `${person}-${row.platform}`, people: [person], ...row })),
  );
  for (const one of UPLOADS) await upload(one);
  await settle(cloud);
});
afterAll(() => cloud.test.close());

/** People by whom the organisation may know, row by row. */
function scan(
  own: SourceName,
  namespaces: readonly string[] | null,
  platforms: readonly string[] | null,
): readonly string[] {
  return [...new Set(MET.map(({ person }) => person))].filter((person) => {
    const isNamed = UPLOADS.some(
      ([source, named, namespace]) =>
        named === person && (source === own || source === "shop") && namespaces?.includes(namespace),
    );
    const isMet = MET.some((row) => row.person === person && row.at === undefined && platforms?.includes(row.platform));
    return (namespaces === null || isNamed) && (platforms === null || isMet);
  });
}

const peopleOf = (events: readonly string[]): readonly string[] =>
  [...new Set(events.map((event) => event[0]!))].sort();

it("means whom the organisation can name, and where platforms met them", async () => {
  const sizes = [
    scan("acme", ["PHONE", "EMAIL"], null),
    scan("acme", null, ["DOUYIN"]),
    scan("acme", ["PHONE"], ["DOUYIN", "XIAOHONGSHU"]),
  ].map((people) => people.join(""));
  expect(sizes).toEqual(["abc", "ad", "ab"]);
  expect(await acme.send("reachable", {})).toEqual({
    data: {
      byPhone: { size: { people: "3" }, explanation: "People with an identity in PHONE or EMAIL." },
      onDouyin: { size: { people: "2" }, explanation: "人群:在抖音可触达。" },
      both: {
        size: { people: "2" },
        explanation: "People with an identity in PHONE and reachable on Douyin or Xiaohongshu.",
      },
      outOfReach: { size: { people: "2" } },
    },
  });
  const rules = { reachable: { namespaces: ["PHONE"], platforms: ["XIAOHONGSHU", "DOUYIN"] } };
  expect(peopleOf(await acme.eventsOf("Reachable", rules))).toEqual(["a", "b"]);
});

it("says nothing of what only another organisation was told", async () => {
  const rules = { reachable: { namespaces: ["PHONE"] } };
  expect(peopleOf(await acme.eventsOf("Acme's phones", rules))).toEqual(scan("acme", ["PHONE"], null));
  expect(peopleOf(await beta.eventsOf("Beta's phones", rules))).toEqual(scan("beta", ["PHONE"], null));
  expect(scan("beta", ["PHONE"], null)).toEqual(["b", "d"]);
});

it("hears of an identity at once, also where the answer is known and nobody is moved", async () => {
  const rules = { reachable: { namespaces: ["MEMBER_ID"] } };
  expect(await acme.size(rules)).toBe(0);
  await upload(["shop", "e", "MEMBER_ID"]);
  expect(await acme.size(rules)).toBe(1);
});

it("refuses namespaces and platforms that are not known", async () => {
  const { userErrors } = await acme.create("Nowhere", {
    reachable: { namespaces: ["FAX"], platforms: ["JD", "MOON"] },
  });
  expect(userErrors).toEqual([
    {
      code: "INVALID_INPUT",
      field: ["input", "rules", "reachable", "namespaces", "0"],
      message:
        'namespaces must be among CUSTOMER_ID, DEVICE_ID, EMAIL, JD_PIN, MEDIA_ID, MEMBER_ID, PHONE, but got "FAX".',
    },
    {
      code: "INVALID_INPUT",
      field: ["input", "rules", "reachable", "platforms", "1"],
      message: expect.stringMatching(/^platforms must be among .*JD.*, but got "MOON"\.$/),
    },
  ]);
});
