import { DateTime } from "luxon";
import { SeededRandom } from "../../../src/engines/numeric/seeded-random";
import { numberOf } from "../../support/catalogue";
import { insertTouchpoints, type TouchpointRow } from "../../support/touchpoint-rows";
import { crowd, documentOf, type FlowSetup, openFlowSetup } from "./flow-setup";

const GROWTH = documentOf("growth-accounting");
const LIFECYCLE = documentOf("lifecycle");
const ZONE = "Asia/Shanghai";
const NOW = "2025-11-19T12:00:00+08:00";

let setup: FlowSetup;
let random: readonly TouchpointRow[];

/**
 * People of haoyu by week from 2025-10-06: in the week before p1 to p20 visit; in the first p1 to p12 and, new, p21 to p30; in
 * the second p1 to p6, p13 to p18 again, p21 to p25, and, new, p31 to p45; in the third p1 to p3.
 * Tinglan has random visits of sixty people in September, October and November.
 */
beforeAll(async () => {
  setup = await openFlowSetup(NOW);
  const { sourceId, brands } = setup;
  const visit = (day: string, more: object = {}) => ({
    ...{ action: "VISIT", at: `2025-${day}T12:00:00+08:00`, brandId: numberOf(brands.haoyu), sourceId },
    ...more,
  });
  const draw = SeededRandom.fromSeed(9);
  random = Array.from({ length: 500 }, () => ({
    person: `p${draw.integer(1, 60)}`,
    at: new Date(Date.parse("2025-09-01T00:00:00+08:00") + draw.integer(0, 79 * 8 - 1) * 3 * 3_600_000).toISOString(),
    action: ["VISIT", "SEARCH", "ORDER", "IMPRESSION"][draw.integer(0, 3)]!,
    brandId: numberOf(brands.tinglan),
    sourceId,
  }));
  await insertTouchpoints(setup.test, [
    ...crowd(1, 20, visit("10-01")),
    ...crowd(1, 12, visit("10-06", { at: "2025-10-06T00:00:00+08:00" })),
    ...crowd(21, 30, visit("10-08")),
    ...crowd(1, 6, visit("10-19", { at: "2025-10-19T23:59:59.999+08:00" })),
    ...crowd(13, 18, visit("10-14")),
    ...crowd(21, 25, visit("10-14")),
    ...crowd(31, 45, visit("10-14")),
    ...crowd(1, 3, visit("10-20")),
    // No activity of their own, and none of people.
    ...crowd(46, 60, visit("10-14", { action: "IMPRESSION" })),
    ...crowd(61, 70, visit("10-14", { exposure: "OPPORTUNITY_TO_SEE" })),
    ...random,
  ]);
});
afterAll(() => setup.test.close());

const WEEKS = { from: "2025-10-06", to: "2025-10-22", grain: "WEEK" };
const growth = (variables: object = {}, organisation = setup.own) =>
  setup.test.query(organisation.keys.BI, GROWTH, { brand: setup.brands.haoyu, ...WEEKS, ...variables });
const growthOf = async (variables: object = {}, organisation = setup.own) =>
  (await growth(variables, organisation)).data.brand.growthAccounting;

const figures = (active: number, fresh: number, retained: number, resurrected: number, churned: number) => ({
  active: String(active),
  new: String(fresh),
  retained: String(retained),
  resurrected: String(resurrected),
  churned: String(churned),
  net: String(fresh + resurrected - churned),
});

