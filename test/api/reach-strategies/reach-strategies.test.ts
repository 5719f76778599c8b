import { readFileSync } from "node:fs";
import { join } from "node:path";
import { numberOf } from "../../support/catalogue";
import { insertTouchpoints } from "../../support/touchpoint-rows";
import {
  type ActivationCloud,
  addPeople,
  build,
  createActivationCloud,
  idOf,
  inKeyOrder,
  type RegisteredConnector,
  register,
  restOf,
} from "../activation/activation-setup";
import { Receiver } from "../activation/receiver";
import { takeSnapshot } from "../assets/take-snapshot";

const document = (name: string): string => readFileSync(join(__dirname, `${name}.graphql`), "utf8");

let cloud: ActivationCloud;
let receiver: Receiver;
let account: RegisteredConnector;
/** 00:00 of today in Shanghai: people were met before it. */
const TODAY = new Date(
  Math.floor((Date.now() + 8 * 3_600_000) / 86_400_000) * 86_400_000 - 8 * 3_600_000,
).toISOString();
const dayBefore = new Date(Date.parse(TODAY) - 86_400_000).toISOString();

/** p1 to p20 favoured the brand, p1 to p5 of them bought it; p21 was met on site, without an intent. */
beforeAll(async () => {
  cloud = await createActivationCloud();
  receiver = await Receiver.open();
  await addPeople(cloud, 1, 20);
  const of = { brandId: numberOf(cloud.brand), sourceId: cloud.source, at: dayBefore };
  await insertTouchpoints(cloud.test, [
    ...[1, 2, 3, 4, 5].map((person) => ({ ...of, person: `p${person}`, action: "ORDER", orderId: `o${person}` })),
    { ...of, person: "p21", action: "IMPRESSION" },
  ]);
  account = await register(cloud, { kind: "WEBHOOK", name: "Ad account", address: receiver.url, minimumPeople: 1 });
});
afterAll(async () => {
  await receiver.close();
  await cloud.test.close();
});

async function send(name: string, variables: object) {
  const { data, errors } = await cloud.test.query(cloud.acme.keys.AD_OPS, document(name), {
    brand: cloud.brand,
    ...variables,
  });
  expect(errors).toBeUndefined();
  // biome-ignore lint/suspicious/noExplicitAny: the document decides the shape
  return Object.values(data)[0] as any;
}
const read = async (version?: number) => (await send("reach-strategies", { version })).reachStrategies;
const set = (input: object, version: number) =>
  send("set-reach-strategies", { input: { brandId: cloud.brand, ...input }, version });
const prepare = (version: number, dryRun = false) => send("prepare-reach-strategy-packs", { version, dryRun });
const push = (version: number, dryRun: boolean, key?: string) =>
  send("push-reach-strategies", { connector: account.id, version, dryRun, key });

const RETAIN = {
  ...{ code: "RETAIN", name: "Keep who buys", objective: "PERFORMANCE_AD", channels: ["JD"], bidMultiplier: "1.2" },
  frequencyCap: { touches: 3, days: 7 },
};
const WIN = { code: "WIN", name: "Win who looks", objective: "SEARCH_AD" };
const NOBODY = { intents: ["PLATFORM"], reason: "They do not know the brand yet." };
const MATRIX = {
  strategies: [RETAIN, WIN],
  cells: [
    { intents: ["BRAND"], loyalties: ["LOYAL"], strategyCode: "RETAIN" },
    { intents: ["BRAND"], loyalties: ["POTENTIAL", "SWING"], strategyCode: "WIN" },
    NOBODY,
  ],
  instruments: [{ group: "PENETRATION", instruments: ["BRAND_AD"] }],
};
const pair = (stage: string, intent: string, loyalty: string, people: string) => ({ stage, intent, loyalty, people });

