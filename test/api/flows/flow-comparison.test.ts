import { numberOf } from "../../support/catalogue";
import { insertTouchpoints } from "../../support/touchpoint-rows";
import { campaignInput, createCampaign } from "../campaigns/campaign-setup";
import { openStream } from "../touchpoints/support/open-stream";
import { crowd, documentOf, type FlowSetup, openFlowSetup } from "./flow-setup";

const COMPARE = documentOf("flow-comparison");

let setup: FlowSetup;
const campaigns: Record<"super" | "eleven" | "long" | "coming" | "others", string> = {} as never;

beforeAll(async () => {
  setup = await openFlowSetup("2025-12-01T00:00:00+08:00");
  const create = async (code: string, from: string, to: string, brand = setup.brands.haoyu) => {
    const window = { from: `2025-${from}T00:00:00+08:00`, to: `2025-${to}T00:00:00+08:00` };
    return (await createCampaign(setup, setup.own, campaignInput(brand, { code, name: code, window }))).id;
  };
  campaigns.super = await create("super", "09-01", "09-11");
  campaigns.eleven = await create("eleven", "11-01", "11-11");
  campaigns.long = await create("long", "11-01", "11-21");
  campaigns.coming = await create("coming", "12-05", "12-12");
  campaigns.others = await create("others", "09-01", "09-11", setup.brands.tinglan);
});
afterAll(() => setup.test.close());

const ask = (base: string, variables: object = {}) =>
  setup.test.query(setup.own.keys.BI, COMPARE, { campaign: campaigns.eleven, base, ...variables });
const compare = async (base: string, variables: object = {}) => {
  const { data, errors } = await ask(base, variables);
  expect(errors).toBeUndefined();
  return data.campaign.flowComparison;
};
const flowOf = ({ flows }: { flows: { from: string; to: string | null }[] }, from: string, to: string | null) =>
  flows.find((flow) => flow.from === from && flow.to === to)!;

describe("campaign.flowComparison of 50,000 people each, sent through the stream intake", () => {
  /** Before each campaign 50,000 people search; in it, some of them buy. */
  beforeAll(async () => {
    const line = (person: number, action: string, day: string, more: object = {}): string =>
      JSON.stringify({
        eventId: `${action} ${person} ${day}`,
        occurredAt: `2025-${day}T12:00:00+08:00`,
        action,
        platform: "JD",
        site: "ON_SITE",
        brandCode: "haoyu",
        identities: [{ namespace: "JD_PIN", value: person.toString(16).padStart(64, "0") }],
        ...more,
      });
    const lines: string[] = [];
    for (const [first, buyers, before, within] of [
      [1, 500, "08-25", "09-05"],
      [50_001, 1_130, "10-25", "11-05"],
    ] as const) {
      for (let person = first; person < first + 50_000; person++) lines.push(line(person, "SEARCH", before));
      for (let person = first; person < first + buyers; person++)
        lines.push(
          line(person, "ORDER", within, { orderId: `o${person}`, value: { amount: "99.00", currencyCode: "CNY" } }),
        );
    }
    const stream = openStream({
      url: setup.test.url,
      secret: setup.own.keys.INTEGRATION,
      query: "source=media&rows=problems",
    });
    stream.request.end(`${lines.join("\n")}\n`);
    expect((await stream.rest()).at(-1)).toEqual({
      done: true,
      accepted: 101_630,
      duplicates: 0,
      conflicts: 0,
      rejected: 0,
    });
  });

  it("says that A1 and A2 to A3 rose by 126 %, 103.6 % to 150.9 %, X2 247.5317", async () => {
    const comparison = await compare(campaigns.super);
    expect(comparison).toMatchObject({
      base: { name: "super" },
      isPerDay: false,
      now: { from: "2025-10-31T16:00:00.000Z", to: "2025-11-10T16:00:00.000Z", days: 10 },
      before: { from: "2025-08-31T16:00:00.000Z", to: "2025-09-10T16:00:00.000Z", days: 10 },
    });
    expect(flowOf(comparison, "AWARE_OR_APPEAL", "ACT")).toEqual({
      from: "AWARE_OR_APPEAL",
      to: "ACT",
      now: { people: "50000", reached: "1130", value: 0.0226, perDay: 0.00226 },
      base: { people: "50000", reached: "500", value: 0.01, perDay: 0.001 },
      change: {
        value: expect.closeTo(1.26, 12),
        interval: { low: expect.closeTo(1.03566797, 8), high: expect.closeTo(1.509053576, 8) },
      },
      test: {
        method: "TWO_PROPORTIONS",
        z: expect.closeTo(Math.sqrt(247.5317), 5),
        chiSquare: expect.closeTo(247.5317, 4),
        pValue: expect.closeTo(0, 12),
      },
      verdict: "HIGHER",
    });
  });

  it("per day, twice the days halve the share: 13 % more, by the logarithm of the ratio", async () => {
    const long = await compare(campaigns.super, { campaign: campaigns.long, perDay: true });
    expect(long).toMatchObject({ isPerDay: true, now: { days: 20 }, before: { days: 10 } });
    const flow = flowOf(long, "AWARE_OR_APPEAL", "ACT");
    // z = ln(1.13) / sqrt(1/1130 - 1/50000 + 1/500 - 1/50000) = .1222176 / .0533382
    expect(flow).toMatchObject({
      change: { value: expect.closeTo(0.13, 12), interval: { low: expect.closeTo(2.03566797 / 2 - 1, 8) } },
      test: { method: "LOG_RATIO", z: expect.closeTo(2.29137, 4) },
      verdict: "HIGHER",
    });
    // Windows of the same length are compared as without it.
    expect((await compare(campaigns.super, { perDay: true })).flows).toEqual((await compare(campaigns.super)).flows);
  });
});

