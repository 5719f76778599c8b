import { askBrand, documentOf, nickname, openSearchSetup, registerAliases, type SearchSetup } from "./search-setup";

let setup: SearchSetup;
beforeAll(async () => {
  setup = await openSearchSetup("2025-11-20T00:00:00+08:00");
});
afterAll(() => setup.test.close());

const dictionary = async (variables: object = {}) =>
  (await askBrand(setup, "search-dictionary", { first: 100, ...variables })).searchDictionary;
const outcomes = ({ rows }: { rows: { outcome: string; reason: string | null; field: string[] }[] }) =>
  rows.map(({ outcome, reason, field }) => (reason === null ? outcome : `${reason} ${field.join(".")}`));

describe("registerSearchAliases", () => {
  it("answers row by row and refuses what would hold for two things on one day", async () => {
    const rows = [
      nickname("小方块", { validTo: "2025-06-01" }),
      nickname("Ｇ  Shock", { kind: "BRAND_NAME", productCode: null }),
      nickname("小 方 块", { validFrom: "2025-05-31", productCode: "GA-2100" }),
      nickname("小方块", { validFrom: "2025-06-01", productCode: "GA-2100" }),
      nickname("小方塊", { validTo: "2025-01-01" }),
      nickname("!!"),
      nickname("GA-2100", { kind: "PRODUCT_NAME", productCode: null }),
      nickname("卡西欧", { kind: "BRAND_NAME" }),
      nickname("小　方块", { validTo: "2025-06-01" }),
      nickname("", {}),
      nickname("", {}),
    ];
    const answer = await registerAliases(setup, rows, { key: "first" });
    expect(answer).toMatchObject({ dictionaryVersion: 1, registered: 3, changed: 0, rejected: 8, userErrors: [] });
    expect(outcomes(answer)).toEqual([
      "REGISTERED",
      "REGISTERED",
      "OVERLAPPING alias",
      "REGISTERED",
      "INVALID_VALUE validTo",
      "INVALID_VALUE alias",
      "INVALID_VALUE productCode",
      "INVALID_VALUE productCode",
      "REPEATED alias",
      "INVALID_VALUE alias",
      "INVALID_VALUE alias",
    ]);
    expect(answer.rows[2].message).toBe(
      'alias must hold for one thing at a time, but "小 方 块" is of product "GMW-B5000" from 2025-01-01 to 2025-06-01; end that one first, or send its validFrom to restate it.',
    );
    // A retry answers as the call did and changes nothing.
    expect(await registerAliases(setup, rows, { key: "first" })).toEqual(answer);
    expect((await dictionary()).version).toBe(1);
  });

  it("restates a known alias and day under the next version, and leaves the version where nothing changes", async () => {
    const again = [nickname("小方块", { validTo: "2025-06-01" })];
    expect(await registerAliases(setup, again)).toMatchObject({ dictionaryVersion: 1, unchanged: 1, changed: 0 });
    const shorter = [nickname("小方块", { validTo: "2025-05-01" })];
    expect(await registerAliases(setup, shorter, { expectedVersion: 1 })).toMatchObject({
      dictionaryVersion: 2,
      changed: 1,
    });
    expect((await dictionary()).aliases).toMatchObject({
      totalCount: 3,
      nodes: [
        {
          alias: "Ｇ  Shock",
          keyword: "g shock",
          kind: "BRAND_NAME",
          productCode: null,
          validTo: null,
          sinceVersion: 1,
        },
        { keyword: "小方块", validFrom: "2025-01-01", validTo: "2025-05-01", sinceVersion: 2 },
        { keyword: "小方块", validFrom: "2025-06-01", productCode: "GA-2100", validTo: null, sinceVersion: 1 },
      ],
    });
    expect((await dictionary({ on: "2025-05-15" })).aliases).toMatchObject({
      totalCount: 1,
      nodes: [{ keyword: "g shock" }],
    });
    const stale = await registerAliases(setup, [nickname("新")], { expectedVersion: 1 });
    expect(stale).toMatchObject({
      dictionaryVersion: null,
      rows: [],
      userErrors: [{ code: "VERSION_CONFLICT", field: ["expectedVersion"] }],
    });
    expect(stale.userErrors[0].message).toBe(
      "expectedVersion must be the dictionary's current version, which is 2; read it again and repeat the call.",
    );
  });

  it("counts versions right when calls come at once", async () => {
    const calls = Array.from({ length: 6 }, (_, index) =>
      registerAliases(setup, [nickname(`同时${index}`), nickname("同时", { productCode: `P${index}` })]),
    );
    const answers = await Promise.all(calls);
    const versions = answers.map((answer) => answer.dictionaryVersion).sort();
    expect(versions).toEqual([3, 4, 5, 6, 7, 8]);
    expect(answers.filter((answer) => outcomes(answer)[1] === "REGISTERED")).toHaveLength(1);
    expect(answers.filter((answer) => outcomes(answer)[1] === "CHANGED")).toHaveLength(5);
  });

  it("is read by pages either way, and refuses cursors of other lists", async () => {
    const keywords = ({ aliases }: { aliases: { nodes: { keyword: string }[] } }) =>
      aliases.nodes.map(({ keyword }) => keyword);
    const all = keywords(await dictionary());
    expect(all).toHaveLength(10);
    const first = await dictionary({ first: 4 });
    const second = await dictionary({ first: 100, after: first.aliases.pageInfo.endCursor });
    expect([...keywords(first), ...keywords(second)]).toEqual(all);
    expect(keywords(await dictionary({ first: null, last: 3 }))).toEqual(all.slice(-3));
    for (const cursor of [["x"], ["x", "2025-13-01"], ["a\u0000", "2025-01-01"]]) {
      const after = Buffer.from(JSON.stringify(cursor)).toString("base64url");
      const document = documentOf("search-dictionary");
      const answer = await setup.test.query(setup.own.keys.BI, document, {
        brand: setup.brands.casio,
        first: 1,
        after,
      });
      expect(answer.errors![0]).toMatchObject({
        message: "after must be a cursor that searchDictionary.aliases returned.",
        extensions: { code: "BAD_USER_INPUT" },
      });
    }
  });

  it("is the organisation's own, takes a granted brand, and the right to edit", async () => {
    const { nodes } = (await askBrand(setup, "search-dictionary", { first: 1 }, setup.careful)).searchDictionary
      .aliases;
    expect(nodes).toEqual([]);
    const [mine] = (await dictionary()).aliases.nodes;
    const byNode = async (secret: string) =>
      (
        await setup.test.query(secret, "query ($id: ID!) { node(id: $id) { ... on SearchAlias { alias } } }", {
          id: mine.id,
        })
      ).data.node;
    expect(await byNode(setup.own.keys.BI)).toEqual({ alias: "Ｇ  Shock" });
    expect(await byNode(setup.careful.keys.BI)).toBeNull();
    expect(await registerAliases(setup, [nickname("x")], { brand: setup.brands.rival }, setup.careful)).toMatchObject({
      userErrors: [{ code: "NOT_FOUND", field: ["input", "brandId"] }],
    });
    expect(await registerAliases(setup, [])).toMatchObject({
      rows: [],
      userErrors: [{ code: "INVALID_INPUT", field: ["input", "aliases"] }],
    });
    const asked = { brand: setup.brands.casio, aliases: [nickname("x")] };
    const answer = await setup.test.query(setup.own.keys.BI, documentOf("register-search-aliases"), asked);
    expect(answer.errors![0]).toMatchObject({ extensions: { code: "FORBIDDEN" } });
  });
});