describe("the shipped matrix", () => {
  it("names the instruments of each group with the reason, and decides on nobody", async () => {
    const shipped = await read();
    expect(shipped).toMatchObject({ version: 0, changedAt: null, strategies: [], cells: [], coverage: null });
    expect(shipped.instruments).toMatchObject([
      { group: "BASE", instruments: ["PERFORMANCE_AD"], isShipped: true },
      { group: "POTENTIAL", instruments: ["SEARCH", "RECOMMEND"], isShipped: true },
      { group: "INDUSTRY", instruments: ["SMART_COUPON"], isShipped: true },
      { group: "PENETRATION", instruments: [], isShipped: true },
    ]);
    expect(shipped.instruments[2].explanation).toContain("行业用户用智能优惠券引流");
    await takeSnapshot(cloud.test, cloud.acme.keys.ADMIN, { brandId: cloud.brand, asOf: TODAY });
    const { coverage } = await read(0);
    expect(coverage).toMatchObject({
      ...{ asOf: TODAY, suppressedBelow: 1, ruleSet: { code: "DEFAULT", version: 1 }, isComplete: false },
      uncovered: [
        pair("AWARE", "PLATFORM", "POTENTIAL", "1"),
        pair("APPEAL", "BRAND", "POTENTIAL", "15"),
        pair("ACT", "BRAND", "LOYAL", "5"),
      ],
    });
    expect(coverage.pairs).toHaveLength(36);
  });
});

describe("a matrix", () => {
  it("is refused where it names what is not there, or says two things of a pair", async () => {
    const bad = {
      strategies: [RETAIN, { ...WIN, code: "RETAIN" }, { ...WIN, code: "win", name: " ", channels: ["NOWHERE"] }],
      cells: [{ intents: ["BRAND"], strategyCode: "LOSE" }, { stages: ["ACT"] }],
      instruments: [{ group: "BASE", instruments: ["SEARCH", "SEARCH"] }],
    };
    const { reachStrategies, userErrors } = await set(bad, 0);
    expect(reachStrategies).toBeNull();
    expect(userErrors.map(({ field }: { field: string[] }) => field.join("."))).toEqual([
      "input.strategies.1.code",
      "input.strategies.2.code",
      "input.strategies.2.name",
      "input.strategies.2.channels.0",
      "input.cells.0.strategyCode",
      "input.cells.1",
      "input.instruments",
    ]);
    expect(userErrors[5].message).toContain("ACT BRAND LOYAL is in elements before this one too");
  });

  it("is a new version, which covers every pair by a strategy or by none on purpose", async () => {
    const half = { ...MATRIX, cells: MATRIX.cells.slice(0, 1) };
    expect(await set(half, 0)).toMatchObject({
      userErrors: [],
      reachStrategies: {
        version: 1,
        coverage: {
          isComplete: false,
          uncovered: [pair("AWARE", "PLATFORM", "POTENTIAL", "1"), pair("APPEAL", "BRAND", "POTENTIAL", "15")],
        },
      },
    });
    expect((await set(MATRIX, 0)).userErrors).toMatchObject([{ code: "VERSION_CONFLICT", field: ["expectedVersion"] }]);
    expect((await set(MATRIX, 1)).reachStrategies).toMatchObject({ version: 2, coverage: { isComplete: true } });
    const { coverage, ...matrix } = await read();
    expect(matrix).toMatchObject({
      strategies: [RETAIN, { ...WIN, channels: [], bidMultiplier: "1", frequencyCap: null }],
      instruments: [{}, {}, {}, { group: "PENETRATION", instruments: ["BRAND_AD"], isShipped: false }],
    });
    const of = (stage: string, intent: string, loyalty: string) =>
      coverage.pairs.find(
        (one: Record<string, string>) =>
          one["stage"] === stage && one["intent"] === intent && one["loyalty"] === loyalty,
      );
    expect(of("APPEAL", "BRAND", "POTENTIAL")).toMatchObject({
      ...{ people: "15", state: "REACHED", strategyCode: "WIN", group: "POTENTIAL" },
      instruments: ["SEARCH", "RECOMMEND"],
    });
    expect(of("AWARE", "PLATFORM", "POTENTIAL")).toMatchObject({
      ...{ people: "1", state: "NONE", strategyCode: null, reason: NOBODY.reason, instruments: ["BRAND_AD"] },
    });
    expect(of("ACT", "CATEGORY", "SWING")).toMatchObject({ people: "0", state: "UNCOVERED", group: "INDUSTRY" });
    expect(await read(1)).toMatchObject({ version: 1, cells: [{ strategyCode: "RETAIN" }] });
    expect(await read(9)).toBeNull();
  });
});

