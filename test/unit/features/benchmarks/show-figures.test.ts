import fc from "fast-check";
import { showFigures } from "../../../../src/features/benchmarks/show-figures";
import { exactCount, exactShare, GROUPS, standing } from "./figures";

/** People in the four stages, and the lapsed. */
const counts = (aware: number, appeal: number, act: number, advocate: number, lapsed = 0) => [
  exactCount("STAGE_PEOPLE:AWARE", aware, standing(100, 10)),
  exactCount("STAGE_PEOPLE:APPEAL", appeal, standing(100, 10)),
  exactCount("STAGE_PEOPLE:ACT", act, standing(100, 10)),
  exactCount("STAGE_PEOPLE:ADVOCATE", advocate, standing(100, 10)),
  exactCount("ASSET_PEOPLE", aware + appeal + act + advocate, standing(400, 40)),
  exactCount("MET_PEOPLE", aware + appeal + act + advocate + lapsed, standing(500, 40)),
];

const states = (figures: ReturnType<typeof showFigures>) => [...figures.values()].map(({ own }) => own.state);

describe("showFigures", () => {
  it("shows everything under a threshold of 1", () => {
    const shown = showFigures([...counts(1, 0, 2, 3), exactShare("STAGE_REACH:AWARE>APPEAL", 1, 2)], GROUPS, 1);
    expect(shown.get("STAGE_PEOPLE:ACT")).toEqual({
      metric: "STAGE_PEOPLE:ACT",
      own: { state: "KNOWN", value: 2, people: 2n, base: null },
      peers: 5,
      standing: standing(100, 10),
    });
    expect(shown.get("STAGE_REACH:AWARE>APPEAL")?.own).toEqual({ state: "KNOWN", value: 0.5, people: 1n, base: 2n });
  });

  it("withholds a small stage and the next smallest one, as the sum of all four is told", () => {
    const shown = showFigures(counts(900, 300, 80, 49), GROUPS, 50);
    expect(states(shown)).toEqual(["KNOWN", "KNOWN", "SUPPRESSED", "SUPPRESSED", "KNOWN", "KNOWN"]);
  });

  it("withholds the sum of the stages with the few lapsed, whom the snapshot's people would tell", () => {
    // The 80 of ACT go with the 10 lapsed.
    const shown = showFigures(counts(900, 300, 80, 100, 10), GROUPS, 50);
    expect(states(shown)).toEqual(["KNOWN", "KNOWN", "SUPPRESSED", "KNOWN", "SUPPRESSED", "KNOWN"]);
  });

  it("withholds rank and percentile with the own figure, but not the industry's", () => {
    const shown = showFigures(counts(900, 300, 80, 49), GROUPS, 50);
    expect(shown.get("STAGE_PEOPLE:ADVOCATE")).toMatchObject({
      own: { state: "SUPPRESSED" },
      standing: { industryMean: 100, topMean: 125, rank: null, percentile: null },
    });
  });

  it("withholds the sum when all people together are few", () => {
    expect(states(showFigures(counts(0, 20, 0, 20), GROUPS, 50))).toEqual([
      "KNOWN",
      "SUPPRESSED",
      "KNOWN",
      "SUPPRESSED",
      "SUPPRESSED",
      "SUPPRESSED",
    ]);
  });

  it("withholds a visit rate with the asset people, which are its base", () => {
    const rates = [exactShare("VISIT_RATE", 400, 1_300), exactShare("SEARCH_RATE", 20, 1_300)];
    const told = showFigures([...counts(900, 300, 80, 20), ...rates], GROUPS, 50);
    expect(told.get("VISIT_RATE")?.own).toMatchObject({ state: "KNOWN", people: 400n, base: 1_300n });
    expect(told.get("SEARCH_RATE")?.own).toEqual({ state: "SUPPRESSED" });
    const withheld = showFigures([...counts(900, 300, 80, 20, 10), ...rates], GROUPS, 50);
    expect(withheld.get("ASSET_PEOPLE")?.own).toEqual({ state: "SUPPRESSED" });
    expect(withheld.get("VISIT_RATE")?.own).toEqual({ state: "SUPPRESSED" });
  });

  it.each([
    ["few reached", 49, 1_000, "SUPPRESSED"],
    ["few stayed", 951, 1_000, "SUPPRESSED"],
    ["few began", 0, 49, "SUPPRESSED"],
    ["nobody reached", 0, 1_000, "KNOWN"],
    ["everybody reached", 1_000, 1_000, "KNOWN"],
    ["enough of each", 50, 100, "KNOWN"],
    ["nobody began", 0, 0, "BASE_NOT_POSITIVE"],
  ])("a flow where %s", (_, reached, people, state) => {
    const shown = showFigures([exactShare("STAGE_REACH:APPEAL>ACT", reached, people)], GROUPS, 50);
    expect(shown.get("STAGE_REACH:APPEAL>ACT")?.own.state).toBe(state);
  });

  it("never lets two flows from one stage tell the few between their ends", () => {
    const part = fc.constantFrom(0, 20, 60, 200);
    fc.assert(
      fc.property(part, part, part, (less, between, advocate) => {
        const [act, advocates] = [between + advocate, advocate];
        const start = less + act;
        const shown = showFigures(
          [
            exactShare("STAGE_REACH:APPEAL>ACT", act, start),
            exactShare("STAGE_REACH:APPEAL>ADVOCATE", advocates, start),
          ],
          GROUPS,
          50,
        );
        const told = [...shown.values()].map(({ own }) => (own.state === "KNOWN" ? Number(own.people) : null));
        const isSmall = (people: number): boolean => people > 0 && people < 50;
        const [toAct, toAdvocate] = told as [number | null, number | null];
        if (toAct !== null) expect(isSmall(toAct) || isSmall(start - toAct)).toBe(false);
        if (toAdvocate !== null) expect(isSmall(toAdvocate) || isSmall(start - toAdvocate)).toBe(false);
        if (toAct !== null && toAdvocate !== null) expect(isSmall(toAct - toAdvocate)).toBe(false);
      }),
    );
  });

  it("never lets a small count be told, nor be found as the rest of a sum", () => {
    const count = fc.integer({ min: 0, max: 120 });
    const brand = fc.tuple(count, count, count, count, count);
    fc.assert(
      fc.property(brand, fc.integer({ min: 1, max: 60 }), (people, threshold) => {
        const [a, b, c, d, met, everybody] = [...showFigures(counts(...people), GROUPS, threshold).values()].map(
          ({ own }) => (own.state === "KNOWN" ? Number(own.people) : null),
        ) as [Told, Told, Told, Told, Told, Told];
        const lapsed = everybody === null || met === null ? null : everybody - met;
        for (const told of [a, b, c, d, met, everybody, lapsed]) expect(isSmall(told, threshold)).toBe(false);
        if (met !== null) expectSafeRest(met, [a, b, c, d], threshold);
        if (everybody !== null) expectSafeRest(everybody, [lapsed, a, b, c, d], threshold);
      }),
      { numRuns: 1_000 },
    );
  });
});

type Told = number | null;

const isSmall = (count: Told, threshold: number): boolean => count !== null && count > 0 && count < threshold;

/** What is withheld of a told sum is at least two parts and as many people as the threshold. */
function expectSafeRest(sum: number, parts: readonly Told[], threshold: number): void {
  const withheld = parts.filter((part) => part === null).length;
  if (withheld === 0) return;
  expect(withheld).toBeGreaterThan(1);
  expect(sum - parts.reduce<number>((total, part) => total + (part ?? 0), 0)).toBeGreaterThanOrEqual(threshold);
}
