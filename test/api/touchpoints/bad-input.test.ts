import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commandContext } from "../../../src/cli/open-app";
import { type IntegrationRun, readMapping } from "../../../src/features/touchpoints";
import { createLogger } from "../../../src/platform/logger";
import { addCatalogue, addSource, numberOf } from "../../support/catalogue";
import { createTestApp, type TestApp, type TestOrganisation } from "../../support/test-app";
import { documentOf } from "../people/people-setup";
import { readRun, runId } from "./run-setup";
import { openStream } from "./support/open-stream";

const document = (name: string): string => readFileSync(join(__dirname, `${name}.graphql`), "utf8");
const NOW = new Date("2025-12-01T00:00:00Z");
const CURRENCIES = { haoyu: "CNY", lumi: "USD" };

let test: TestApp;
let shop: TestOrganisation;
let brands: Readonly<Record<string, string>>;
let code: string;
let source: string;
let folder: string;

beforeAll(async () => {
  test = await createTestApp({ now: NOW });
  folder = await mkdtemp(join(tmpdir(), "valuegraph-bad-input-"));
  shop = await test.addOrganisation("shop");
  await addCatalogue(test, shop.keys.OPERATOR, { watch: [] });
  brands = Object.fromEntries(
    await test.app.database.withSystem((manager) =>
      Promise.all(
        Object.entries(CURRENCIES).map(async ([name, currencyCode]) => {
          const brand = await test.app.brands.createBrand(manager, { code: name, name, currencyCode, categoryIds: [] });
          await test.app.brands.grant(manager, shop.id, brand.id);
          return [name, Buffer.from(`Brand:${brand.id}`).toString("base64url")];
        }),
      ),
    ),
  );
});
afterAll(async () => {
  await test.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  code = `till-${Math.floor(Math.random() * 1e9)}`;
  source = await addSource(test, shop.keys.OPERATOR, code);
});

interface Row {
  readonly eventId: string;
  readonly occurredAt: string;
  readonly action: string;
  readonly brandCode: string;
  readonly orderId: string | null;
  readonly quantity: number;
  readonly value: { readonly amount: string; readonly currencyCode: string };
  readonly identities: readonly { readonly namespace: string; readonly value: string }[];
}

const customer = (name: string) => ({ namespace: "CUSTOMER_ID", value: name });
const cny = (amount: string) => ({ amount, currencyCode: "CNY" });
const row = (eventId: string, change: Partial<Row> = {}) => ({
  ...{ eventId, occurredAt: "2025-11-11T00:00:00+08:00", action: "ORDER", platform: "JD", site: "ON_SITE" },
  ...{ brandCode: "haoyu", orderId: `o-${eventId}`, quantity: 1, value: cny("399.00") },
  identities: [customer("c-1")],
  ...change,
});

interface Answered {
  readonly eventId: string;
  readonly outcome: string;
  readonly reason: string | null;
  readonly field: readonly string[];
  readonly message: string | null;
}

const send = async (rows: readonly object[]): Promise<readonly Answered[]> => {
  const answer = await test.query(shop.keys.INTEGRATION, document("bad-input"), { source, touchpoints: rows });
  expect(answer.data.ingestTouchpoints.userErrors).toEqual([]);
  return answer.data.ingestTouchpoints.rows;
};

const stream = async (rows: readonly object[]): Promise<readonly Answered[]> => {
  const open = openStream({ url: test.url, secret: shop.keys.INTEGRATION, query: `source=${code}` });
  open.request.end(rows.map((one) => JSON.stringify(one)).join("\n"));
  const [chunk] = (await open.rest()) as unknown as [{ readonly rows: readonly Answered[] }];
  return chunk.rows;
};

/** Imports the rows as a CSV file whose money is in yuan. */
const importFile = async (rows: readonly Row[]): Promise<IntegrationRun> => {
  const path = join(folder, `${code}.csv`);
  const lines = rows.map(({ eventId, occurredAt, action, brandCode, orderId, quantity, value }) =>
    [eventId, occurredAt, action, brandCode, orderId ?? "", quantity, value.amount, "c-1"].join(","),
  );
  await writeFile(path, `${["id,at,action,brand,order,quantity,amount,who", ...lines].join("\n")}\n`);
  const column = (name: string) => ({ column: name });
  const mapping = readMapping(
    JSON.stringify({
      source: { code, name: code, visibility: "CLOUD" },
      format: "CSV",
      fields: {
        ...{ action: column("action"), platform: { constant: "JD" }, site: { constant: "ON_SITE" } },
        ...{ brandCode: column("brand"), orderId: column("order"), quantity: column("quantity") },
      },
      time: { column: "at", format: "ISO" },
      identities: [{ namespace: "CUSTOMER_ID", column: "who" }],
      money: { column: "amount", unit: "MAJOR", currencyCode: "CNY" },
      eventId: column("id"),
    }),
    "mapping",
  );
  const context = commandContext(shop.id, createLogger("fatal"));
  return test.app.fileIngest.ingest(context, { name: code, mapping, paths: [path], onProgress: () => undefined });
};

