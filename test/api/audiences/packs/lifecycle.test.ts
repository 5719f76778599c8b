import { createTestApp, type TestApp } from "../../../support/test-app";
import { AD_OPS_RULES, type AudienceFixture, createAudienceFixture, createPack, NOW } from "../audience-fixture";
import { PackClient } from "./pack-client";

let test: TestApp;
let fixture: AudienceFixture;
let client: PackClient;
const time = { now: NOW };

beforeAll(async () => {
  test = await createTestApp(time);
  fixture = await createAudienceFixture(test);
  client = new PackClient(test, fixture);
});
beforeEach(() => {
  time.now = NOW;
});
afterAll(() => test.close());

const create = async (input: object): Promise<string> => (await createPack(test, fixture, input)).audiencePack.id;
const keyIdOf = async (organisationId: string, role: string): Promise<string> => {
  const rows: { id: string }[] = await test.app.database.withSystem((manager) =>
    manager.query("SELECT id FROM access_key WHERE organisation_id = $1 AND role = $2", [organisationId, role]),
  );
  return Buffer.from(`AccessKey:${rows[0]!.id}`).toString("base64url");
};

describe("the history of a pack", () => {
  it("names every change with who made it, when, and the rules of then", async () => {
    const id = await create({ name: "Storied" });
    time.now = new Date("2025-11-11T10:00:00+08:00");
    await client.change("SetTags", { id, version: 1, tags: ["a", "b", "a"] });
    await client.change("ReplaceRules", { id, version: 2 }, fixture.organisation.keys.ADMIN);
    await client.change("Archive", { id, version: 3 });
    const whole = (await client.ask("pack-history", { id, first: 10 })).data.node.versions;
    const ad_ops =
      "People in stage Appeal or Act, and with at least 1 content view of this brand on Xiaohongshu in the last 30 days, and with no orders of this brand in the last 60 days.";
    const visited = "People with at least 1 visit of this brand in the last 7 days.";
    const later = time.now.toISOString();
    const row = (version: number, change: string, changedAt: string, name: string, explanation: string) => ({
      version,
      change,
      changedAt,
      changedBy: { name },
      rules: { explanation },
    });
    expect(whole).toMatchObject({
      totalCount: 4,
      nodes: [
        row(4, "ARCHIVED", later, "AD_OPS", visited),
        row(3, "RULES_REPLACED", later, "ADMIN", visited),
        row(2, "TAGS_SET", later, "AD_OPS", ad_ops),
        row(1, "CREATED", NOW.toISOString(), "AD_OPS", ad_ops),
      ],
    });
    const first = (await client.ask("pack-history", { id, first: 3 })).data.node.versions;
    const rest = (await client.ask("pack-history", { id, first: 3, after: first.pageInfo.endCursor })).data.node
      .versions;
    expect([...first.nodes, ...rest.nodes]).toEqual(whole.nodes);
    expect([first.pageInfo.hasNextPage, rest.pageInfo.hasNextPage]).toEqual([true, false]);
    const last = (await client.ask("pack-history", { id, last: 2 })).data.node.versions;
    expect(last.nodes).toEqual(whole.nodes.slice(2));
  });

  it("tells two versions apart condition by condition", async () => {
    const id = await create({ name: "Compared" });
    const [stage, view] = AD_OPS_RULES.allOf;
    const member = { did: { action: "MEMBER_JOIN", within: { days: 90 } } };
    await client.change("ReplaceRules", { id, version: 1, rules: { allOf: [view, member, stage] } });
    const { data } = await client.ask("version-diff", { id, from: 1, to: 2 });
    expect(data.node.versionDiff).toEqual({
      from: { version: 1, change: "CREATED" },
      to: { version: 2, change: "RULES_REPLACED" },
      isSameRules: false,
      added: ["People with at least 1 joining as member of this brand in the last 90 days."],
      removed: ["People with no orders of this brand in the last 60 days."],
      kept: [
        "People with at least 1 content view of this brand on Xiaohongshu in the last 30 days.",
        "People in stage Appeal or Act.",
      ],
    });
    const back = (await client.ask("version-diff", { id, from: 2, to: 1 })).data.node.versionDiff;
    expect([back.added, back.removed]).toEqual([data.node.versionDiff.removed, data.node.versionDiff.added]);
    const { errors } = await client.ask("version-diff", { id, from: 1, to: 9 });
    expect(errors).toMatchObject([
      {
        message: "to must be a version of the pack's history, which ends with 2, but got 9; list them with versions.",
        extensions: { code: "BAD_USER_INPUT" },
      },
    ]);
  });

  it("is not there for another organisation", async () => {
    const id = await create({ name: "Secret" });
    const { keys } = fixture.stranger;
    expect((await client.ask("pack-history", { id, first: 1 }, keys.ADMIN)).data.node).toBeNull();
    for (const change of ["SetTags", "SetExpiry", "SetRefresh", "Freeze", "Archive", "Clone"])
      expect((await client.change(change, { id, version: 1 }, keys.ADMIN)).userErrors).toMatchObject([
        { code: "NOT_FOUND", field: ["id"] },
      ]);
  });
});

describe("a clone", () => {
  it("is a draft with the rules and tags of its pack, which it names, once per key", async () => {
    const id = await create({ name: "Original", tags: ["11.11"] });
    await client.change("Archive", { id, version: 1 });
    const call = { id, name: "Again", key: "clone once" };
    const first = await client.change("Clone", call);
    expect(first).toMatchObject({
      audiencePack: { name: "Again", state: "DRAFT", version: 1, tags: ["11.11"], lineage: { clonedFrom: { id } } },
      userErrors: [],
    });
    expect(await client.change("Clone", call)).toEqual(first);
    const { userErrors } = await client.change("Clone", { id, name: "Again" });
    expect(userErrors).toMatchObject([{ code: "NAME_TAKEN", field: ["input", "name"] }]);
  });
});

