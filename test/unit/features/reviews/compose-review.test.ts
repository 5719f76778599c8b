import type { CampaignFigures } from "../../../../src/features/campaign-targets";
import { composeReview } from "../../../../src/features/reviews/compose-review";
import { explainFigure } from "../../../../src/features/reviews/explain-figure";
import { findLearnings } from "../../../../src/features/reviews/learning";
import { REVIEW_METHOD, type ReviewInputs } from "../../../../src/features/reviews/review";

const unknown = { own: null, state: "NOT_COMPUTED", mean: null, rank: null, of: null } as const;
const among = (own: number, mean: number) => ({ own, state: "KNOWN", mean, rank: 1, of: 6 }) as const;

const industry = (
  at: string,
  stages: readonly (readonly [number, number])[],
  groups: readonly number[] = [0, 0, 0, 0],
) => ({
  at,
  ruleSetVersion: 1,
  stages: stages.map(([own, mean]) => among(own, mean)),
  visitRate: unknown,
  searchRate: unknown,
  groups: { BASE: groups[0]!, POTENTIAL: groups[1]!, INDUSTRY: groups[2]!, PENETRATION: groups[3]! },
});

const FROM = "2025-10-20T00:00:00.000Z";
const TO = "2025-11-12T00:00:00.000Z";
const NONE = [
  [0, 0],
  [0, 0],
  [0, 0],
  [0, 0],
] as const;

const figures = (change: Partial<CampaignFigures> = {}): CampaignFigures => ({
  ...{ code: "eleven", from: FROM, to: TO, days: 23, ruleSetVersion: 1, currencyCode: "CNY", cost: null, sales: null },
  boundaries: [
    { at: FROM, people: [1000, 0, 0, 0] },
    { at: TO, people: [2980, 0, 0, 0] },
  ],
  flows: [],
  newInterest: 0,
  industry: { before: industry(FROM, NONE), after: industry(TO, NONE) },
  growth: null,
  scoreQuality: null,
  ...change,
});

const flow = (people: number, reached: number) => ({ from: "AWARE_OR_APPEAL", to: "ACT", people, reached }) as const;
const FLOWS = (people: number, reached: number) => [
  flow(people, reached),
  ...(["AWARE", "APPEAL"] as const).map((from) => ({ from, to: "ACT" as const, people: 0, reached: 0 })),
  { from: "AWARE", to: "APPEAL", people: 0, reached: 0 } as const,
  { from: "LAPSED", to: "ACT", people: 0, reached: 0 } as const,
  { from: "ACT", to: "ADVOCATE", people: 0, reached: 0 } as const,
];

const sales = (gmv: number, attributedGmv: number) => ({
  ...{ reportVersion: 1, lookbackDays: 14, asOf: "2025-12-10T00:00:00.000Z", isSettled: true, conversions: 1 },
  ...{ gmv, attributedGmv },
});

const inputs = (change: Partial<ReviewInputs> = {}): ReviewInputs => ({
  ...{ method: REVIEW_METHOD, asOf: "2025-12-10T00:00:00.000Z", steps: [], actions: "eleven: ACQUIRE on DOUYIN" },
  campaign: figures({ flows: FLOWS(50_000, 1_130) }),
  ...{ stepFigures: {}, targets: [], base: null, lastYear: null, isPerDay: false },
  ...{ joint: null, frequency: null, missing: [] },
  ...change,
});
const target = (metric: ReviewInputs["targets"][number]["metric"], value: number) => ({
  ...{ metric, target: value, step: null, owner: "Media", dueOn: "2025-11-30", sourceId: null, matchRate: null },
});

describe("the figures of the source cases come out (capabilities 1.3)", () => {
  it("A1 +198 % (V39)", () => {
    const { stages, figures: all } = composeReview(inputs());
    expect(stages[0]).toEqual({ stage: "AWARE", before: 1000, after: 2980, delta: 1980, growth: 1.98 });
    expect(all.find(({ metric }) => metric === "A1_GROWTH")).toMatchObject({ value: 1.98, state: "KNOWN" });
  });

  it("A12 to A3 +126 %, interval 1.035667970 to 1.509053576 (G51)", () => {
    const base = figures({ code: "super", flows: FLOWS(50_000, 500) });
    const review = composeReview(inputs({ base }));
    expect(review.flows[0]).toMatchObject({ now: { value: 0.0226 }, base: { value: 0.01 }, significant: "HIGHER" });
    expect(review.flows[0]!.change).toBeCloseTo(1.26, 12);
    expect(review.flows[0]!.interval!.low).toBeCloseTo(1.03566797, 8);
    expect(review.flows[0]!.interval!.high).toBeCloseTo(1.509053576, 8);
    expect(findLearnings(review.flows, inputs({ base }))).toMatchObject([
      { effect: { value: review.flows[0]!.change } },
    ]);
  });

  it("KPI 102 %, year on year +29 % (G49); ROI 3.0 to 3.6 is +20 % (V77)", () => {
    const campaign = figures({ flows: FLOWS(1, 0), sales: sales(129, 360), cost: 100 });
    const lastYear = figures({ flows: FLOWS(1, 0), sales: sales(100, 300), cost: 100 });
    const review = composeReview(
      inputs({ campaign, lastYear, targets: [target("GMV", 126.470588), target("ROI", 3)] }),
    );
    expect(review.targets[0]!.attainment).toBeCloseTo(1.02, 8);
    expect(review.targets[0]!.yearOnYear).toBeCloseTo(0.29, 12);
    expect(review.targets[1]!.value).toBeCloseTo(3.6, 12);
    expect(review.targets[1]!.yearOnYear).toBeCloseTo(0.2, 12);
  });

  it("all four groups at least +48 %, or not (G50)", () => {
    const grown = (groups: readonly number[]) =>
      composeReview(
        inputs({
          campaign: figures({
            flows: FLOWS(1, 0),
            industry: { before: industry(FROM, NONE), after: industry(TO, NONE, groups) },
          }),
          base: figures({
            flows: FLOWS(1, 0),
            industry: { before: industry(FROM, NONE), after: industry(TO, NONE, [100, 100, 100, 100]) },
          }),
          targets: [target("TARGET_GROUPS_GROWTH", 0.48)],
        }),
      ).targets[0]!;
    expect(grown([148, 150, 200, 148])).toMatchObject({ value: 0.48, attainment: 1 });
    expect(grown([148, 147, 200, 148]).attainment).toBeLessThan(1);
  });
});