/** Each bad row with the reason, field and message of its answer. */
const BAD: readonly (readonly [row: Row, reason: string, field: readonly string[], message: string])[] = [
  [
    row("ahead", { occurredAt: "2099-01-01T00:00:00Z" }),
    "FUTURE_TIME",
    ["occurredAt"],
    `occurredAt must be at most 10 minutes after now (2025-12-01T00:00:00.000Z), but got 2099-01-01T00:00:00Z, ${(Date.UTC(2099, 0) - NOW.getTime()) / 60_000} minutes ahead; correct the sender's clock or offset and send the row again.`,
  ],
  [
    row("negative", { quantity: -1 }),
    "NEGATIVE_QUANTITY",
    ["quantity"],
    "quantity must not be negative, but got -1; send what came back as a REFUND with a positive quantity.",
  ],
  [
    row("negative-refund", { action: "REFUND", quantity: -1 }),
    "NEGATIVE_QUANTITY",
    ["quantity"],
    "quantity must not be negative, but got -1; send what came back as a REFUND with a positive quantity.",
  ],
  [
    row("none", { quantity: 0 }),
    "ZERO_QUANTITY",
    ["quantity"],
    "quantity of an ORDER must be at least 1, but got 0; leave it out where it is not known.",
  ],
  [
    row("money-back", { value: cny("-399.00") }),
    "NEGATIVE_VALUE",
    ["value"],
    "value must not be negative, but got -399.00 CNY; send money that went back as a REFUND with a positive value.",
  ],
  [
    row("free", { value: cny("0.00") }),
    "NOT_PAID",
    ["value"],
    "value of an ORDER must be above 0, as an ORDER is paid, but got 0.00 CNY; leave it out where it is not known.",
  ],
  [
    row("abroad", { brandCode: "lumi" }),
    "WRONG_CURRENCY",
    ["value", "currencyCode"],
    "value must be in the brand's currency USD, but got 399.00 CNY; convert it before it is sent.",
  ],
  [
    row("refund-of-nothing", { action: "REFUND", orderId: null }),
    "REFUND_WITHOUT_ORDER",
    ["orderId"],
    "A refund must name its order in orderId, but got none.",
  ],
];

describe("a bad row is refused by name with what to do, and the good ones go in", () => {
  const rows = [row("good"), ...BAD.map(([bad]) => bad), row("also-good")];
  const answered = (answers: readonly Answered[]) =>
    answers.flatMap(({ outcome, reason, field, message }) =>
      outcome === "REJECTED" ? [[reason, field, message]] : [],
    );
  const expected = BAD.map(([, reason, field, message]) => [reason, field, message]);
  const storedEvents = async (): Promise<readonly string[]> => {
    const answer = await test.app.clickhouse.query({
      query: "SELECT event_id FROM touchpoint FINAL WHERE source_id = {id:UInt32} ORDER BY event_id DESC",
      query_params: { id: numberOf(source) },
      format: "JSONCompactEachRow",
    });
    return (await answer.json<[string]>()).map(([id]) => id);
  };

  it("by the mutation", async () => {
    expect(answered(await send(rows))).toEqual(expected);
    expect(await storedEvents()).toEqual(["good", "also-good"]);
  });

  it("by a stream", async () => {
    expect(answered(await stream(rows))).toEqual(expected);
    expect(await storedEvents()).toEqual(["good", "also-good"]);
  });

  it("by an import, whose run counts them by reason and gives them out by line", async () => {
    const run = await readRun(test, shop.keys.INTEGRATION, runId(await importFile(rows)));
    const reasons = BAD.map(([, reason]) => reason);
    expect(run).toMatchObject({ status: "SUCCEEDED", accepted: "2", rejected: String(BAD.length) });
    expect([...run.rejectedByReason].sort((a, b) => (a.reason < b.reason ? -1 : 1))).toEqual(
      [...new Set(reasons)].sort().map((reason) => ({
        reason,
        description: expect.stringMatching(/^[A-Z].{20,}\.$/),
        rows: String(reasons.filter((one) => one === reason).length),
      })),
    );
    const headers = { authorization: `Bearer ${shop.keys.INTEGRATION}` };
    const download = await (await fetch(`${test.url}${run.rejectsUrl}`, { headers })).text();
    const lines = download
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    // The header is line 1 and the first good row line 2; what is now differs between the API and a command.
    const sentence = (message: string) => message.replace(/now \(.*?\)|\d+ minutes ahead/g, "…");
    expect(lines.map((one) => [one.line, one.reason, one.field, sentence(one.message)])).toEqual(
      BAD.map(([, reason, field, message], index) => [index + 3, reason, field, sentence(message)]),
    );
    expect(await storedEvents()).toEqual(["good", "also-good"]);
  });
});

it("takes clocks that are ten minutes ahead, and none that are more", async () => {
  const at = (milliseconds: number) => new Date(NOW.getTime() + milliseconds).toISOString();
  const rows = [row("within", { occurredAt: at(600_000) }), row("beyond", { occurredAt: at(600_001) })];
  expect((await send(rows)).map(({ outcome, reason }) => [outcome, reason])).toEqual([
    ["ACCEPTED", null],
    ["REJECTED", "FUTURE_TIME"],
  ]);
});

