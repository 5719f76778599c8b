import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { addCatalogue } from "../support/catalogue";
import { createTestApp, type TestApp, type TestOrganisation } from "../support/test-app";

const TAKE = readFileSync(join(__dirname, "assets/take-snapshot.graphql"), "utf8");
const STATE = readFileSync(join(__dirname, "polled-run.graphql"), "utf8");

let test: TestApp;
let organisation: TestOrganisation;
let run: string;

beforeAll(async () => {
  test = await createTestApp();
  organisation = await test.addOrganisation("own");
  const { brands } = await addCatalogue(test, organisation.keys.OPERATOR, { TV: ["haoyu"] }, [
    { organisationId: organisation.id, brands: ["haoyu"] },
  ]);
  const input = { brandId: brands["haoyu"], asOf: "2025-11-11T00:00:00+08:00" };
  const { data } = await test.query(organisation.keys.ADMIN, TAKE, { input });
  run = data.takeAssetSnapshot.run.id;
  await test.waitForRun(organisation.keys.ADMIN, run);
});
afterAll(() => test.close());

const get = (parameters: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}) =>
  fetch(`${test.url}/graphql?${new URLSearchParams(parameters)}`, {
    headers: { authorization: `Bearer ${organisation.keys.ADMIN}`, "apollo-require-preflight": "1", ...headers },
  });
const poll = (headers?: Readonly<Record<string, string>>) =>
  get({ query: STATE, variables: JSON.stringify({ run }) }, headers);

describe("a client that polls by GET", () => {
  it("gets a tag with the answer, and 304 without a body as long as the answer is the same", async () => {
    const first = await poll();
    expect(first.status).toBe(200);
    expect((await first.json()).data.node.status).toBe("SUCCEEDED");
    const tag = first.headers.get("etag")!;
    expect(tag).toMatch(/^W\/"[\w-]{27}"$/);
    expect(first.headers.get("cache-control")).toBe("private, no-cache");
    for (const sent of [tag, tag.slice(2), `"other", ${tag}`, "*"]) {
      const again = await poll({ "if-none-match": sent });
      expect([again.status, await again.text(), again.headers.get("etag")]).toEqual([304, "", tag]);
    }
  });

  it("gets the whole answer when it is another one", async () => {
    const { headers } = await poll();
    const other = await get({ query: "{ viewer { permissions } }" }, { "if-none-match": headers.get("etag")! });
    expect(other.status).toBe(200);
    expect((await other.json()).data.viewer.permissions).toContain("READ_ASSETS");
  });

  it("may name a document by its hash once it was sent", async () => {
    const sha256Hash = createHash("sha256").update(STATE).digest("hex");
    const extensions = JSON.stringify({ persistedQuery: { version: 1, sha256Hash } });
    const variables = JSON.stringify({ run });
    const sent = await get({ query: STATE, variables, extensions });
    const named = await get({ variables, extensions }, { "if-none-match": sent.headers.get("etag")! });
    expect([sent.status, named.status]).toEqual([200, 304]);
  });

  it("gets no tag with a refusal", async () => {
    const refused = await get({ query: "{ nothing }" });
    expect([refused.status, refused.headers.get("etag")]).toEqual([400, null]);
    const unknown = await poll({ authorization: "Bearer nobody" });
    expect([unknown.status, unknown.headers.get("etag")]).toEqual([401, null]);
  });

  it("cannot change anything by GET, and POST is answered as ever", async () => {
    const mutation = await get({
      query: 'mutation { createCategory(input: { code: "a", name: "a" }) { userErrors { message } } }',
    });
    expect(mutation.status).toBe(405);
    const answer = await fetch(`${test.url}/graphql`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${organisation.keys.ADMIN}`,
        "content-type": "application/json",
        "if-none-match": "*",
      },
      body: JSON.stringify({ query: STATE, variables: { run } }),
    });
    expect([answer.status, answer.headers.get("etag")]).toEqual([200, null]);
  });
});
