import { readFileSync } from "node:fs";
import { join } from "node:path";
import { AudienceListStore } from "../../../../src/features/audience-lists/audience-list.store";
import { AudienceListPeopleStore } from "../../../../src/features/audience-lists/audience-list-people.store";
import { sweepAudienceLists } from "../../../../src/features/audience-lists/audience-list-sweep";
import { Mutations } from "../../../../src/platform/clickhouse/mutations";
import { MAX_CLOCK_STEP_BACK_MS, newId } from "../../../../src/platform/ids";
import type { TestOrganisation } from "../../../support/test-app";
import { bitmapsWith, erase } from "../../erasure/erasure-setup";
import {
  contextOf,
  createPeopleCloud,
  identity,
  ingest,
  type PeopleCloud,
  personOfEvents,
  select,
} from "../../people/people-setup";
import { RuleClient } from "./rule-cloud";

const documentOf = (name: string): string => readFileSync(join(__dirname, `../lists/${name}.graphql`), "utf8");
const DAY = 86_400_000;
/** Jobs go by the real clock, which the tests move on from here. */
const NOW = new Date();
const YESTERDAY = new Date(NOW.getTime() - DAY).toISOString();
const hashed = (name: string): string => identity(name).value;

/** p1 to p6 were seen by a source of the cloud; "secret" by beta's own alone. */
const PEOPLE = ["p1", "p2", "p3", "p4", "p5", "p6"];

let cloud: PeopleCloud;
let client: RuleClient;
let now: Date;
beforeAll(async () => {
  now = new Date(NOW);
  cloud = await createPeopleCloud(["haoyu"], { now });
  client = new RuleClient(cloud);
  await ingest(
    cloud,
    "shop",
    PEOPLE.map((person) => ({ event: person, people: [person], at: YESTERDAY })),
  );
  await ingest(cloud, "beta", [{ event: "secret", people: ["secret"], at: YESTERDAY }]);
});
afterAll(() => cloud.test.close());

const contextAt = (at: Date) => ({ ...contextOf(cloud.operator), clock: { now: () => at } });

async function upload(input: object, key?: string, organisation: TestOrganisation = cloud.acme) {
  const { data, errors } = await cloud.test.query(organisation.keys.AD_OPS, documentOf("upload-list"), {
    input: { namespace: "JD_PIN", ...input },
    key,
  });
  return { ...data?.uploadAudienceList, errors };
}
const listOf = async (name: string, people: readonly string[], organisation?: TestOrganisation): Promise<string> => {
  const { audienceList, userErrors } = await upload({ name, values: people.map(hashed) }, undefined, organisation);
  expect(userErrors).toEqual([]);
  return audienceList.id;
};
const extend = async (id: string, values: readonly string[], organisation: TestOrganisation = cloud.acme) =>
  (await cloud.test.query(organisation.keys.AD_OPS, documentOf("extend-list"), { id, values })).data.extendAudienceList;
const problemsOf = async (rules: object, asker = client) =>
  (await asker.estimate(rules)).errors![0]!.extensions["problems"];

