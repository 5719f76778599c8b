import { createTestApp, type TestApp } from "../../support/test-app";
import { insertTouchpoints, ordinalOf } from "../../support/touchpoint-rows";
import {
  AS_OF,
  type AudienceFixture,
  buildPack,
  createAudienceFixture,
  createPack,
  document,
  NOW,
  takeSnapshot,
} from "./audience-fixture";
import { audienceServicesOf, contextOf, fakeJob, keyOfNode } from "./audience-services";

let test: TestApp;
let fixture: AudienceFixture;

beforeAll(async () => {
  test = await createTestApp({ now: NOW });
  fixture = await createAudienceFixture(test);
});
afterAll(() => test.close());

const create = async (name: string, rules?: object): Promise<{ readonly id: string; readonly version: number }> =>
  (await createPack(test, fixture, { name, ...(rules && { rules }) })).audiencePack;
const build = (pack: { readonly id: string; readonly version: number }) => buildPack(test, fixture, pack);
const read = async (id: string) =>
  (await test.query(fixture.organisation.keys.AD_OPS, document("read-pack"), { id })).data.node;
const estimate = async (rules: object) =>
  (await test.query(fixture.organisation.keys.AD_OPS, document("estimate"), { brand: fixture.brand, rules })).data
    .estimateAudiencePack;
const membersOf = async (id: string): Promise<readonly number[]> => {
  const { service } = audienceServicesOf(test);
  return (await service.members(contextOf(fixture.organisation, NOW), keyOfNode(id))).toArray();
};
const people = (...names: readonly string[]): readonly number[] => names.map(ordinalOf);

describe("before the brand's first snapshot", () => {
  it("a pack whose rules ask for labels is not built", async () => {
    const { id } = await create("Early");
    const { data } = await test.query(fixture.organisation.keys.AD_OPS, document("build-pack"), { id, version: 1 });
    expect(data.buildAudiencePack).toEqual({
      run: null,
      userErrors: [
        {
          code: "NO_SNAPSHOT",
          field: ["rules", "allOf", "0", "stage"],
          message:
            "stage must have a published snapshot of the brand to read, but there is none; take one with takeAssetSnapshot.",
        },
      ],
    });
  });
});