describe("owner, tags and end", () => {
  it("a pack is its maker's until it is handed over, and is found by its owner", async () => {
    const id = await create({ name: "Handed over" });
    expect((await client.read(id)).owner).toEqual({ name: "AD_OPS" });
    const owner = await keyIdOf(fixture.organisation.id, "BI");
    expect(await client.change("HandOver", { id, version: 1, owner })).toMatchObject({
      audiencePack: { owner: { id: owner, name: "BI" }, version: 2 },
      userErrors: [],
    });
    const list = await test.query(
      fixture.organisation.keys.AD_OPS,
      "query ($brand: ID!, $owner: ID!) { brand(id: $brand) { audiencePacks(first: 5, filter: { ownerId: $owner }) { totalCount nodes { id } } } }",
      { brand: fixture.brand, owner },
    );
    expect(list.data.brand.audiencePacks).toEqual({ totalCount: 1, nodes: [{ id }] });
  });

  it("is not handed over to a key of another organisation", async () => {
    const id = await create({ name: "Kept" });
    const owner = await keyIdOf(fixture.stranger.id, "ADMIN");
    expect(await client.change("HandOver", { id, version: 1, owner })).toEqual({
      audiencePack: null,
      userErrors: [
        { code: "NOT_FOUND", field: ["ownerId"], message: "ownerId must name an access key of this organisation." },
      ],
    });
  });

  it("its end is set, moved and taken away; an end that has passed is refused", async () => {
    const id = await create({ name: "Ending" });
    const expiresAt = "2025-11-12T00:00:00.000Z";
    expect((await client.change("SetExpiry", { id, version: 1, expiresAt })).audiencePack).toMatchObject({ expiresAt });
    time.now = new Date("2025-11-12T08:00:00+08:00");
    expect(await client.read(id)).toMatchObject({ state: "EXPIRED" });
    expect(await client.change("SetExpiry", { id, version: 2, expiresAt })).toEqual({
      audiencePack: null,
      userErrors: [
        {
          code: "INVALID_INPUT",
          field: ["expiresAt"],
          message:
            "expiresAt must lie in the future, but got 2025-11-12T00:00:00.000Z; leave it out for a pack that stays.",
        },
      ],
    });
    expect((await client.change("SetExpiry", { id, version: 2, expiresAt: null })).audiencePack).toMatchObject({
      expiresAt: null,
      state: "DRAFT",
    });
  });

  it("tags are checked one by one", async () => {
    const id = await create({ name: "Tagged" });
    expect((await client.change("SetTags", { id, version: 1, tags: ["ok", " "] })).userErrors).toMatchObject([
      { code: "INVALID_INPUT", field: ["tags", "1"] },
    ]);
    expect((await client.change("SetTags", { id, version: 1, tags: [] })).audiencePack).toMatchObject({ tags: [] });
  });

  it("whoever saw an older version is told so, and nothing is recorded", async () => {
    const id = await create({ name: "Overtaken" });
    await client.change("SetTags", { id, version: 1 });
    for (const change of ["SetTags", "SetExpiry", "SetRefresh", "Freeze", "Archive"])
      expect((await client.change(change, { id, version: 1 })).userErrors).toMatchObject([
        { code: "VERSION_CONFLICT", field: ["expectedVersion"] },
      ]);
    expect((await client.ask("pack-history", { id, first: 10 })).data.node.versions.totalCount).toBe(2);
  });
});

describe("a pack in use", () => {
  const campaign = async (code: string, audiencePackId: string, from: string, to: string): Promise<void> => {
    const window = { from, to };
    const placement = { name: "Feed", platform: "DOUYIN", site: "OFF_SITE", step: "ACQUIRE", objective: "BRAND_AD" };
    const { data } = await test.query(
      fixture.organisation.keys.AD_OPS,
      "mutation ($input: CreateCampaignInput!) { createCampaign(input: $input) { userErrors { message } } }",
      {
        input: {
          brandId: fixture.brand,
          code,
          name: code,
          window,
          steps: [{ step: "ACQUIRE", ...window }],
          placements: [{ ...placement, audiencePackId, externalIds: [] }],
        },
      },
    );
    expect(data.createCampaign.userErrors).toEqual([]);
  };

  it("is not archived while a placement that is aimed at it runs", async () => {
    const id = await create({ name: "Running" });
    await campaign("1111", id, "2025-11-10T00:00:00+08:00", "2025-11-12T00:00:00+08:00");
    expect(await client.change("Archive", { id, version: 1 })).toEqual({
      audiencePack: null,
      userErrors: [
        {
          code: "IN_USE",
          field: ["id"],
          message:
            'A pack must have no running placement to be archived, but "Feed" of "1111" is aimed at it; archive it when they have ended.',
        },
      ],
    });
    expect(await client.read(id)).toMatchObject({ state: "DRAFT", version: 1 });
    time.now = new Date("2025-11-12T00:00:00+08:00");
    expect((await client.change("Archive", { id, version: 1 })).audiencePack).toMatchObject({ state: "ARCHIVED" });
  });

  it("is archived before its placements begin", async () => {
    const id = await create({ name: "Planned" });
    await campaign("1212", id, "2025-12-11T00:00:00+08:00", "2025-12-13T00:00:00+08:00");
    expect((await client.change("Archive", { id, version: 1 })).userErrors).toEqual([]);
  });
});
