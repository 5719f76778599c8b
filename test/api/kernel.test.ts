import { addCatalogue } from "../support/catalogue";
import { createTestApp, type TestApp, type TestOrganisation } from "../support/test-app";

let test: TestApp;
let own: TestOrganisation;
let other: TestOrganisation;
let brands: Readonly<Record<string, string>>;

beforeAll(async () => {
  test = await createTestApp();
  own = await test.addOrganisation("own");
  other = await test.addOrganisation("other");
  ({ brands } = await addCatalogue(test, own.keys.OPERATOR, { watch: ["first", "second", "third"] }, [
    { organisationId: own.id, brands: ["first", "second"] },
  ]));
});
afterAll(() => test.close());

const post = (body: object, headers: Record<string, string> = {}) =>
  fetch(`${test.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });

describe("who may call", () => {
  it("refuses a call without a key and says how to send one", async () => {
    const response = await post({ query: "{ viewer { permissions } }" });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({
      errors: [
        {
          message: 'Requests must carry "Authorization: Bearer <access key>", but got no Authorization header.',
          extensions: { code: "UNAUTHENTICATED" },
        },
      ],
    });
  });

  it("checks every field of an operation once, before anything runs", async () => {
    const document = 'mutation { createCategory(input: { code: "x", name: "x" }) { userErrors { code } } }';
    const answer = await test.query(own.keys.PARTNER, document);
    expect(answer.errors?.[0]?.message).toBe(
      "The key's role PARTNER must hold the permission of every field, but lacks: Mutation.createCategory (EDIT_CATALOGUE)",
    );
  });

  it("lets browsers call from origins that the key allows, and from no others", async () => {
    const issued = await test.query(
      own.keys.ADMIN,
      'mutation { createAccessKey(input: { name: "page", role: PARTNER, allowedOrigins: ["https://page.example"] }) { secret userErrors { message } } }',
    );
    const secret = issued.data.createAccessKey.secret;
    await new Promise((resolve) => setTimeout(resolve, 0));
    const allowed = await post(
      { query: "{ viewer { permissions } }" },
      { authorization: `Bearer ${secret}`, origin: "https://page.example" },
    );
    expect(allowed.headers.get("access-control-allow-origin")).toBe("https://page.example");
    expect(allowed.status).toBe(200);
    const refused = await post(
      { query: "{ viewer { permissions } }" },
      { authorization: `Bearer ${own.keys.PARTNER}`, origin: "https://page.example" },
    );
    expect(refused.status).toBe(403);
    const nowhere = await post({ query: "{ __typename }" }, { authorization: `Bearer ${secret}`, origin: "null" });
    expect(nowhere.status).toBe(403);
  });

  it("gives no key more than its maker's role", async () => {
    const answer = await test.query(
      own.keys.ADMIN,
      'mutation { createAccessKey(input: { name: "k", role: OPERATOR }) { secret userErrors { code field } } }',
    );
    expect(answer.data.createAccessKey).toEqual({
      secret: null,
      userErrors: [{ code: "INVALID_INPUT", field: ["input", "role"] }],
    });
  });
});

describe("who sees what", () => {
  const document =
    "query($id: ID!) { brand(id: $id) { code categories { isPrimary category { code } } } node(id: $id) { id } }";

  it("shows granted brands, also through node", async () => {
    const answer = await test.query(own.keys.PARTNER, document, { id: brands["first"] });
    expect(answer.data).toEqual({
      brand: { code: "first", categories: [{ isPrimary: true, category: { code: "watch" } }] },
      node: { id: brands["first"] },
    });
  });

  it.each([
    ["ungranted", "third", "own"],
    ["another organisation's", "first", "other"],
  ])("answers null for an %s brand, as for one that does not exist", async (_, brand, asker) => {
    const key = (asker === "own" ? own : other).keys.ADMIN;
    expect((await test.query(key, document, { id: brands[brand] })).data).toEqual({ brand: null, node: null });
  });

  it("refuses a malformed id in a query with its path", async () => {
    const answer = await test.query(own.keys.PARTNER, '{ brand(id: "nonsense") { code } }');
    expect(answer.errors?.[0]?.extensions).toMatchObject({
      code: "BAD_USER_INPUT",
      problems: [{ code: "INVALID_ID", field: ["id"] }],
    });
  });

  it("shows no row of another organisation even to SQL that forgets WHERE", async () => {
    const seen = (organisationId: string) =>
      test.app.database.withTenant({ organisationId }, (manager) =>
        manager.query("SELECT organisation_id FROM access_key"),
      );
    expect(new Set((await seen(own.id)).map((row: { organisation_id: string }) => row.organisation_id))).toEqual(
      new Set([own.id]),
    );
    expect(await seen("00000000-0000-7000-8000-00000000ffff")).toEqual([]);
  });

  it("forces row-level security on every table that has an organisation, under a role that owns nothing", async () => {
    const tables = await test.app.database.dataSource.query(`
      SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'organisation_id'
      WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND NOT (c.relrowsecurity AND c.relforcerowsecurity)`);
    expect(tables).toEqual([]);
    const owned = await test.app.database.dataSource.query(`
      SELECT relname FROM pg_class WHERE relowner IN (SELECT oid FROM pg_roles WHERE rolname IN ('valuegraph_app', 'valuegraph_system'))`);
    expect(owned).toEqual([]);
  });
});

describe("one effect per idempotency key", () => {
  const document =
    "mutation($code: String!, $key: String!) { createCategory(input: { code: $code, name: $code }, idempotencyKey: $key) { category { id } userErrors { code } } }";

  it("makes one row of fifty calls at once", async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => test.query(own.keys.OPERATOR, document, { code: "once", key: "k-once" })),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]!.data.createCategory.userErrors).toEqual([]);
  });

  it("refuses the key for another request", async () => {
    await test.query(own.keys.OPERATOR, document, { code: "aa", key: "k-reused" });
    const answer = await test.query(own.keys.OPERATOR, document, { code: "bb", key: "k-reused" });
    expect(answer.errors?.[0]?.extensions["code"]).toBe("IDEMPOTENCY_KEY_REUSED");
  });
});

describe("limits and pages", () => {
  it("refuses a selection that nests too deep, through fragments too", async () => {
    const deep = `{ __schema { types { ${"fields { type { ".repeat(8)} name ${"} }".repeat(8)} } } }`;
    const answer = await test.query(own.keys.PARTNER, deep);
    expect(answer.errors?.[0]?.message).toMatch(
      /^A selection must nest at most 15 levels, but got \d+; ask in several operations\.$/,
    );
  });

  it("serves GraphiQL to browsers without any address outside", async () => {
    const page = await fetch(`${test.url}/graphql`, { headers: { accept: "text/html" } });
    const html = await page.text();
    expect(page.headers.get("content-type")).toContain("text/html");
    expect(html).not.toMatch(/(src|href)="https?:/);
  });

  it("is alive and ready", async () => {
    expect(await (await fetch(`${test.url}/healthz`)).json()).toEqual({ status: "ok" });
    expect(await (await fetch(`${test.url}/readyz`)).json()).toEqual({ status: "ready", unready: [] });
  });
});