describe("buildAudiencePack", () => {
  beforeAll(() => takeSnapshot(test, fixture));

  it("freezes exactly the people of the rules, as many as the estimate said", async () => {
    const { id } = await create("Frozen");
    expect(await build({ id, version: 1 })).toEqual({ status: "SUCCEEDED", failure: null });
    expect(await membersOf(id)).toEqual(people("p1", "p3", "p6"));
    const pack = await read(id);
    expect(pack).toMatchObject({
      state: "BUILT",
      version: 1, // a build is no change that a person makes
      size: { people: "3", roundedTo: 1, suppressedBelow: 1 },
      asOf: new Date(AS_OF).toISOString(),
      builtAt: expect.any(String),
    });
  });

  it("keeps members whatever comes later; another build takes the new ones in", async () => {
    const rules = { did: { action: "FAVOURITE", within: { days: 30 } } };
    const { id } = await create("Later", rules);
    await insertTouchpoints(test, [
      { person: "p30", at: "2025-11-10T12:00:00+08:00", action: "FAVOURITE", brandId: fixture.brandId },
    ]);
    await build({ id, version: 1 });
    const first = await read(id);
    await insertTouchpoints(test, [
      { person: "p31", at: "2025-11-10T12:00:00+08:00", action: "FAVOURITE", brandId: fixture.brandId },
    ]);
    expect(await membersOf(id)).toEqual(people("p30"));
    expect(await estimate({ pack: { id } })).toMatchObject({ size: { people: "1" } });
    expect(await estimate(rules)).toMatchObject({ size: { people: "2" } });
    expect(await read(id)).toEqual(first);
    await build({ id, version: 1 });
    expect(await membersOf(id)).toEqual(people("p30", "p31"));
    const builds: { count: string }[] = await test.app.database.withSystem((manager) =>
      manager.query("SELECT count(*) FROM audience_pack_build WHERE audience_pack_id = $1", [keyOfNode(id)]),
    );
    expect(builds).toEqual([{ count: "2" }]);
  });

  it("makes one run of a call and its retry, which node finds with its pack", async () => {
    const { id } = await create("Retried");
    const call = () =>
      test.query(fixture.organisation.keys.AD_OPS, document("build-pack"), { id, version: 1, key: "build again" });
    const [first, second] = [await call(), await call()].map(({ data }) => data.buildAudiencePack.run);
    expect(second.id).toBe(first.id);
    expect(first.audiencePack).toEqual({ id });
    expect(await test.waitForRun(fixture.organisation.keys.AD_OPS, first.id)).toEqual({
      status: "SUCCEEDED",
      failure: null,
    });
  });

  it("refuses a version that moved on", async () => {
    const { id } = await create("Moved");
    const { data } = await test.query(fixture.organisation.keys.AD_OPS, document("build-pack"), { id, version: 2 });
    expect(data.buildAudiencePack).toMatchObject({
      run: null,
      userErrors: [{ code: "VERSION_CONFLICT", field: ["expectedVersion"] }],
    });
  });

  it("fails when the pack is changed while it works, and the members stay as they were", async () => {
    const { id } = await create("Raced");
    await build({ id, version: 1 });
    const { builder, editor } = audienceServicesOf(test);
    const context = contextOf(fixture.organisation, NOW);
    const pack = { packId: keyOfNode(id), expectedVersion: 1 };
    const run = await builder.enqueue(context, pack);
    const [, handler] = builder.handler();
    const racing = handler(
      fakeJob(test, run, context, { beforePublish: () => editor.rename(context, pack, "Raced first") }),
    );
    await expect(racing).rejects.toMatchObject({
      code: "VERSION_CONFLICT",
      message:
        "The pack must stay at version 1 until its build is published, but was changed meanwhile; build it again.",
    });
    expect(await membersOf(id)).toEqual(people("p1", "p3", "p6"));
  });

  it("turns a built pack into a draft when its rules are replaced; its members stay in force until the next build", async () => {
    const { id } = await create("Replaced");
    await build({ id, version: 1 });
    const replace = document("change-pack").split(/\n(?=mutation)/)[1]!;
    const rules = { stage: { in: ["ADVOCATE"] } };
    const { data } = await test.query(fixture.organisation.keys.AD_OPS, replace, { id, rules, version: 1 });
    expect(data.replaceAudiencePackRules.audiencePack).toMatchObject({
      state: "DRAFT",
      version: 2,
      size: { people: "3" },
    });
    expect(await membersOf(id)).toEqual(people("p1", "p3", "p6"));
    await build({ id, version: 2 });
    expect(await membersOf(id)).toEqual(people("p9"));
  });
});

describe("packs in packs", () => {
  it("a rule may take another pack's frozen members, once it has some", async () => {
    const inner = await create("Inner", { did: { action: "SEARCH", within: { days: 30 } } });
    const rules = { allOf: [{ stage: { in: ["APPEAL"] } }, { not: { pack: { id: inner.id } } }] };
    const outer = await create("Outer", rules);
    const { data } = await test.query(fixture.organisation.keys.AD_OPS, document("build-pack"), {
      id: outer.id,
      version: 1,
    });
    expect(data.buildAudiencePack.userErrors).toEqual([
      {
        code: "PACK_NOT_BUILT",
        field: ["rules", "allOf", "1", "not", "pack", "id"],
        message: 'pack must name a pack with members, but "Inner" is DRAFT; build it first.',
      },
    ]);
    await build(inner); // p6, p7
    await build(outer);
    expect(await membersOf(outer.id)).toEqual(people("p1", "p5")); // Appeal: p1, p5, p6, p7
    expect((await read(outer.id)).rules.explanation).toBe('People in stage Appeal, and not in the pack "Inner".');
  });

  it("an archived pack has no members for others", async () => {
    const gone = await create("Gone", { did: { action: "SEARCH", within: { days: 30 } } });
    await build(gone);
    await test.query(fixture.organisation.keys.AD_OPS, document("change-pack").split(/\n(?=mutation)/)[2]!, gone);
    const { errors } = await test.query(fixture.organisation.keys.AD_OPS, document("estimate"), {
      brand: fixture.brand,
      rules: { pack: { id: gone.id } },
    });
    expect(errors![0]!.extensions["problems"]).toMatchObject([
      {
        code: "PACK_NOT_BUILT",
        message: 'pack must name a pack with members, but "Gone" is ARCHIVED; build it first.',
      },
    ]);
  });
});