describe("where there is little to compare", () => {
  beforeAll(async () => {
    const brandId = numberOf(setup.brands.tinglan);
    const row = (action: string, day: string, more: object = {}) => ({
      ...{ action, at: `2025-${day}T12:00:00+08:00`, brandId, sourceId: setup.sourceId },
      ...more,
    });
    // Ordinals behind those that the stream was given.
    await insertTouchpoints(setup.test, [
      ...crowd(200_001, 200_040, row("SEARCH", "08-25")),
      ...crowd(200_041, 200_080, row("SEARCH", "10-25")),
      ...crowd(200_041, 200_043, row("ORDER", "11-05", { orderId: "o" })),
    ]);
    const window = { from: "2025-11-01T00:00:00+08:00", to: "2025-11-21T00:00:00+08:00" };
    const input = campaignInput(setup.brands.tinglan, { code: "later", name: "later", window });
    campaigns.eleven = (await createCampaign(setup, setup.own, input)).id;
  });

  it("has no ratio over nothing, yet a test of it, and nothing at all over nobody", async () => {
    const { flows } = await compare(campaigns.others);
    const interested = flowOf({ flows }, "APPEAL", "ACT");
    // 0 of 40 and 3 of 40: z = .075 / sqrt(.0375 x .9625 x 2 / 40).
    expect(interested).toMatchObject({
      change: null,
      test: { z: expect.closeTo(1.76547, 4) },
      verdict: "NOT_SEPARABLE",
    });
    expect(flowOf({ flows }, "LAPSED", "ACT")).toMatchObject({ change: null, verdict: "UNDEFINED" });
    const perDay = flowOf(await compare(campaigns.others, { perDay: true }), "APPEAL", "ACT");
    expect(perDay).toMatchObject({ change: null, test: null, verdict: "UNDEFINED" });
  });

  it.each([
    ["itself", () => campaigns.eleven, "baseId must name another campaign"],
    ["a campaign of another brand", () => campaigns.super, "but super is of another"],
    ["what is no campaign", () => setup.brands.haoyu, "baseId must be an id of Campaign"],
  ])("refuses %s as base", async (_, base, message) => {
    expect((await ask(base())).errors).toMatchObject([
      { message: expect.stringContaining(message), extensions: { problems: [{ field: ["baseId"] }] } },
    ]);
  });

  it("refuses a campaign that has not begun", async () => {
    const { errors } = await ask(campaigns.super, { campaign: campaigns.coming });
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", problems: [{ field: ["from"] }] } }]);
  });
});