describe("an upload", () => {
  it("takes hashed ids, and answers every row that it does not take with its place", async () => {
    const values = [hashed("p1"), hashed("p2").toUpperCase(), "13800138000", hashed("p1"), hashed("nobody"), ""];
    const answer = await upload({ name: "Members", values }, "list-1");
    const refusal = (length: number): string =>
      `A value in JD_PIN must be 64 hexadecimal digits, a SHA-256 taken by the sender, but got ${length} characters that do not.`;
    expect(answer).toEqual({
      audienceList: {
        id: expect.any(String),
        name: "Members",
        namespace: "JD_PIN",
        accepted: 3,
        rejected: 2,
        createdAt: NOW.toISOString(),
        expiresAt: new Date(NOW.getTime() + 90 * DAY).toISOString(),
        match: { size: { people: "2", roundedTo: 1, suppressedBelow: 1 }, minimumPeople: 1, isUsable: true },
      },
      accepted: 3, // p1, p2 and nobody
      duplicates: 1,
      rejected: 2,
      rows: [
        { index: 2, reason: "IDENTITY_FORMAT", message: refusal(11) },
        { index: 5, reason: "IDENTITY_FORMAT", message: refusal(0) },
      ],
      userErrors: [],
      errors: undefined,
    });
    expect(await upload({ name: "Members", values }, "list-1")).toEqual(answer);
    const { data } = await cloud.test.query(cloud.acme.keys.PARTNER, documentOf("lists"));
    expect(data.audienceLists).toEqual([
      { id: answer.audienceList.id, name: "Members", match: { size: { people: "2" } } },
    ]);
    expect((await upload({ name: "Others", values }, "list-1")).errors).toMatchObject([
      { extensions: { code: "IDEMPOTENCY_KEY_REUSED" } },
    ]);
  });

  it("is refused for what concerns all of it, every problem at once", async () => {
    const past = new Date(NOW.getTime() - 1).toISOString();
    const { audienceList, rejected, userErrors } = await upload({
      ...{ name: " ", namespace: "NAME", values: [], expiresAt: past },
    });
    expect({ audienceList, rejected }).toEqual({ audienceList: null, rejected: 0 });
    expect(userErrors).toEqual([
      {
        code: "INVALID_INPUT",
        field: ["input", "name"],
        message:
          "name must be 1 to 120 characters, none of them a control character and not all spaces, but got 1 characters.",
      },
      { code: "INVALID_INPUT", field: ["input", "namespace"], message: expect.stringContaining('but got "NAME"') },
      {
        code: "INVALID_INPUT",
        field: ["input", "expiresAt"],
        message: `expiresAt must be in the 365 days after ${NOW.toISOString()}, but got ${past}.`,
      },
      {
        code: "INVALID_INPUT",
        field: ["input", "values"],
        message: "values must have 1 to 40000 elements, but got 0; add more with extendAudienceList.",
      },
    ]);
    expect((await upload({ name: "Members", values: [hashed("p3")] })).userErrors).toMatchObject([
      { code: "NAME_TAKEN", field: ["input", "name"] },
    ]);
  });

  it("matches nobody whom only another organisation's own source knows", async () => {
    const { audienceList } = await upload({ name: "Guesses", values: ["p1", "secret"].map(hashed) });
    expect(audienceList.match.size.people).toBe("1");
    const theirs = await upload({ name: "Ours", values: ["p1", "secret"].map(hashed) }, undefined, cloud.beta);
    expect(theirs.audienceList.match.size.people).toBe("2");
  });
});

describe("a rule that names a list", () => {
  it("means its people, and its `not` everybody else", async () => {
    const list = await listOf("Shop members", ["p2", "p4", "nobody"]);
    expect(await client.send("list", { list })).toEqual({
      data: {
        onIt: { size: { people: "2" }, explanation: 'People on the uploaded list "Shop members".' },
        notOnIt: {
          size: { people: "4" },
          explanation: "人群:近30天内有至少1次任意品牌进店,且非在上传名单“Shop members”中。",
        },
      },
    });
    expect(await client.eventsOf("On the list", { list: { id: list } })).toEqual(["p2", "p4"]);
    expect(await extend(list, [hashed("p5"), hashed("p4"), "plain"])).toMatchObject({
      audienceList: { accepted: 5, rejected: 1, match: { size: { people: "3" }, isUsable: true } },
      ...{ accepted: 2, duplicates: 0, rejected: 1, rows: [{ index: 2, reason: "IDENTITY_FORMAT" }], userErrors: [] },
    });
    expect(await client.size({ list: { id: list } })).toBe(3);
  });

  it("waits until the list matches enough people", async () => {
    const strict = await cloud.test.addOrganisation("strict", { minimumListPeople: 3 });
    await cloud.test.app.database.withSystem((manager) =>
      cloud.test.app.brands.grant(
        manager,
        strict.id,
        Number(Buffer.from(cloud.brands["haoyu"]!, "base64url").toString().split(":")[1]),
      ),
    );
    const asker = new RuleClient(cloud, strict);
    const list = await listOf("Few", ["p1", "p2"], strict);
    expect(await problemsOf({ not: { list: { id: list } } }, asker)).toEqual([
      {
        code: "LIST_TOO_SMALL",
        field: ["rules", "not", "list", "id"],
        message:
          'An uploaded list must match at least 3 people, but "Few" matches fewer; add ids with extendAudienceList.',
      },
    ]);
    const { audiencePack } = await asker.create("Few", { list: { id: list } });
    await expect(asker.build(audiencePack.id)).rejects.toThrow("LIST_TOO_SMALL");
    const extended = await extend(list, [hashed("p3")], strict);
    expect(extended.audienceList.match).toEqual({ size: { people: "3" }, isUsable: true });
    expect(await asker.size({ list: { id: list } })).toBe(3);
  });

  it("does not tell that others have it", async () => {
    const list = await listOf("Private", ["p1"], cloud.beta);
    const message =
      "list must name a list of this organisation that has not expired; list them with audienceLists, or upload one with uploadAudienceList.";
    expect(await problemsOf({ anyOf: [{ list: { id: list } }] })).toEqual([
      { code: "NOT_FOUND", field: ["rules", "anyOf", "0", "list", "id"], message },
    ]);
    expect((await extend(list, [hashed("p2")])).userErrors).toMatchObject([{ code: "NOT_FOUND", field: ["id"] }]);
    expect(await problemsOf({ list: { id: "nonsense" } })).toMatchObject([
      { code: "INVALID_ID", field: ["rules", "list", "id"] },
    ]);
  });
});

