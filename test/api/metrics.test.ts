import { createTestApp, type TestApp, type TestOrganisation } from "../support/test-app";

let test: TestApp;
let organisation: TestOrganisation;

beforeAll(async () => {
  test = await createTestApp();
  organisation = await test.addOrganisation("cloud-watch");
});
afterAll(() => test.close());

const metrics = (key?: string) =>
  fetch(`${test.url}/metrics`, { headers: key === undefined ? {} : { authorization: `Bearer ${key}` } });

describe("GET /metrics", () => {
  it("tells a monitor in the text form of Prometheus how the process and its look-ups do", async () => {
    const response = await metrics(organisation.keys.MONITOR);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
    const text = await response.text();
    for (const name of ["process_resident_memory_bytes", "nodejs_eventloop_lag_seconds", "valuegraph_lookups_total"])
      expect(text).toContain(`# TYPE ${name} `);
    expect(text).toContain('valuegraph_audience_leaves_total{answer="known"} 0');
    expect(text).toContain('valuegraph_audience_leaf_bytes{bytes="taken"} 0');
    expect(text).toContain("valuegraph_audience_evaluation_seconds_count 0");
    expect(text).toContain('valuegraph_audience_leaf_bytes{bytes="bound"} 268435456');
  });

  it("tells an operator, and nobody else", async () => {
    expect((await metrics(organisation.keys.OPERATOR)).status).toBe(200);
    expect((await metrics()).status).toBe(401);
    const refused = await metrics(organisation.keys.ADMIN);
    expect(refused.status).toBe(403);
    expect(await refused.json()).toEqual({
      code: "FORBIDDEN",
      message: "The key's role must be MONITOR or OPERATOR to read metrics, but is ADMIN.",
    });
  });

  it("is all that a monitor may read", async () => {
    const { errors } = await test.query(organisation.keys.MONITOR, "{ __typename viewer { organisation { name } } }");
    expect(errors).toBeUndefined();
    const refused = await test.query(
      organisation.keys.MONITOR,
      "{ nodes(ids: []) { ... on AssetSnapshot { people } } }",
    );
    expect(refused.errors).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
  });

  it("is no right that an administrator can give away", async () => {
    const create =
      'mutation($role: Role!) { createAccessKey(input: { name: "watch", role: $role, allowedOrigins: [] }) { secret userErrors { message } } }';
    const byAdmin = await test.query(organisation.keys.ADMIN, create, { role: "MONITOR" });
    expect(byAdmin.data.createAccessKey).toEqual({
      secret: null,
      userErrors: [{ message: "role must not exceed the caller's own (ADMIN), but got MONITOR." }],
    });
    const byOperator = await test.query(organisation.keys.OPERATOR, create, { role: "MONITOR" });
    expect((await metrics(byOperator.data.createAccessKey.secret)).status).toBe(200);
  });
});
