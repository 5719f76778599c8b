import { createHash } from "node:crypto";
import { createTestApp, type TestApp } from "../../support/test-app";
import { insertTouchpoints, type TouchpointRow } from "../../support/touchpoint-rows";
import { addTenant, ask, documentOf, type Tenant } from "./journey-setup";
import { PLATFORMS, RANDOM_WINDOW, randomRows } from "./random-rows";

const time = { now: new Date("2025-03-20T00:00:00Z") };
let test: TestApp;
beforeAll(async () => {
  test = await createTestApp(time);
});
afterAll(() => test.close());

const EXPOSURE = ["IMPRESSION", "CONTENT_VIEW", "CLICK", "LIVE_VIEW"];

/** The same figures over sets of people, platform by platform; `order` decides what is incremental. */
function reference(rows: readonly TouchpointRow[], order: readonly string[]) {
  const on = (platform: string): Set<string> =>
    new Set(rows.filter((row) => row.platform === platform).map(({ person }) => person));
  const intersection = (codes: readonly string[]): number =>
    [...on(codes[0]!)].filter((person) => codes.every((code) => on(code).has(person))).length;
  const seen = new Set<string>();
  const platforms = order.map((platform) => {
    const people = on(platform);
    const others = new Set(order.filter((one) => one !== platform).flatMap((one) => [...on(one)]));
    const added = [...people].filter((person) => !seen.has(person));
    for (const person of people) seen.add(person);
    const touches = rows.filter((row) => row.platform === platform).length;
    return {
      platform,
      touches: String(touches),
      people: String(people.size),
      uniquePeople: String([...people].filter((person) => !others.has(person)).length),
      incrementalPeople: String(added.length),
      frequency: people.size === 0 ? null : touches / people.size,
    };
  });
  const overlaps = order.flatMap((one, index) =>
    order.slice(index + 1).map((other) => ({ platforms: [one, other], people: String(intersection([one, other])) })),
  );
  return { platforms, overlaps, total: String(seen.size), overlapOfAll: String(intersection(order)) };
}

describe("over random touchpoints", () => {
  let tenant: Tenant;
  let seen: readonly TouchpointRow[];
  beforeAll(async () => {
    tenant = await addTenant(test, "random");
    const rows = randomRows(7, tenant);
    await insertTouchpoints(test, rows);
    await insertTouchpoints(test, rows); // a row that was written twice is one
    seen = rows.filter(
      ({ brandId, sourceId, at }) =>
        brandId === tenant.brandId &&
        sourceId !== 9999 &&
        Date.parse(at) >= Date.parse(RANDOM_WINDOW.from) &&
        Date.parse(at) < Date.parse(RANDOM_WINDOW.to),
    );
  });
  const reachOf = async (variables: object) =>
    (await ask(test, tenant, "reach", { ...RANDOM_WINDOW, platforms: PLATFORMS, ...variables })).brand;

  it.each([
    [["WEIBO", "JD"], undefined, EXPOSURE],
    [
      ["JD", "WEIBO", "DOUYIN"],
      ["VISIT", "PRODUCT_VIEW"],
      ["VISIT", "PRODUCT_VIEW"],
    ],
    [PLATFORMS, ["REVIEW"], ["REVIEW"]],
    [["WEIBO", "TOUTIAO"], undefined, EXPOSURE], // nobody is on Toutiao
  ])("%j with actions %j are crossed like sets", async (order, actions, counted) => {
    const { reachByPlatform, reach } = await reachOf({ order, platforms: order, actions });
    const expected = reference(
      seen.filter(({ action }) => counted.includes(action)),
      order,
    );
    expect(reachByPlatform).toEqual({ isAdditive: false, order: "AS_GIVEN", ...expected });
    expect(reach).toMatchObject({ people: expected.total, platforms: order });
    const { platforms, total } = reachByPlatform;
    const added = platforms.map((line: { incrementalPeople: string }) => Number(line.incrementalPeople));
    expect(added.reduce((sum: number, people: number) => sum + people, 0)).toBe(Number(total));
  });

  it("takes all platforms, largest first, when none are named", async () => {
    const { reachByPlatform } = await reachOf({ actions: ["REVIEW"] });
    const reviews = seen.filter(({ action }) => action === "REVIEW");
    const size = (platform: string): number => Number(reference(reviews, [platform]).total);
    const order = [...PLATFORMS].sort((a, b) => size(b) - size(a) || (a < b ? -1 : 1));
    expect(reachByPlatform).toEqual({ isAdditive: false, order: "LARGEST_FIRST", ...reference(reviews, order) });
  });

  it("counts a site alone", async () => {
    const { reach, reachByPlatform } = await reachOf({ site: "OFF_SITE" });
    expect(reach.people).toBe("0");
    expect(reachByPlatform).toMatchObject({ platforms: [], overlaps: [], total: "0", overlapOfAll: null });
  });

  it.each([
    [{ platforms: [] }, "platforms must name 1 to 12 platforms, but got 0."],
    [{ platforms: ["MYSPACE"] }, 'platforms must be codes of platforms, e.g. DOUYIN, but got "MYSPACE".'],
    [{ actions: [] }, "actions must name at least one action; leave it out for exposures."],
  ])("refuses %j", async (variables, message) => {
    const { BI } = tenant.organisation.keys;
    const asked = { brand: tenant.brand, ...RANDOM_WINDOW, platforms: ["JD"], ...variables };
    const { errors } = await test.query(BI, documentOf("reach"), asked);
    expect(errors?.[0]).toMatchObject({ message, extensions: { code: "BAD_USER_INPUT" } });
  });
});

