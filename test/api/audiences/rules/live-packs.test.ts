import { newId } from "../../../../src/platform/ids";
import type { JobRun } from "../../../../src/platform/jobs/job-run";
import { contextOf, createPeopleCloud, ingest, NOW, type PeopleCloud } from "../../people/people-setup";
import { audienceServicesOf, fakeJob, keyOfNode } from "../audience-services";
import { RuleClient } from "./rule-cloud";

const visits = (days: number) => ({ did: { action: "VISIT", within: { days } } });
const ORDERS = { did: { action: "ORDER", within: { days: 30 } } };
const live = (id: string) => ({ pack: { id, mode: "LIVE" } });
const daysAgo = (days: number): string => new Date(NOW.getTime() - days * 86_400_000 + 3_600_000).toISOString();

let cloud: PeopleCloud;
let client: RuleClient;
/** a visited 2 days ago, b 9 days ago and ordered, c 40 days ago and ordered. */
beforeAll(async () => {
  cloud = await createPeopleCloud(["haoyu", "rival"]);
  client = new RuleClient(cloud);
  const row = (event: string, days: number, more: object = {}) => ({
    ...{ event, people: [event.slice(0, 1)], at: daysAgo(days), brand: "haoyu" },
    ...more,
  });
  await ingest(cloud, "shop", [
    row("a1", 2),
    ...[row("b1", 9), row("b2", 8, { action: "ORDER", orderId: "b" })],
    ...[row("c1", 40), row("c2", 7, { action: "ORDER", orderId: "c" })],
  ]);
});
afterAll(() => cloud.test.close());

/** Id of a new pack. */
async function add(name: string, rules: object): Promise<string> {
  const { audiencePack, userErrors } = await client.create(name, rules);
  expect(userErrors).toEqual([]);
  return audiencePack.id;
}

describe("a LIVE pack", () => {
  it("means whom its rules mean now, while FROZEN means whom they meant when it was built", async () => {
    const id = await add("Visitors", visits(3));
    expect(await client.build(id)).toEqual({ status: "SUCCEEDED", failure: null });
    const answer = (people: string, frozen: string) => ({
      data: {
        live: {
          asOf: "2025-12-01T00:00:00.000Z",
          size: { people },
          explanation:
            'People in the pack "Visitors" by its rules at that instant, and with at least 1 order of this brand in the last 30 days.',
        },
        frozen: { size: { people: frozen }, explanation: "人群:在人群包“Visitors”中。" },
      },
    });
    expect(await client.send("live-pack", { pack: id })).toEqual(answer("0", "1")); // a visited and did not order
    expect((await client.replace(id, 1, visits(10))).userErrors).toEqual([]);
    expect(await client.send("live-pack", { pack: id })).toEqual(answer("1", "1")); // b did both
    expect(await client.eventsOf("Visitors who ordered", { allOf: [live(id), ORDERS] })).toEqual(["b1", "b2"]);
  });

  it("needs no build, and may name LIVE and FROZEN packs itself", async () => {
    const visitors = await add("Visitors of 41 days", visits(41));
    const buyers = await add("Buyers", ORDERS);
    expect(await client.build(buyers)).toMatchObject({ status: "SUCCEEDED" });
    const both = await add("Visitors who bought", { allOf: [live(visitors), { pack: { id: buyers } }] });
    expect(await client.size(live(both))).toBe(2);
    expect(await client.size({ not: live(both) })).toBe(1);
  });

  it("leaves the members of other packs alone until these are built anew", async () => {
    const inner = await add("Inner", visits(3));
    const outer = await add("Outer", live(inner));
    expect(await client.build(outer)).toEqual({ status: "SUCCEEDED", failure: null });
    expect((await client.replace(inner, 1, visits(10))).userErrors).toEqual([]);
    expect(await client.membersOf(outer)).toHaveLength(1);
    expect(await client.build(outer)).toEqual({ status: "SUCCEEDED", failure: null });
    expect(await client.membersOf(outer)).toHaveLength(2);
  });

  it("fails a build that was asked for before its rules were changed: that was another question", async () => {
    const inner = await add("Asked for", visits(3));
    const outer = await add("Asking", live(inner));
    const context = contextOf(cloud.acme);
    const { builder, service } = audienceServicesOf(cloud.test);
    const { rules } = (await service.findPack(context, keyOfNode(inner)))!;
    const asked = { id: keyOfNode(outer), version: 1, rulesHash: rules.hash };
    const payload = { packs: [asked], asOf: NOW.toISOString(), cause: "CALL" };
    const published: string[] = [];
    const job = fakeJob(cloud.test, { id: newId(NOW), payload } as unknown as JobRun, context, {
      beforePublish: async () => published.push("the build of the rules asked for"),
    });
    const [, build] = builder.handler();
    await build(job);
    expect((await client.replace(inner, 1, visits(10))).userErrors).toEqual([]);
    await expect(build({ ...job, context: contextOf(cloud.acme) })).rejects.toMatchObject({
      code: "VERSION_CONFLICT",
      message:
        "The rules of LIVE packs must stay as they were when the build was asked for, but one was changed meanwhile; build it again.",
    });
    expect(published).toEqual(["the build of the rules asked for"]);
  });
});

