import { wilsonInterval } from "../../../src/engines/numeric/wilson-interval";
import { numberOf } from "../../support/catalogue";
import { insertTouchpoints } from "../../support/touchpoint-rows";
import { crowd, documentOf, type FlowSetup, openFlowSetup } from "./flow-setup";

const REACH = documentOf("stage-reach");
const WINDOW = { from: "2025-10-01T00:00:00+08:00", to: "2025-10-31T00:00:00+08:00" };

let setup: FlowSetup;

/**
 * Haoyu in October. Before it: p1 to p40 saw an advertisement in the last days (AWARE), p41 to p60 searched (APPEAL), p61 to
 * p70 bought (ACT), p71 to p74 saw one in July (lapsed). In it: p1 to p12 search, and p1 to p3 of them buy; p41 to p46 buy, p41
 * twice; p61 and p62 buy again; p71 sees an advertisement, p72 searches, p73 buys; p81 to p89 are new and see one, p90 to p95
 * search, p96 buys. The others of p1 to p60 do nothing, so time takes them out of every stage.
 */
beforeAll(async () => {
  setup = await openFlowSetup("2025-12-01T00:00:00+08:00");
  const row = (action: string, day: string, more: object = {}) => ({
    action,
    at: `2025-${day}T12:00:00+08:00`,
    brandId: numberOf(setup.brands.haoyu),
    sourceId: setup.sourceId,
    ...more,
  });
  const order = (day: string, orderId: string) => row("ORDER", day, { orderId });
  await insertTouchpoints(setup.test, [
    ...crowd(1, 40, row("IMPRESSION", "09-25")),
    ...crowd(41, 60, row("SEARCH", "09-25")),
    ...crowd(61, 70, order("09-01", "before")),
    ...crowd(71, 74, row("IMPRESSION", "07-10")),
    ...crowd(1, 12, row("SEARCH", "10-05")),
    ...crowd(1, 3, order("10-07", "within")),
    ...crowd(41, 46, order("10-08", "within")),
    ...crowd(41, 41, order("10-09", "again")),
    ...crowd(61, 62, order("10-10", "again")),
    ...crowd(71, 71, row("IMPRESSION", "10-11")),
    ...crowd(72, 72, row("SEARCH", "10-11")),
    ...crowd(73, 73, order("10-11", "within")),
    ...crowd(81, 89, row("IMPRESSION", "10-12")),
    ...crowd(90, 95, row("SEARCH", "10-12")),
    ...crowd(96, 96, order("10-12", "within")),
    // Of another brand, and after the window.
    ...crowd(1, 40, row("ORDER", "10-15", { brandId: numberOf(setup.brands.tinglan), orderId: "other" })),
    ...crowd(1, 40, row("SEARCH", "10-31")),
  ]);
});
afterAll(() => setup.test.close());

const ask = (variables: object = {}, organisation = setup.own) =>
  setup.test.query(organisation.keys.BI, REACH, { brand: setup.brands.haoyu, ...WINDOW, ...variables });
const reachOf = async (variables: object = {}, organisation = setup.own) =>
  (await ask(variables, organisation)).data.brand.stageReach;

interface FlowRow {
  readonly from: string;
  readonly to: string | null;
  readonly people: string | null;
  readonly reached: string | null;
}
const countsOf = ({ flows }: { flows: FlowRow[] }) =>
  Object.fromEntries(flows.map(({ from, to, people, reached }) => [`${from}>${to}`, [reached, people]]));

