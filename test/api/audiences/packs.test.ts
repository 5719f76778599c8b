import { createHash } from "node:crypto";
import { createTestApp, type TestApp } from "../../support/test-app";
import {
  AD_OPS_RULES,
  type AudienceFixture,
  createAudienceFixture,
  createPack,
  document,
  NOW,
} from "./audience-fixture";

let test: TestApp;
let fixture: AudienceFixture;

beforeAll(async () => {
  test = await createTestApp({ now: NOW });
  fixture = await createAudienceFixture(test);
});
afterAll(() => test.close());

const create = (input: object) => createPack(test, fixture, input);

/** Runs one operation of a document. */
const run = async (name: string, operation: string, variables: object, key = fixture.organisation.keys.AD_OPS) => {
  const text = document(name);
  const own = text.split(/\n(?=mutation|query)/).find((part) => part.includes(` ${operation}(`))!;
  return test.query(key, own, variables);
};
const read = async (id: string, key?: string) => (await run("read-pack", "ReadPack", { id }, key)).data.node;
const change = async (operation: "Rename" | "ReplaceRules" | "Archive", variables: object) =>
  Object.values((await run("change-pack", operation, variables)).data)[0] as {
    readonly audiencePack: object | null;
    readonly userErrors: readonly object[];
  };

describe("createAudiencePack", () => {
  it("makes a draft whose rules are hashed and explained", async () => {
    const expiresAt = "2025-12-31T16:00:00.000Z";
    const { audiencePack, userErrors } = await create({ name: "种草人群", tags: ["11.11", "seed", "seed"], expiresAt });
    expect(userErrors).toEqual([]);
    const canonical =
      '{"and":[{"did":{"action":"CONTENT_VIEW","atLeast":1,"brand":"OWN","platforms":["XIAOHONGSHU"],"window":{"days":30}}},{"not":{"did":{"action":"ORDER","atLeast":1,"brand":"OWN","window":{"days":60}}}},{"stage":{"in":["ACT","APPEAL"]}}]}';
    expect(audiencePack).toEqual({
      id: expect.any(String),
      name: "种草人群",
      version: 1,
      state: "DRAFT",
      tags: ["11.11", "seed"],
      expiresAt,
      rules: {
        canonical,
        hash: createHash("sha256").update(canonical).digest("hex"),
        explanation:
          "People in stage Appeal or Act, and with at least 1 content view of this brand on Xiaohongshu in the last 30 days, and with no orders of this brand in the last 60 days.",
      },
    });
    expect(await read(audiencePack.id)).toMatchObject({
      name: "种草人群",
      state: "DRAFT",
      size: null,
      asOf: null,
      builtAt: null,
    });
  });

  it("refuses a name that a pack of the brand has", async () => {
    await create({ name: "Twice" });
    expect(await create({ name: "Twice" })).toEqual({
      audiencePack: null,
      userErrors: [
        {
          code: "NAME_TAKEN",
          field: ["input", "name"],
          message:
            'name must be new among the brand\'s packs, but a pack "Twice" exists; choose another or archive that one.',
        },
      ],
    });
  });

  it("says everything that is wrong at once", async () => {
    const { audiencePack, userErrors } = await create({
      brandId: fixture.rivalBrand,
      name: " ",
      tags: ["ok", ""],
      expiresAt: "2025-11-11T09:30:30+08:00",
      rules: { did: { action: "ORDER", within: { days: 0 } } },
    });
    expect(audiencePack).toBeNull();
    expect(userErrors).toEqual([
      {
        code: "NOT_FOUND",
        field: ["input", "brandId"],
        message: "input.brandId must name a brand granted to this organisation; list yours with viewer { brands }.",
      },
      {
        code: "INVALID_INPUT",
        field: ["input", "name"],
        message: 'name must be 1 to 120 characters, none of them a control character and not all spaces, but got " ".',
      },
      {
        code: "INVALID_INPUT",
        field: ["input", "tags", "1"],
        message: 'A tag must be 1 to 40 characters, none of them a control character and not all spaces, but got "".',
      },
      {
        code: "INVALID_INPUT",
        field: ["input", "expiresAt"],
        message:
          "expiresAt must lie in the future, but got 2025-11-11T01:30:30.000Z; leave it out for a pack that stays.",
      },
      {
        code: "INVALID_INPUT",
        field: ["input", "rules", "did", "within", "days"],
        message: "days must be 1 to 3650, but got 0; use between for other spans.",
      },
    ]);
  });

  it("makes one pack of a call and its retry, and refuses the key for another", async () => {
    const call = async (name: string) =>
      run("create-pack", "CreatePack", { input: { brandId: fixture.brand, name, rules: AD_OPS_RULES }, key: "again" });
    const first = await call("Once");
    expect((await call("Once")).data).toEqual(first.data);
    expect((await call("Other")).errors).toMatchObject([{ extensions: { code: "IDEMPOTENCY_KEY_REUSED" } }]);
  });

  it("is for those who may edit audiences", async () => {
    const input = { brandId: fixture.brand, name: "Not mine", rules: AD_OPS_RULES };
    const { errors } = await run("create-pack", "CreatePack", { input }, fixture.organisation.keys.PARTNER);
    expect(errors).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
  });
});