describe("references are refused", () => {
  it("that lead back to the pack through others, of either mode, with the way", async () => {
    const first = await add("First", visits(3));
    const second = await add("Second", { pack: { id: first } });
    const third = await add("Third", { allOf: [visits(9), live(second)] });
    const { audiencePack, userErrors } = await client.replace(first, 1, { anyOf: [visits(3), { not: live(third) }] });
    expect(audiencePack).toBeNull();
    expect(userErrors).toEqual([
      {
        code: "INVALID_INPUT",
        field: ["rules", "anyOf", "1", "not", "pack", "id"],
        message:
          'pack must not lead back to the pack whose rules these are, but got "Third" > "Second" > "First"; take one of these references away.',
      },
    ]);
  });

  it("that came to lead in a circle by two changes at once, when they are read", async () => {
    const one = await add("One", visits(3));
    const two = await add("Two", live(one));
    await cloud.test.app.database.withSystem((manager) =>
      manager.query(
        `UPDATE audience_pack_rules SET rules = $1 WHERE audience_pack_id =
         (SELECT id FROM audience_pack WHERE name = 'One')`,
        [JSON.stringify({ pack: { id: keyOfNode(two), mode: "LIVE" } })],
      ),
    );
    expect((await client.estimate(live(two))).errors).toMatchObject([
      {
        message: expect.stringContaining(
          'LIVE packs must not lead in a circle, but got "Two" > "One" > "Two" > "One" > "Two"; build one of them and name it as FROZEN.',
        ),
      },
    ]);
  });

  it("through more than four LIVE packs in a row, and for more rules than a tree may have", async () => {
    let id = await add("Depth 1", visits(3));
    for (const depth of [2, 3, 4]) id = await add(`Depth ${depth}`, live(id));
    expect(await client.size(live(id))).toBe(1);
    const fifth = await add("Depth 5", live(id));
    expect((await client.create("Depth 6", live(fifth))).userErrors).toEqual([
      {
        code: "INVALID_INPUT",
        field: ["input", "rules", "pack", "id"],
        message:
          'LIVE packs must lead through at most 4 packs in a row, but got "Depth 5" > "Depth 4" > "Depth 3" > "Depth 2" > "Depth 1"; build one of them and name it as FROZEN.',
      },
    ]);
    const wide = await add("Wide", { anyOf: Array.from({ length: 60 }, (_, index) => visits(index + 1)) });
    expect((await client.create("Twice as wide", { allOf: [live(wide), { not: live(wide) }] })).userErrors).toEqual([
      {
        code: "INVALID_INPUT",
        field: ["input", "rules"],
        message:
          "A rule tree must have at most 100 rules with those of its LIVE packs, but got 124; build some of the packs and name them as FROZEN.",
      },
    ]);
  });

  it("as LIVE to a pack of another brand, or to one that was put away", async () => {
    const { audiencePack: foreign } = await client.create("Rival's", visits(3), cloud.brands["rival"]);
    const gone = await add("Gone", visits(3));
    await cloud.test.app.database.withSystem((manager) =>
      manager.query("UPDATE audience_pack SET state = 'ARCHIVED' WHERE name = 'Gone'"),
    );
    expect((await client.create("Both", { anyOf: [live(foreign.id), live(gone)] })).userErrors).toEqual([
      {
        code: "INVALID_INPUT",
        field: ["input", "rules", "anyOf", "0", "pack", "id"],
        message:
          'A LIVE pack must be of the brand that the rules are read for, but "Rival\'s" is of another; build it and name it as FROZEN.',
      },
      {
        code: "WRONG_STATE",
        field: ["input", "rules", "anyOf", "1", "pack", "id"],
        message: 'A LIVE pack must be neither EXPIRED nor ARCHIVED, but "Gone" is ARCHIVED; name another pack.',
      },
    ]);
  });
});

/** An organisation whose keys may ask so many questions a day. */
async function organisationWith(code: string, dailyQuestions: number) {
  const strict = await cloud.test.addOrganisation(code, { smallGroupThreshold: 2, dailyQuestions });
  const { database, brands } = cloud.test.app;
  await database.withSystem((manager) => brands.grant(manager, strict.id, Number(keyOfNode(cloud.brands["haoyu"]!))));
  return strict;
}

it("a tree with LIVE packs is another question once their rules are others", async () => {
  const strict = await organisationWith("strict", 2);
  const asker = new RuleClient(cloud, strict);
  const { audiencePack } = await asker.create("Asked", visits(3));
  const rules = { allOf: [live(audiencePack.id), ORDERS] };
  expect((await asker.estimate(rules)).errors).toBeUndefined();
  await asker.replace(audiencePack.id, 1, visits(10));
  expect((await asker.estimate(rules)).errors).toBeUndefined();
  await asker.replace(audiencePack.id, 2, visits(11));
  expect((await asker.estimate(rules)).errors).toMatchObject([{ extensions: { code: "RATE_LIMITED" } }]);
});

it("so are crowds that are made of LIVE packs", async () => {
  // Two crowds, what each takes of the other and all of them: 5 trees, 2 of which are one.
  const strict = await organisationWith("strict-crowds", 4);
  const asker = new RuleClient(cloud, strict);
  const { audiencePack } = await asker.create("Crowd", visits(3));
  const crowds = [live(audiencePack.id), ORDERS];
  const ask = () =>
    cloud.test.query(
      strict.keys.AD_OPS,
      "query($brand: ID!, $crowds: [AudienceRuleInput!]!) { estimateCrowdStrategy(brandId: $brand, crowds: $crowds) { asOf } }",
      { brand: cloud.brands["haoyu"], crowds },
    );
  expect((await ask()).errors).toBeUndefined();
  await asker.replace(audiencePack.id, 1, visits(10));
  expect((await ask()).errors).toMatchObject([{ extensions: { code: "RATE_LIMITED" } }]);
});