describe("brand.stageReach", () => {
  it("takes of each start those who attained at least the stage, at any instant of the window", async () => {
    expect(countsOf(await reachOf())).toEqual({
      "LAPSED>AWARE": ["3", "4"],
      "LAPSED>APPEAL": ["2", "4"],
      "LAPSED>ACT": ["1", "4"],
      "LAPSED>ADVOCATE": ["0", "4"],
      // Nine of the twelve fell back again before the end.
      "AWARE>APPEAL": ["12", "40"],
      "AWARE>ACT": ["3", "40"],
      "AWARE>ADVOCATE": ["0", "40"],
      "APPEAL>ACT": ["6", "20"],
      "APPEAL>ADVOCATE": ["1", "20"],
      "AWARE_OR_APPEAL>ACT": ["9", "60"],
      "AWARE_OR_APPEAL>ADVOCATE": ["1", "60"],
      "ACT>ADVOCATE": ["2", "10"],
      // 37 of AWARE and 14 of APPEAL bought nothing, and what they did is more than 15 days old at the end.
      "ANY_STAGE>null": ["51", "70"],
    });
  });

  it("gives each share with its interval, its share per day, window, rules and instant", async () => {
    const { flows, newInterest: _, ...about } = await reachOf();
    expect(about).toEqual({
      from: "2025-09-30T16:00:00.000Z",
      to: "2025-10-30T16:00:00.000Z",
      days: 30,
      asOf: "2025-11-30T16:00:00.000Z",
      ruleSet: { code: "DEFAULT", version: 1 },
      suppressedBelow: 1,
      roundedTo: 1,
    });
    const interested = flows.find((flow: FlowRow) => flow.from === "AWARE_OR_APPEAL" && flow.to === "ACT");
    expect(interested).toMatchObject({
      value: 0.15,
      interval: wilsonInterval({ successes: 9, trials: 60 }),
      perDay: 0.005,
    });
  });

  it("counts the newly interested: no stage before, AWARE or APPEAL the deepest since", async () => {
    // p71 and p81 to p89 are AWARE, p72 and p90 to p95 APPEAL; p73 and p96 went deeper.
    expect((await reachOf()).newInterest).toEqual({
      people: "17",
      aware: "10",
      appeal: "7",
      lapsedBefore: "2",
      notMetBefore: "15",
    });
  });

  it("has no share of nobody", async () => {
    const { flows, newInterest } = await reachOf({ brand: setup.brands.tinglan });
    expect(flows[0]).toMatchObject({ people: "0", reached: "0", value: null, interval: null, perDay: null });
    // Nobody of tinglan was known, and all forty bought.
    expect(newInterest.people).toBe("0");
  });

  it("counts until now where the window has not ended", async () => {
    const [first, now] = [setup.time.now, "2025-10-06T00:00:00+08:00"];
    setup.time.now = new Date(now);
    const reach = await reachOf();
    setup.time.now = first;
    expect(reach).toMatchObject({ days: 5, asOf: new Date(now).toISOString() });
    expect(countsOf(reach)).toMatchObject({ "AWARE>APPEAL": ["12", "40"], "AWARE>ACT": ["0", "40"] });
  });

  it("withholds small counts and what would give them away, and rounds the rest", async () => {
    const reach = await reachOf({}, setup.careful);
    expect(reach).toMatchObject({ suppressedBelow: 5, roundedTo: 10 });
    expect(countsOf(reach)).toEqual({
      "LAPSED>AWARE": [null, null],
      "LAPSED>APPEAL": [null, null],
      "LAPSED>ACT": [null, null],
      "LAPSED>ADVOCATE": ["0", null],
      "AWARE>APPEAL": ["10", "40"],
      "AWARE>ACT": [null, "40"],
      "AWARE>ADVOCATE": ["0", "40"],
      // 6 of 20 went; with the 9 of both starts it would tell the 3 of AWARE.
      "APPEAL>ACT": [null, "20"],
      "APPEAL>ADVOCATE": [null, "20"],
      "AWARE_OR_APPEAL>ACT": ["10", "60"],
      "AWARE_OR_APPEAL>ADVOCATE": [null, "60"],
      "ACT>ADVOCATE": [null, "10"],
      "ANY_STAGE>null": ["50", "70"],
    });
    const { flows } = reach;
    expect(flows[5]).toMatchObject({ reached: null, value: null, interval: null, perDay: null });
  });

  it.each([
    [{ to: WINDOW.from }, "to"],
    [{ from: "2025-12-01T00:00:00+08:00", to: "2025-12-24T00:00:00+08:00" }, "from"],
    [{ from: "2024-10-01T00:00:00+08:00" }, "to"],
  ])("refuses %p", async (variables, field) => {
    expect((await ask(variables)).errors).toMatchObject([
      { extensions: { code: "BAD_USER_INPUT", problems: [{ code: "INVALID_INPUT", field: [field] }] } },
    ]);
  });

  it("refuses windows off whole hours where small groups are withheld", async () => {
    const { errors } = await ask({ from: "2025-10-01T00:00:01+08:00" }, setup.careful);
    expect(errors).toMatchObject([{ extensions: { problems: [{ field: ["from"] }] } }]);
  });
});
