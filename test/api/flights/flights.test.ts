import type { Role } from "../../../src/platform/permission";
import { operationOf } from "../../support/operation";
import {
  type CampaignSetup,
  type CreatedCampaign,
  campaignInput,
  createCampaign,
  documentOf,
  openCampaignSetup,
  placement,
} from "../campaigns/campaign-setup";

const DOCUMENT = documentOf(__dirname, "flights");
const IMPORT = documentOf(`${__dirname}/../campaigns`, "import-delivery");
/** 10:30 in Shanghai: hours until 7:00 may be complete. */
const NOW = "2025-10-21T02:30:00.000Z";
const MIDNIGHT = Date.parse("2025-10-20T16:00:00Z");
const HOUR = 3_600_000;

let setup: CampaignSetup;
let campaign: CreatedCampaign;
let flight: string;
beforeAll(async () => {
  setup = await openCampaignSetup(NOW);
  const placements = [placement({ externalIds: ["a-1"] }), placement({ name: "Feed", externalIds: ["b-1"] })];
  campaign = await createCampaign(setup, setup.own, campaignInput(setup.brands.haoyu, { placements }));
  flight = (await ask("Plan", { input: planInput() })).flight.id;
  await report([0, 1, 2, 4, 5, 6, 7]);
});
afterAll(() => setup.test.close());

const cny = (amount: string) => ({ amount, currencyCode: "CNY" });
/** 48 hours at 10 yuan and 1,000 impressions. */
const plan = (change: object = {}): object => ({
  startsOn: "2025-10-21",
  endsOn: "2025-10-22",
  format: "SPLASH",
  plannedCost: cny("480.00"),
  plannedImpressions: "48000",
  ...change,
});
const planInput = (change: object = {}): object => ({ ...plan(change), placementId: campaign.placements[0]!.id });
// biome-ignore lint/suspicious/noExplicitAny: the document decides the shape
type Shape = any;
const ask = async (
  name: string,
  variables: object,
  role: Role = "AD_OPS",
  organisation = setup.own,
): Promise<Shape> => {
  const { data, errors } = await setup.test.query(organisation.keys[role], operationOf(DOCUMENT, name), variables);
  return errors ? { errors } : Object.values(data)[0];
};
/** Hours of the first day as media report them: 10 yuan, 1,000 impressions, 20 clicks. */
async function report(hours: readonly number[], cost = "10.00"): Promise<void> {
  const rows = hours.map((hour) => ({
    ...{ externalId: "a-1", platform: "DOUYIN", impressions: "1000", clicks: "20", cost: cny(cost) },
    period: {
      from: new Date(MIDNIGHT + hour * HOUR).toISOString(),
      to: new Date(MIDNIGHT + (hour + 1) * HOUR).toISOString(),
    },
  }));
  const input = { campaignId: campaign.id, source: "report", rows };
  const { data } = await setup.test.query(setup.own.keys.AD_OPS, IMPORT, { input });
  expect(data.importPlacementDelivery.rejected).toBe(0);
}
const read = (asOf?: string) => {
  const window = { from: new Date(MIDNIGHT).toISOString(), to: new Date(MIDNIGHT + 24 * HOUR).toISOString() };
  return ask("Pacing", { id: flight, asOf, ...window });
};
const problemsOf = ({ userErrors }: { readonly userErrors: readonly { code: string; field: string[] }[] }) =>
  userErrors.map(({ code, field }) => [code, field.join(".")]);

describe("pacing of a flight (G34)", () => {
  it("counts complete hours only, a left-out one as nothing, and says why it is behind", async () => {
    const { pacing } = await read();
    // Until 7:00 planned 7 x 10, delivered 6 x 10. The rest of 410 at 6/7, +- 1.959964 x 410 x (10/70): the residuals of the
    // seven hours are six times 10/7 and once -60/7, their squares sum to 600/7, times 7/6 is 100.
    expect(pacing).toEqual({
      completeUntil: "2025-10-20T23:00:00.000Z",
      unreportedHours: 0,
      dataState: "PROVISIONAL",
      cost: {
        state: "UNDER",
        reason: "SILENT",
        ratio: expect.closeTo(6 / 7, 12),
        silentHours: 1,
        planned: { amount: "70.00" },
        delivered: { amount: "60.00" },
        projected: { value: { amount: "411.43" }, low: { amount: "296.63" }, high: { amount: "526.23" } },
      },
      impressions: {
        state: "UNDER",
        reason: "SILENT",
        planned: "7000",
        delivered: "6000",
        projected: { value: "41143" },
      },
    });
  });

  it("draws the plan to its end and the delivery to the last complete hour", async () => {
    const { curve, hourly, hourlyDelivery } = await read();
    expect(curve).toEqual([
      {
        to: "2025-10-21T16:00:00.000Z",
        plannedCost: { amount: "240.00" },
        cost: null,
        plannedImpressions: "24000",
        impressions: null,
      },
      {
        to: "2025-10-22T16:00:00.000Z",
        plannedCost: { amount: "480.00" },
        cost: null,
        plannedImpressions: "48000",
        impressions: null,
      },
    ]);
    expect(hourly).toHaveLength(11);
    expect(hourly[6]).toEqual({
      to: "2025-10-20T23:00:00.000Z",
      plannedCost: { amount: "70.00" },
      cost: { amount: "60.00" },
    });
    expect(hourly[7]).toMatchObject({ plannedCost: { amount: "80.00" }, cost: null });
    expect(hourlyDelivery).toHaveLength(6);
    expect(hourlyDelivery[3]).toEqual({
      from: "2025-10-20T20:00:00.000Z",
      impressions: "1000",
      clicks: "20",
      cost: { amount: "10.00" },
    });
  });

  it("lists a campaign's days with what runs on each", async () => {
    const variables = { campaign: campaign.id, from: "2025-10-20", to: "2025-10-22" };
    const { flights, flightCalendar } = await ask("Calendar", variables);
    const line = {
      flight: { id: flight, format: "SPLASH" },
      plannedImpressions: "24000",
      plannedCost: { amount: "240.00" },
    };
    expect(flights).toEqual([{ id: flight }]);
    expect(flightCalendar).toEqual([
      { day: "2025-10-20", lines: [] },
      { day: "2025-10-21", lines: [{ ...line, impressions: "6000", cost: { amount: "60.00" } }] },
      { day: "2025-10-22", lines: [{ ...line, impressions: null, cost: null }] },
    ]);
  });

  it("names hours that media owe, takes what comes later in, and keeps what was known before", async () => {
    setup.time.now = new Date("2025-10-21T10:30:00Z");
    await report([3], "30.00");
    const { pacing } = await read();
    // Until 8:00 planned 80 and delivered 7 x 10 + 30; of the hours until 15:00 seven are owed.
    expect(pacing).toMatchObject({
      completeUntil: "2025-10-21T00:00:00.000Z",
      unreportedHours: 7,
      cost: { state: "OVER", reason: "FAST", ratio: 1.25, silentHours: 0, delivered: { amount: "100.00" } },
    });
    const before = await read(NOW);
    expect(before.pacing).toMatchObject({
      completeUntil: "2025-10-20T23:00:00.000Z",
      dataState: "OUTDATED",
      cost: { delivered: { amount: "60.00" } },
    });
  });
});