describe("a pack", () => {
  it("of another organisation does not exist", async () => {
    const { audiencePack } = await create({ name: "Private" });
    const { keys } = fixture.stranger;
    expect(await read(audiencePack.id, keys.ADMIN)).toBeNull();
    const { data } = await run("build-pack", "BuildPack", { id: audiencePack.id, version: 1 }, keys.ADMIN);
    expect(data.buildAudiencePack).toMatchObject({ run: null, userErrors: [{ code: "NOT_FOUND", field: ["id"] }] });
    const rules = { pack: { id: audiencePack.id } };
    const { errors } = await test.query(keys.ADMIN, document("estimate"), { brand: fixture.brand, rules });
    expect(errors![0]!.extensions["problems"]).toMatchObject([{ code: "NOT_FOUND", field: ["rules", "pack", "id"] }]);
  });

  it("is renamed, given other rules and archived by who saw its last version", async () => {
    const { id } = (await create({ name: "Changing" })).audiencePack;
    expect(await change("Rename", { id, name: "Changed", version: 1 })).toEqual({
      audiencePack: { name: "Changed", state: "DRAFT", version: 2 },
      userErrors: [],
    });
    expect(
      await change("ReplaceRules", { id, rules: { did: { action: "VISIT", within: { days: 7 } } }, version: 1 }),
    ).toEqual({
      audiencePack: null,
      userErrors: [
        {
          code: "VERSION_CONFLICT",
          field: ["expectedVersion"],
          message:
            "expectedVersion must be the pack's current version 2, but got 1; read the pack again and repeat the change.",
        },
      ],
    });
    expect(
      await change("ReplaceRules", { id, rules: { did: { action: "VISIT", within: { days: 7 } } }, version: 2 }),
    ).toEqual({
      audiencePack: {
        state: "DRAFT",
        version: 3,
        size: null,
        rules: { explanation: "People with at least 1 visit of this brand in the last 7 days." },
      },
      userErrors: [],
    });
    expect(await change("Archive", { id, version: 3 })).toEqual({
      audiencePack: { name: "Changed", state: "ARCHIVED", version: 4 },
      userErrors: [],
    });
    expect(await change("Rename", { id, name: "Back", version: 4 })).toEqual({
      audiencePack: null,
      userErrors: [
        {
          code: "WRONG_STATE",
          field: ["id"],
          message:
            'A pack must be DRAFT or BUILT or FROZEN or EXPIRED to be renamed, but "Changed" is ARCHIVED; make another pack.',
        },
      ],
    });
    expect((await create({ name: "Changed" })).userErrors).toEqual([]); // archived: its name is free again
  });

  it("is not renamed to a name that another pack has", async () => {
    await create({ name: "Taken" });
    const { id } = (await create({ name: "Free" })).audiencePack;
    expect(await change("Rename", { id, name: "Taken", version: 1 })).toMatchObject({
      audiencePack: null,
      userErrors: [{ code: "NAME_TAKEN", field: ["input", "name"] }],
    });
    expect(await read(id)).toMatchObject({ name: "Free", version: 1 });
  });

  it("does not refer to itself", async () => {
    const { id } = (await create({ name: "Self" })).audiencePack;
    expect(await change("ReplaceRules", { id, rules: { not: { pack: { id } } }, version: 1 })).toEqual({
      audiencePack: null,
      userErrors: [
        {
          code: "INVALID_INPUT",
          field: ["rules", "not", "pack", "id"],
          message: "pack must name another pack, but got the pack whose rules these are.",
        },
      ],
    });
  });

  it("expires by the clock alone, and then only its name and its end may change", async () => {
    const { id } = (await create({ name: "Short", expiresAt: "2025-11-11T10:00:00+08:00" })).audiencePack;
    await test.app.database.withSystem((manager) =>
      manager.query("UPDATE audience_pack SET expires_at = $1 WHERE name = 'Short'", [NOW]),
    );
    expect(await read(id)).toMatchObject({ state: "EXPIRED" });
    const { data } = await run("build-pack", "BuildPack", { id, version: 1 });
    expect(data.buildAudiencePack.userErrors).toEqual([
      {
        code: "WRONG_STATE",
        field: ["id"],
        message: 'A pack must be DRAFT or BUILT to be built, but "Short" is EXPIRED; make another pack.',
      },
    ]);
    expect(await change("Archive", { id, version: 1 })).toMatchObject({ userErrors: [] });
  });
});