it("sums a brand's money in its own currency only: what is in another is refused, also a refund", async () => {
  const usd = { amount: "10.00", currencyCode: "USD" };
  const rows = [
    row("yuan"),
    row("dollars", { value: usd }),
    row("back", { action: "REFUND", orderId: "o-yuan", value: usd }),
    row("lumi", { brandCode: "lumi", value: usd }),
  ];
  expect((await send(rows)).map(({ reason }) => reason)).toEqual([null, "WRONG_CURRENCY", "WRONG_CURRENCY", null]);
  const answer = await test.app.clickhouse.query({
    query: "SELECT brand_id, groupUniqArray(currency) FROM touchpoint WHERE value_minor IS NOT NULL GROUP BY brand_id",
    format: "JSONCompactEachRow",
  });
  const currencies = Object.entries(CURRENCIES).map(([name, currency]) => [numberOf(brands[name]!), [currency]]);
  expect((await answer.json<[number, string[]]>()).sort()).toEqual(currencies.sort());
});

describe("a refund whose order has not come", () => {
  const WINDOW = { from: "2025-06-01T00:00:00+08:00", to: "2025-07-01T00:00:00+08:00" };
  const JOURNEY = readFileSync(join(__dirname, "../journeys/brand-journey.graphql"), "utf8");
  const inJune = (eventId: string, change: Partial<Row>) =>
    row(eventId, { occurredAt: "2025-06-10T00:00:00Z", brandCode: "lumi", ...change });
  const dollars = (amount: string) => ({ amount, currencyCode: "USD" });
  const awaiting = async (): Promise<string> =>
    (await test.query(shop.keys.ADMIN, document("refunds-awaiting-order"), { brand: brands["lumi"] })).data.brand
      .refundsAwaitingOrder;
  const buyers = async (): Promise<string> => {
    const answer = await test.query(shop.keys.ADMIN, JOURNEY, { brand: brands["lumi"], ...WINDOW });
    return answer.data.brand.journey.hops.find(({ hop }: { hop: string }) => hop === "ORDER").people;
  };
  const taken = async (...rows: readonly object[]): Promise<void> =>
    expect((await send(rows)).map(({ outcome }) => outcome)).toEqual(rows.map(() => "ACCEPTED"));

  it("is kept and counted, makes no buyer, and takes back what it says when the order comes", async () => {
    const whole = { orderId: "late-1", identities: [customer("w")], value: dollars("30.00") };
    const part = { orderId: "late-2", identities: [customer("p")] };
    await taken(
      inJune("r1", { action: "REFUND", ...whole }),
      inJune("r2", { action: "REFUND", ...part, value: dollars("10.00") }),
    );
    expect([await awaiting(), await buyers()]).toEqual(["2", "0"]);
    await taken(inJune("o1", whole));
    expect([await awaiting(), await buyers()]).toEqual(["1", "0"]);
    await taken(inJune("o2", { ...part, value: dollars("30.00") }));
    expect([await awaiting(), await buyers()]).toEqual(["0", "1"]);
  });

  it("waits for ever where the order is another person's", async () => {
    const order = { orderId: "shared", value: dollars("30.00") };
    const before = Number(await buyers());
    await taken(
      inJune("o3", { ...order, identities: [customer("buyer")] }),
      inJune("r3", { action: "REFUND", ...order, identities: [customer("somebody-else")] }),
    );
    expect([await awaiting(), await buyers()]).toEqual(["1", String(before + 1)]);
  });

  it("is for who may inspect touchpoints", async () => {
    const answer = await test.query(shop.keys.BI, document("refunds-awaiting-order"), { brand: brands["lumi"] });
    expect(answer.errors?.[0]?.extensions).toMatchObject({ code: "FORBIDDEN" });
  });
});

describe("too many identities", () => {
  const settle = () => test.app.people.settle.settle(commandContext(shop.id, createLogger("fatal")));
  const chain = (name: string, length: number) =>
    Array.from({ length }, (_, place) =>
      row(`${name}-${place}`, { identities: [customer(`${name}-${place}`), customer(`${name}-${place + 1}`)] }),
    );

  it("of one row: more than 20 are a broken join", async () => {
    const identities = Array.from({ length: 21 }, (_, place) => customer(`j-${place}`));
    expect(await send([row("joined", { identities })])).toMatchObject([
      {
        reason: "INVALID_VALUE",
        field: ["identities"],
        message: "identities must be at most 20 identities, but got 21.",
      },
    ]);
  });

  it("of one person: the touchpoint is taken, the link that would make more than 1,000 is held and counted", async () => {
    await send(chain("left", 500));
    await send(chain("right", 500));
    await settle();
    const both = row("both", { identities: [customer("left-0"), customer("right-0")] });
    expect(await send([both])).toMatchObject([{ outcome: "ACCEPTED" }]);
    await settle();
    const { data } = await test.query(shop.keys.OPERATOR, documentOf("identity-graph"));
    expect(data.viewer.identityGraph.heldLinks).toContainEqual({ reason: "PERSON_TOO_LARGE", links: "1" });
  });
});