it("an erased person is on no list, and is taken onto none again", async () => {
  const list = await listOf("With p6", ["p5", "p6"]);
  const person = (await personOfEvents(cloud)).get("p6")!;
  expect(await bitmapsWith(cloud, "audience_list_people", [person])).toBe(1);
  expect(await erase(cloud, identity("p6"), "ticket 6")).toMatchObject({ outcome: "ERASED" });
  expect(await bitmapsWith(cloud, "audience_list_people", [person])).toBe(0);
  expect(await client.size({ list: { id: list } })).toBe(1);
  expect(await extend(list, [hashed("p6")])).toMatchObject({
    ...{ accepted: 0, rejected: 1, rows: [{ index: 0, reason: "IDENTITY_ERASED" }] },
  });
});

it("a list that has expired is not there any more, and its people are removed", async () => {
  const { audienceList } = await upload({
    ...{ name: "Short", values: [hashed("p1")], expiresAt: new Date(NOW.getTime() + DAY).toISOString() },
  });
  const rules = { list: { id: audienceList.id } };
  expect(await client.size(rules)).toBe(1);
  const { audiencePack } = await client.create("Of the short list", rules);
  const people = new AudienceListPeopleStore(cloud.test.app.clickhouse, new Mutations(cloud.test.plane));
  const orphan = newId(NOW);
  await people.insert(orphan, await people.find([]));
  const uploadsOf = async (): Promise<readonly string[]> =>
    (await select<[string]>(cloud.test, "SELECT toString(upload_id) AS id FROM audience_list_people ORDER BY id")).map(
      ([id]) => id,
    );
  now.setTime(NOW.getTime() + DAY);
  expect(await problemsOf(rules)).toMatchObject([{ code: "NOT_FOUND", field: ["rules", "list", "id"] }]);
  await expect(client.build(audiencePack.id)).rejects.toThrow("NOT_FOUND");
  now.setTime(NOW.getTime() + DAY + MAX_CLOCK_STEP_BACK_MS + 1); // by so much at most an id's time may be ahead
  expect(await uploadsOf()).toContain(orphan);
  await sweepAudienceLists(new AudienceListStore(cloud.test.app.database), people).run(contextAt(now));
  // What is left is of lists that are there: neither the expired one, nor what no call published.
  const published = await cloud.test.app.database.withSystem((manager) =>
    manager.query(
      "SELECT upload.id, list.name FROM audience_list_upload AS upload JOIN audience_list AS list ON list.id = list_id ORDER BY upload.id",
    ),
  );
  expect(await uploadsOf()).toEqual(published.map(({ id }: { id: string }) => id));
  expect(published.map(({ name }: { name: string }) => name)).not.toContain("Short");
  expect((await upload({ name: "Short", values: [hashed("p1")] })).userErrors).toEqual([]);
});