describe("brand.audiencePacks", () => {
  const list = async (variables: object) => {
    const { data, errors } = await run(
      "list-packs",
      "Packs",
      { brand: listed.brand, ...variables },
      listed.organisation.keys.AD_OPS,
    );
    return { errors, ...data?.brand?.audiencePacks };
  };
  const names = (answer: { readonly nodes: readonly { readonly name: string }[] }) =>
    answer.nodes.map(({ name }) => name);
  const byName = { orderBy: { field: "NAME", direction: "ASC" } };
  let listed: AudienceFixture;

  beforeAll(async () => {
    const organisation = await test.addOrganisation("lister");
    await test.app.database.withSystem((manager) => test.app.brands.grant(manager, organisation.id, fixture.brandId));
    listed = { ...fixture, organisation };
    for (const [index, name] of ["Delta", "alpha", "Bravo", "Charlie", "Echo"].entries()) {
      const { audiencePack } = await createPack(test, listed, {
        name,
        tags: index % 2 === 0 ? ["even", name] : [name],
      });
      if (name !== "Echo") continue;
      await test.query(listed.organisation.keys.AD_OPS, document("change-pack").split(/\n(?=mutation)/)[2]!, {
        id: audiencePack.id,
        version: 1,
      });
    }
  });

  it("pages through all of them in either direction, alike", async () => {
    const first = await list({ ...byName, first: 2 });
    const second = await list({ ...byName, first: 2, after: first.pageInfo.endCursor });
    const third = await list({ ...byName, first: 2, after: second.pageInfo.endCursor });
    const all = [...names(first), ...names(second), ...names(third)];
    expect([...all].sort()).toEqual(["Bravo", "Charlie", "Delta", "Echo", "alpha"]);
    expect([first, second, third].map(({ totalCount, pageInfo }) => [totalCount, pageInfo.hasNextPage])).toEqual([
      [5, true],
      [5, true],
      [5, false],
    ]);
    const last = await list({ ...byName, last: 3 });
    const before = await list({ ...byName, last: 3, before: last.pageInfo.startCursor });
    expect([...names(before), ...names(last)]).toEqual(all);
    expect(before.pageInfo.hasPreviousPage).toBe(false);
    const descending = await list({ orderBy: { field: "NAME", direction: "DESC" }, first: 5 });
    expect(names(descending)).toEqual([...all].reverse());
  });

  it("puts what was changed last first", async () => {
    expect(names(await list({ first: 5 }))).toEqual(
      names(await list({ first: 5, orderBy: { field: "UPDATED_AT", direction: "DESC" } })),
    );
    const ascending = await list({ first: 3, orderBy: { field: "UPDATED_AT", direction: "ASC" } });
    const rest = await list({
      first: 3,
      orderBy: { field: "UPDATED_AT", direction: "ASC" },
      after: ascending.pageInfo.endCursor,
    });
    expect(new Set([...names(ascending), ...names(rest)]).size).toBe(5);
  });

  it.each<[object, readonly string[]]>([
    [{ states: ["DRAFT"] }, ["alpha", "Bravo", "Charlie", "Delta"]],
    [{ states: ["ARCHIVED"] }, ["Echo"]],
    [{ states: ["BUILT", "FROZEN"] }, []],
    [{ tags: ["even"] }, ["Bravo", "Delta", "Echo"]],
    [{ tags: ["even", "Delta"] }, ["Delta"]],
    [{ name: "LPH" }, ["alpha"]],
    [{ name: "%" }, []],
    [{ states: ["DRAFT"], tags: ["even"], name: "r" }, ["Bravo"]],
  ])("filters by %j", async (filter, expected) => {
    const answer = await list({ first: 5, filter });
    expect([...names(answer)].sort()).toEqual([...expected].sort());
    expect(answer.totalCount).toBe(expected.length);
  });

  it("refuses a cursor of another order", async () => {
    const { pageInfo } = await list({ ...byName, first: 1 });
    const { errors } = await list({ first: 1, after: pageInfo.endCursor });
    expect(errors).toMatchObject([
      {
        message: "after must be a cursor that audiencePacks returned in this order.",
        extensions: { code: "BAD_USER_INPUT" },
      },
    ]);
  });
});