describe("planFlight, changeFlight and cancelFlight", () => {
  it("spreads a plan by days and hours", async () => {
    const hourWeights = Array.from({ length: 24 }, (_, hour) => (hour < 12 ? 0 : 2000));
    const days = { startsOn: "2025-10-25", endsOn: "2025-10-27", shape: "FRONT_LOADED", hourWeights };
    const { flight: made } = await ask("Plan", { input: planInput({ ...days, plannedImpressions: null }) });
    const { flightCalendar } = await ask("Calendar", { campaign: campaign.id, from: "2025-10-25", to: "2025-10-27" });
    // 1.5, 1 and 0.5 of an average day.
    expect(flightCalendar.map(({ lines }: { lines: object[] }) => lines[0])).toMatchObject([
      { plannedCost: { amount: "240.00" }, plannedImpressions: null },
      { plannedCost: { amount: "160.00" } },
      { plannedCost: { amount: "80.00" } },
    ]);
    const changed = await ask("Change", { id: made.id, input: plan({ ...days, endsOn: "2025-10-28" }), version: 1 });
    expect(changed).toEqual({
      flight: { id: made.id, startsOn: "2025-10-25", endsOn: "2025-10-28", version: 2 },
      userErrors: [],
    });
    expect(problemsOf(await ask("Change", { id: made.id, input: plan(days), version: 1 }))).toEqual([
      ["VERSION_CONFLICT", "expectedVersion"],
    ]);
    expect((await ask("Cancel", { id: made.id, version: 2 })).flight.version).toBe(3);
    expect(problemsOf(await ask("Cancel", { id: made.id, version: 3 }))).toEqual([["WRONG_STATE", "id"]]);
  });

  it("plans a placement once a day, also from two clients at once", async () => {
    expect(problemsOf(await ask("Plan", { input: planInput({ startsOn: "2025-10-22" }) }))).toEqual([
      ["OVERLAPPING_FLIGHT", "input.startsOn"],
    ]);
    const input = planInput({ startsOn: "2025-11-01", endsOn: "2025-11-02" });
    const answers = await Promise.all([ask("Plan", { input }), ask("Plan", { input })]);
    expect(answers.flatMap(problemsOf)).toEqual([["OVERLAPPING_FLIGHT", "input.startsOn"]]);
    const keyed = { input: planInput({ startsOn: "2025-11-05", endsOn: "2025-11-06" }), key: "one flight" };
    const [first, second] = [await ask("Plan", keyed), await ask("Plan", keyed)];
    expect(second.flight.id).toBe(first.flight.id);
  });

  it.each([
    ["days that run backwards", { startsOn: "2025-11-11", endsOn: "2025-11-10" }, ["INVALID_INPUT", "input.endsOn"]],
    ["no plan", { plannedCost: null, plannedImpressions: null }, ["INVALID_INPUT", "input.plannedImpressions"]],
    ["another currency", { plannedCost: { amount: "1", currencyCode: "USD" } }, ["INVALID_INPUT", "input.plannedCost"]],
    ["23 hours", { hourWeights: new Array(23).fill(1) }, ["INVALID_INPUT", "input.hourWeights"]],
  ])("refuses %s", async (_, change, problem) => {
    const days = { startsOn: "2025-11-10", endsOn: "2025-11-10" };
    expect(problemsOf(await ask("Plan", { input: planInput({ ...days, ...change }) }))).toEqual([problem]);
  });

  it("does not exist for another organisation, and needs the role", async () => {
    expect(problemsOf(await ask("Cancel", { id: flight, version: 1 }, "AD_OPS", setup.rival))).toEqual([
      ["NOT_FOUND", "id"],
    ]);
    const { errors } = await ask("Cancel", { id: flight, version: 1 }, "BI");
    expect(errors[0].extensions.code).toBe("FORBIDDEN");
  });
});