describe("brand.growthAccounting", () => {
  it("sorts a period's people by what they did in the one before, and before that", async () => {
    const { periods, ...about } = await growthOf();
    expect(about).toMatchObject({
      from: "2025-10-05T16:00:00.000Z",
      to: "2025-10-26T16:00:00.000Z",
      asOf: new Date(NOW).toISOString(),
      grain: "WEEK",
      suppressedBelow: 1,
      roundedTo: 1,
    });
    expect(about.actions).toHaveLength(16);
    expect(about.actions).not.toContain("IMPRESSION");
    expect(periods.map((period: { figures: object }) => period.figures)).toEqual([
      figures(22, 10, 12, 0, 8),
      figures(32, 15, 11, 6, 11),
      figures(3, 0, 3, 0, 29),
    ]);
    expect(periods[1]).toMatchObject({
      from: "2025-10-12T16:00:00.000Z",
      to: "2025-10-19T16:00:00.000Z",
      isComplete: true,
    });
  });

  it("takes the actions asked for; an opportunity to see is nobody's", async () => {
    const { actions, periods } = await growthOf({ actions: ["IMPRESSION", "IMPRESSION"] });
    expect(actions).toEqual(["IMPRESSION"]);
    expect(periods[1].figures).toEqual(figures(15, 15, 0, 0, 0));
  });

  it("leaves out periods that have not begun, and says which one lasts", async () => {
    const { periods, to } = await growthOf({ from: "2025-11-12", to: "2025-12-31" });
    expect(to).toBe("2025-11-23T16:00:00.000Z");
    expect(periods.map(({ isComplete }: { isComplete: boolean }) => isComplete)).toEqual([true, false]);
  });

  it("withholds a period with a small count whole, and rounds parts so that they still add up", async () => {
    const told = (await growthOf({}, setup.careful)).periods.map((period: { figures: object }) => period.figures);
    expect(told).toEqual([figures(20, 10, 10, 0, 10), figures(40, 20, 10, 10, 10), null]);
  });

  it.each(["DAY", "WEEK", "MONTH"])("adds up as sets do, on random people by %s", async (grain) => {
    const from = grain === "DAY" ? "2025-09-25" : "2025-09-20";
    const { periods } = await growthOf({ brand: setup.brands.tinglan, from, to: "2025-11-18", grain });
    const own = random.filter(({ action }) => action !== "IMPRESSION");
    const activeIn = (begin: number, end: number) =>
      new Set(own.filter(({ at }) => Date.parse(at) >= begin && Date.parse(at) < end).map(({ person }) => person));
    expect(periods.length).toBeGreaterThan(2);
    let previousActive: number | null = null;
    for (const period of periods) {
      const begin = DateTime.fromISO(period.from, { zone: ZONE });
      const before = begin.minus({ [{ DAY: "days", WEEK: "weeks", MONTH: "months" }[grain]!]: 1 });
      const active = activeIn(begin.toMillis(), Date.parse(period.to));
      const previous = activeIn(before.toMillis(), begin.toMillis());
      const ever = activeIn(0, begin.toMillis());
      const count = (people: Set<string>, holds: (person: string) => boolean) => [...people].filter(holds).length;
      expect(period.figures).toEqual(
        figures(
          active.size,
          count(active, (person) => !ever.has(person)),
          count(active, (person) => previous.has(person)),
          count(active, (person) => ever.has(person) && !previous.has(person)),
          count(previous, (person) => !active.has(person)),
        ),
      );
      if (previousActive !== null) expect(active.size - previousActive).toBe(Number(period.figures.net));
      previousActive = active.size;
    }
  });

  it.each([
    [{ to: "2025-10-01" }, "to"],
    [{ from: "2025-11-24", to: "2025-11-30" }, "from"],
    [{ from: "2025-06-01", grain: "DAY" }, "from"],
    [{ actions: [] }, "actions"],
  ])("refuses %p", async (variables, field) => {
    expect((await growth(variables)).errors).toMatchObject([
      { extensions: { code: "BAD_USER_INPUT", problems: [{ code: "INVALID_INPUT", field: [field] }] } },
    ]);
  });
});