describe("withdrawSearchAliases", () => {
  it("takes all of them out or none, once", async () => {
    const { version, aliases } = await dictionary();
    const ids = aliases.nodes.map(({ id }: { id: string }) => id);
    const send = async (variables: object) =>
      (
        await setup.test.query(setup.own.keys.AD_OPS, documentOf("withdraw-search-aliases"), {
          brand: setup.brands.casio,
          ...variables,
        })
      ).data.withdrawSearchAliases;
    expect(await send({ aliases: [ids[0], ids[1]], key: "w" })).toEqual({
      dictionaryVersion: version + 1,
      userErrors: [],
    });
    expect(await send({ aliases: [ids[0], ids[1]], key: "w" })).toMatchObject({ dictionaryVersion: version + 1 });
    expect(await send({ aliases: [ids[2], ids[0]] })).toMatchObject({
      dictionaryVersion: null,
      userErrors: [{ code: "NOT_FOUND", field: ["input", "aliasIds", "1"] }],
    });
    expect((await dictionary()).aliases).toMatchObject({
      totalCount: ids.length - 2,
      nodes: [{ id: ids[2] }, {}, {}, {}, {}, {}, {}, {}],
    });
    // A withdrawn alias may be registered again.
    expect(await registerAliases(setup, [nickname("g shock")])).toMatchObject({ registered: 1 });
  });
});