describe("the packs of a matrix", () => {
  let packs: readonly { readonly audiencePack: { readonly id: string } }[];

  it("are shown before they are made, made once, and found to be there", async () => {
    const made = { version: 2, retired: [], userErrors: [] };
    expect(await prepare(2, true)).toMatchObject({
      ...made,
      packs: [
        { strategyCode: "RETAIN", change: "CREATED", audiencePack: null },
        { strategyCode: "WIN", change: "CREATED", audiencePack: null },
      ],
    });
    expect((await push(2, true)).userErrors).toMatchObject([
      { code: "NOT_PREPARED", field: ["brandId"] },
      { code: "NOT_PREPARED", field: ["brandId"] },
    ]);
    const first = await prepare(2);
    packs = first.packs;
    expect(first).toMatchObject({
      ...made,
      packs: [
        { change: "CREATED", audiencePack: { name: "Reach · RETAIN", state: "DRAFT" } },
        { change: "CREATED", audiencePack: { name: "Reach · WIN", state: "DRAFT" } },
      ],
    });
    expect(await prepare(2)).toMatchObject({
      ...made,
      packs: packs.map(({ audiencePack }) => ({ change: "UNCHANGED", audiencePack: { id: audiencePack.id } })),
    });
    expect((await prepare(1)).userErrors).toMatchObject([{ code: "VERSION_CONFLICT" }]);
  });

  it("go to an ad account by what changed there, and again by nothing", async () => {
    expect((await push(2, true)).userErrors).toMatchObject([{ code: "PACK_NOT_BUILT", field: ["brandId"] }]);
    for (const { audiencePack } of packs) await build(cloud, audiencePack.id);
    const change = (name: string, people: string, entered: string, left = "0") => ({
      audiencePack: { name: `Reach · ${name}` },
      dryRun: { meetsMinimum: true, plan: { people, entered, left, ids: String(Number(entered) + Number(left)) } },
    });
    expect(await push(2, true)).toEqual({
      ...{ pushes: [], userErrors: [] },
      dryRuns: [change("RETAIN", "5", "5"), change("WIN", "15", "15")],
    });
    expect(receiver.calls).toEqual([]);
    const begun = await push(2, false, "autumn");
    expect(begun).toMatchObject({ userErrors: [], dryRuns: [], pushes: [{ mode: "DELTA" }, { mode: "DELTA" }] });
    expect((await push(2, false, "autumn")).pushes).toEqual(begun.pushes);
    for (const { id } of begun.pushes) expect(await restOf(cloud, id)).toMatchObject({ run: { status: "SUCCEEDED" } });
    const sent = [...receiver.ids("ADD")].sort();
    expect(sent).toEqual([...inKeyOrder(Array.from({ length: 20 }, (_, index) => idOf(index + 1)))].sort());
    expect((await push(2, true)).dryRuns).toEqual([change("RETAIN", "5", "0"), change("WIN", "15", "0")]);

    const wider = { strategies: [RETAIN], cells: [{ intents: ["BRAND"], strategyCode: "RETAIN" }, NOBODY] };
    expect((await set(wider, 2)).reachStrategies).toMatchObject({ version: 3, coverage: { isComplete: true } });
    expect((await push(2, false, "autumn")).pushes).toMatchObject(begun.pushes);
    expect((await push(2, false, "winter")).userErrors).toMatchObject([{ code: "VERSION_CONFLICT" }]);
    const [retain, win] = packs.map(({ audiencePack }) => audiencePack.id);
    expect(await prepare(3)).toMatchObject({
      packs: [{ strategyCode: "RETAIN", change: "RULES_REPLACED", audiencePack: { id: retain, state: "DRAFT" } }],
      retired: [{ strategyCode: "WIN", audiencePack: { id: win } }],
    });
    await build(cloud, retain!);
    expect((await push(3, true)).dryRuns).toEqual([change("RETAIN", "20", "15")]);
  });
});