describe("brand.lifecycle", () => {
  const lifecycle = (variables: object = {}, organisation = setup.own) =>
    setup.test.query(organisation.keys.PARTNER, LIFECYCLE, {
      ...{ brand: setup.brands.tinglan, asOf: "2025-11-19", lapsingShare: 0.8, lostShare: 0.95 },
      ...variables,
    });
  const lifecycleOf = async (variables: object = {}, organisation = setup.own) =>
    (await lifecycle(variables, organisation)).data.brand.lifecycle;

  it("cuts by quantiles of the brand's own gaps, as computed person by person", async () => {
    const answer = await lifecycleOf();
    const days = new Map<string, number[]>();
    for (const { person, at, action } of random) {
      if (action === "IMPRESSION") continue;
      const day = Math.round(
        (DateTime.fromISO(at, { zone: ZONE }).startOf("day").toMillis() + 8 * 3_600_000) / 86_400_000,
      );
      days.set(
        person,
        [...new Set([...(days.get(person) ?? []), day])].sort((a, b) => a - b),
      );
    }
    const gaps = [...days.values()].flatMap((own) => own.slice(1).map((day, index) => day - own[index]!));
    gaps.sort((a, b) => a - b);
    const cut = (share: number): number => gaps[Math.ceil(gaps.length * share - 1e-9) - 1]!;
    const today = Date.UTC(2025, 10, 19) / 86_400_000;
    const count = (holds: (first: number, last: number) => boolean): string =>
      String([...days.values()].filter((own) => holds(today - own[0]!, today - own.at(-1)!)).length);
    const [lapsing, lost] = [cut(0.8), cut(0.95)];
    expect(answer).toMatchObject({
      asOf: "2025-11-18T16:00:00.000Z",
      knownAt: new Date(NOW).toISOString(),
      gapLookbackDays: 365,
      basis: "KNOWN",
      lapsingShare: 0.8,
      lapsingAfterDays: lapsing,
      lostShare: 0.95,
      lostAfterDays: lost,
      states: [
        { state: "NEW", people: count((first) => first <= lapsing) },
        { state: "ACTIVE", people: count((first, last) => first > lapsing && last <= lapsing) },
        { state: "LAPSING", people: count((_, last) => last > lapsing && last <= lost) },
        { state: "LOST", people: count((_, last) => last > lost) },
      ],
      suppression: { threshold: 1, suppressedCells: 0, remainderPeople: null },
    });
    expect(lapsing).toBeLessThan(lost);
  });

  it("has the cuts of few gaps by hand, and each state", async () => {
    // Gaps: 12 of 5 days (10-01 to 10-06), 6 of 13 (10-06 to 10-19), 6 of 13 (10-01 to 10-14), 5 of 6 (10-08 to 10-14).
    // At 10-21 the first half of all is at most 6 days, and all are at most 13.
    const visits = { brand: setup.brands.haoyu, asOf: "2025-10-20", actions: ["VISIT"] };
    const answer = await lifecycleOf({ ...visits, lapsingShare: 0.5, lostShare: 0.99 });
    expect(answer).toMatchObject({ lapsingAfterDays: 6, lostAfterDays: 13 });
    expect(answer.states).toEqual([
      { state: "NEW", people: "15" }, // p31 to p45, first on 10-14
      { state: "ACTIVE", people: "17" }, // p1 to p6, p13 to p18, p21 to p25
      { state: "LAPSING", people: "5" }, // p26 to p30 on 10-08; p7 to p12 on 10-06 are 14 days away
      { state: "LOST", people: "8" }, // p7 to p12, p19 and p20
    ]);
  });

  it("has no states where nobody ever came back, or too few to tell", async () => {
    const nobody = { basis: "NO_GAPS", lapsingAfterDays: null, lostAfterDays: null, states: [] };
    expect(await lifecycleOf({ asOf: "2025-09-01" })).toMatchObject(nobody);
    const few = { brand: setup.brands.haoyu, asOf: "2025-10-21", actions: ["IMPRESSION", "FAVOURITE"] };
    await insertTouchpoints(
      setup.test,
      ["2025-10-01T12:00:00+08:00", "2025-10-04T12:00:00+08:00"].map((at) => ({
        ...{ person: "p80", at, action: "FAVOURITE", brandId: numberOf(setup.brands.haoyu), sourceId: setup.sourceId },
      })),
    );
    expect(await lifecycleOf(few)).toMatchObject({ basis: "KNOWN", lapsingAfterDays: 3 });
    expect(await lifecycleOf(few, setup.careful)).toMatchObject({ ...nobody, basis: "SUPPRESSED" });
  });

  it("withholds small states with company, and rounds", async () => {
    // A tenth of the gaps is one day, so p1 to p3 alone are active on 10-21; 34 lapse, 8 are lost.
    const visits = { brand: setup.brands.haoyu, asOf: "2025-10-21", actions: ["VISIT"] };
    const answer = await lifecycleOf({ ...visits, lapsingShare: 0.09, lostShare: 0.99 }, setup.careful);
    expect(answer).toMatchObject({ lapsingAfterDays: 1, lostAfterDays: 13, roundedTo: 10 });
    expect(answer.states.map(({ people }: { people: string | null }) => people)).toEqual(["0", null, "30", null]);
    expect(answer.suppression).toEqual({ threshold: 5, suppressedCells: 2, remainderPeople: "10" });
  });

  it.each([
    [{ asOf: "2025-11-20" }, ["asOf"]],
    [{ lapsingShare: 0, lostShare: 1 }, ["lapsingShare", "lostShare"]],
    [{ lapsingShare: 0.9, lostShare: 0.9 }, ["lostShare"]],
    [{ actions: [] }, ["actions"]],
  ])("refuses %p", async (variables, fields) => {
    const [error] = (await lifecycle(variables)).errors!;
    const { problems } = error!.extensions as { problems: { field: string[] }[] };
    expect(problems.map(({ field }) => field.join("."))).toEqual(fields);
  });
});