describe("exportReach", () => {
  let tenant: Tenant;
  beforeAll(async () => {
    tenant = await addTenant(test, "exporter");
    const row = (person: string, platform: string): TouchpointRow => ({
      person,
      platform,
      action: "IMPRESSION",
      at: "2025-03-02T00:00:00Z",
      brandId: tenant.brandId,
      sourceId: tenant.sourceIds[0],
    });
    await insertTouchpoints(test, [row("p1", "DOUYIN"), row("p1", "DOUYIN"), row("p1", "WEIBO"), row("p2", "WEIBO")]);
  });
  const input = (change: object = {}): object => ({
    brandId: tenant.brand,
    ...RANDOM_WINDOW,
    platforms: ["DOUYIN", "WEIBO"],
    totals: "DEDUPLICATED",
    ...change,
  });
  const send = async (variables: object, key = tenant.organisation.keys.BI) =>
    (await test.query(key, documentOf("export-reach"), variables)).data.exportReach;
  const fetchFile = (url: string, key?: string): Promise<Response> =>
    fetch(`${test.url}${url}`, { headers: key ? { authorization: `Bearer ${key}` } : {} });

  it("refuses a total that adds reaches up, and says what to take", async () => {
    expect(await send({ input: input({ totals: "SUM" }), key: "sum" })).toEqual({
      export: null,
      userErrors: [
        {
          code: "NON_ADDITIVE",
          field: ["input", "totals"],
          message:
            "totals must be DEDUPLICATED, but got SUM: a person on two platforms would count twice. Take the deduplicated total, or incrementalPeople, which adds up to it.",
        },
      ],
    });
  });

  it("names the input that cannot be exported", async () => {
    expect((await send({ input: input({ platforms: ["MYSPACE"] }), key: "bad 1" })).userErrors).toMatchObject([
      { code: "INVALID_INPUT", field: ["input", "platforms"] },
    ]);
    expect((await send({ input: input({ brandId: "x" }), key: "bad 2" })).userErrors).toMatchObject([
      { code: "INVALID_ID", field: ["input", "brandId"] },
    ]);
    const stranger = await addTenant(test, "stranger");
    const foreign = await send({ input: input(), key: "bad 3" }, stranger.organisation.keys.BI);
    expect(foreign.userErrors).toMatchObject([{ code: "NOT_FOUND", field: ["input", "brandId"] }]);
  });

  it("writes one file a key, for its organisation's readers of assets, for seven days", async () => {
    const { export: file, userErrors } = await send({ input: input(), key: "once" });
    expect(userErrors).toEqual([]);
    expect(file).toMatchObject({ rows: 3, asOf: "2025-03-20T00:00:00.000Z", expiresAt: "2025-03-27T00:00:00.000Z" });
    expect((await send({ input: input(), key: "once" })).export).toEqual(file);

    const { BI, INTEGRATION } = tenant.organisation.keys;
    const response = await fetchFile(file.url, BI);
    expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    const text = await response.text();
    expect(text).toBe(
      "platform,people,unique_people,incremental_people,touches,frequency\r\n" +
        "DOUYIN,1,0,1,2,2\r\nWEIBO,2,1,1,2,1\r\nTOTAL_DEDUPLICATED,2,,,,\r\n",
    );
    expect(createHash("sha256").update(text).digest("hex")).toBe(file.sha256);
    const node = await test.query(BI, "query($id: ID!) { node(id: $id) { ... on ReachExport { url } } }", file);
    expect(node.data.node).toEqual({ url: file.url });

    const other = await addTenant(test, "other");
    const statuses = [
      await fetchFile(file.url),
      await fetchFile(file.url, INTEGRATION),
      await fetchFile(file.url, other.organisation.keys.ADMIN),
      await fetchFile("/v1/exports/7", BI),
      await fetchFile(`/v1/exports/${tenant.brand}`, BI),
    ].map(({ status }) => status);
    expect(statuses).toEqual([401, 403, 404, 404, 404]);

    time.now = new Date("2025-03-27T00:00:00Z");
    expect((await fetchFile(file.url, BI)).status).toBe(404);
    expect((await send({ input: input(), key: "once" })).userErrors).toMatchObject([
      { code: "NOT_FOUND", field: null },
    ]);
    expect((await send({ input: input(), key: "again" })).userErrors).toEqual([]);
    const rows = await test.app.database.withSystem((manager) =>
      manager.query("SELECT id FROM export_file WHERE organisation_id = $1", [tenant.organisation.id]),
    );
    expect(rows).toHaveLength(1); // the expired one is gone
    time.now = new Date("2025-03-20T00:00:00Z");
  });
});