describe("a review", () => {
  it("tells a gap's change as own growth and moved benchmark, in every state (V48)", () => {
    const before = industry(FROM, [
      [10, 20],
      [10, 20],
      [10, 20],
      [20, 10],
    ]);
    const after = industry(TO, [
      [25, 22],
      [13, 21],
      [12, 22.1],
      [5, 30],
    ]);
    const { gaps } = composeReview(inputs({ campaign: figures({ flows: FLOWS(1, 0), industry: { before, after } }) }));
    expect(gaps.map(({ state }) => state)).toEqual(["CLOSED", "NARROWED", "UNCHANGED", "NO_GAP"]);
    for (const gap of gaps) expect(gap.after! - gap.before!).toBeCloseTo(gap.benchmarkMove! - gap.ownGrowth!, 9);
  });

  it("names every step of an interval, and loses nobody between intervals (V18)", () => {
    const at = (day: number): string => `2025-11-0${day}T00:00:00.000Z`;
    const people = [
      [5, 5, 5, 5],
      [9, 4, 6, 5],
      [2, 8, 6, null],
      [7, 7, 7, 7],
    ];
    const boundaries = people.map((counts, index) => ({ at: at(index + 1), people: counts }));
    const { steps } = composeReview(
      inputs({
        campaign: figures({ flows: FLOWS(1, 0), boundaries }),
        steps: [
          { step: "ACQUIRE", from: at(1), to: at(3) },
          { step: "LEAD", from: at(2), to: at(4) },
        ],
      }),
    );
    expect(steps.map((interval) => interval.steps)).toEqual([["ACQUIRE"], ["ACQUIRE", "LEAD"], ["LEAD"]]);
    for (const stage of [0, 1, 2])
      expect(steps.reduce((sum, { contribution }) => sum + contribution[stage]!, 0)).toBe(2);
    expect(steps.map(({ contribution }) => contribution[3])).toEqual([0, null, null]);
  });

  it("is provisional until late data and settled orders are in", () => {
    const isFinal = (asOf: string, isSettled: boolean): boolean =>
      composeReview(inputs({ asOf, campaign: figures({ flows: FLOWS(1, 0), sales: { ...sales(1, 1), isSettled } }) }))
        .isFinal;
    expect(isFinal("2025-11-13T23:59:00.000Z", true)).toBe(false);
    expect(isFinal("2025-11-14T00:00:00.000Z", true)).toBe(true);
    expect(isFinal("2025-12-14T00:00:00.000Z", false)).toBe(false);
  });

  it("is the same of the same inputs, also after JSON, and every figure is made again of what it names (V54)", () => {
    const given = inputs({
      campaign: figures({ flows: FLOWS(50_000, 1_130), sales: sales(129, 360), cost: 100 }),
      base: figures({ flows: FLOWS(50_000, 500) }),
    });
    const content = composeReview(given);
    expect(composeReview(JSON.parse(JSON.stringify(given)))).toEqual(content);
    for (const { metric, value } of content.figures)
      expect(explainFigure({ inputs: given, content }, metric)).toMatchObject({ value, isReproduced: true });
    expect(explainFigure({ inputs: given, content }, "ROI").inputs).toEqual({
      "campaign.sales.attributedGmv": 360,
      "campaign.cost": 100,
    });
    expect(explainFigure({ inputs: given, content }, "ROI").ruleSetVersion).toBeNull();
    const forged = { ...content, figures: content.figures.map((figure) => ({ ...figure, value: 1_000_000 })) };
    expect(explainFigure({ inputs: given, content: forged }, "ROI").isReproduced).toBe(false);
  });

  it("never tells NaN, infinity or a change from nothing", () => {
    const empty = figures({
      flows: FLOWS(0, 0),
      boundaries: [
        { at: FROM, people: [0, 0, null, 0] },
        { at: TO, people: [0, 0, 0, 0] },
      ],
      sales: sales(0, 0),
      cost: 0,
    });
    const review = composeReview(inputs({ campaign: empty, base: empty, lastYear: empty }));
    const numbers = JSON.stringify(review, (_, value: unknown) =>
      typeof value === "number" && !Number.isFinite(value) ? "not finite" : value,
    );
    expect(numbers).not.toContain("not finite");
    expect(review.figures.find(({ metric }) => metric === "ROI")).toMatchObject({
      ...{ value: null, state: "BASE_NOT_POSITIVE", yearOnYear: null, againstBase: null },
    });
  });
});
