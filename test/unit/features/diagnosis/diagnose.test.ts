import fc from "fast-check";
import type { BrandBenchmark, BrandFigure } from "../../../../src/features/benchmarks";
import type { ExactFigure } from "../../../../src/features/benchmarks/brand-benchmark";
import { showFigures } from "../../../../src/features/benchmarks/show-figures";
import { diagnose } from "../../../../src/features/diagnosis/diagnose";
import { findGaps } from "../../../../src/features/diagnosis/find-gaps";
import { findingMessage } from "../../../../src/features/diagnosis/finding-message";
import { exactCount, exactShare, GROUPS, standing } from "../benchmarks/figures";

const found = (exact: readonly ExactFigure[], threshold = 1) => {
  const benchmark: Omit<BrandBenchmark, "figures"> = {
    id: "b",
    categoryId: 1,
    asOf: new Date(0),
    flowFrom: new Date(0),
    isOutdated: false,
    computedAt: new Date(0),
    readAt: new Date(0),
    ruleSet: { id: "r", brandId: null, code: "DEFAULT", version: 1, definition: {} as never },
  };
  return { state: "FOUND", benchmark: { ...benchmark, figures: showFigures(exact, GROUPS, threshold) } } as const;
};

/** A1 short by three deviations, A2 -> A3 low by one, A4 by .6, the rest at or above the mean (V60). */
const brand = [
  exactCount("STAGE_PEOPLE:AWARE", 1_200, standing(1_500, 100)),
  exactCount("STAGE_PEOPLE:APPEAL", 400, standing(400, 50)),
  exactCount("STAGE_PEOPLE:ACT", 300, standing(280.5, 50)),
  exactCount("STAGE_PEOPLE:ADVOCATE", 100, standing(130.4, 50.6666666666)),
  exactCount("ASSET_PEOPLE", 2_000, standing(2_310.9, 300)),
  exactCount("MET_PEOPLE", 2_500, standing(3_000, 300)),
  exactShare("STAGE_REACH:AWARE>APPEAL", 300, 1_000, standing(0.29, 0.05)),
  exactShare("STAGE_REACH:APPEAL>ACT", 20, 400, standing(0.08, 0.03)),
  exactShare("STAGE_REACH:ACT>ADVOCATE", 0, 0, standing(0.1, 0.03)),
];

describe("diagnose", () => {
  const diagnosis = diagnose(found(brand));

  it("ranks findings by z and sizes each gap in people", () => {
    expect(
      diagnosis.findings.map(({ code, severity, evidence, step, packTemplate }) => [
        code,
        severity,
        evidence,
        step,
        packTemplate,
      ]),
    ).toEqual([
      [
        "STAGE_PEOPLE_SHORT_AWARE",
        "CRITICAL",
        {
          metric: "STAGE_PEOPLE:AWARE",
          own: 1_200,
          industryMean: 1_500,
          topMean: 1_875,
          topCount: 3,
          gapPeople: 300n,
          z: -3,
        },
        "ACQUIRE",
        "SEED",
      ],
      [
        "STAGE_REACH_LOW_APPEAL_ACT",
        "WARNING",
        // (.08 - .05) x 400 people at the start.
        {
          metric: "STAGE_REACH:APPEAL>ACT",
          own: 0.05,
          industryMean: 0.08,
          topMean: 0.1,
          topCount: 3,
          gapPeople: 12n,
          z: -1,
        },
        "UPSELL",
        "HIGH_POTENTIAL",
      ],
      [
        "STAGE_PEOPLE_SHORT_ADVOCATE",
        "NOTICE",
        {
          metric: "STAGE_PEOPLE:ADVOCATE",
          own: 100,
          industryMean: 130,
          topMean: 163,
          topCount: 3,
          gapPeople: 30n,
          z: -0.6,
        },
        "ENGAGE",
        "REPURCHASE",
      ],
    ]);
  });

  it("compares each flow by its Wilson interval", () => {
    expect(diagnosis.flows.map(({ flow, efficiency, verdict }) => [flow.from, flow.to, efficiency, verdict])).toEqual([
      // 300 of 1,000: .2724 to .3291 holds .29.
      [
        "AWARE",
        "APPEAL",
        { value: 0.3, low: expect.closeTo(0.2724, 4), high: expect.closeTo(0.3291, 4), people: 1_000n, reached: 300n },
        "AT",
      ],
      // 20 of 400: .0326 to .0760 lies below .08.
      [
        "APPEAL",
        "ACT",
        { value: 0.05, low: expect.closeTo(0.0326, 4), high: expect.closeTo(0.076, 4), people: 400n, reached: 20n },
        "BELOW",
      ],
      ["APPEAL", "ADVOCATE", null, "NO_BENCHMARK"],
      ["ACT", "ADVOCATE", null, "BASE_NOT_POSITIVE"],
    ]);
    const above = diagnose(found([exactShare("STAGE_REACH:AWARE>APPEAL", 300, 1_000, standing(0.2, 0.05))]));
    expect(above.flows[0]?.verdict).toBe("ABOVE");
  });

  it("sees the water level and the health (V49)", () => {
    expect(diagnosis.waterLevel).toMatchObject({
      people: 2_000n,
      value: 2_000 / 2_310.9,
      health: 0.4,
      // Shares .6 .2 .15 .05: 1.0627 of ln 4 = 1.3863.
      entropy: expect.closeTo(0.7666, 4),
      state: "KNOWN",
    });
  });

  it("judges every metric alike, also those that do not fall short", () => {
    const rows = new Map(diagnosis.metrics.map((row) => [row.metric, row]));
    expect(rows.get("STAGE_PEOPLE:AWARE")?.judgement).toEqual({
      z: -3,
      relative: 0.2,
      gapPeople: 300n,
      severity: "CRITICAL",
    });
    expect(rows.get("STAGE_PEOPLE:ACT")?.judgement).toMatchObject({ gapPeople: 0n, severity: null });
    expect(rows.get("STAGE_PEOPLE:ACT")?.judgement?.z).toBeGreaterThan(0);
    expect(rows.get("STAGE_REACH:ACT>ADVOCATE")).toMatchObject({ state: "BASE_NOT_POSITIVE", judgement: null });
    expect(rows.get("SALES_CONVERSION")).toMatchObject({ state: "NOT_COMPUTED", judgement: null });
  });

  it.each(["NO_CATEGORY", "NOT_COMPUTED"] as const)(
    "answers every stage and flow where the look-up says %s",
    (state) => {
      const { waterLevel, stages, flows, findings } = diagnose({ state, benchmark: null });
      const nothing = { state: "NOT_COMPUTED", benchmarkState: state, figure: undefined };
      expect(waterLevel).toEqual({ people: null, value: null, health: null, entropy: null, ...nothing });
      expect(stages).toEqual(
        ["AWARE", "APPEAL", "ACT", "ADVOCATE"].map((stage) => ({ stage, people: null, ...nothing })),
      );
      expect(flows.map(({ verdict, efficiency }) => [verdict, efficiency])).toEqual(
        Array(4).fill(["NO_BENCHMARK", null]),
      );
      expect(findings).toEqual([]);
    },
  );

  it("tells own figures, but judges none, with too few peers", () => {
    const { stages, flows, waterLevel, findings } = diagnose(
      found(brand.map((figure) => ({ ...figure, standing: null }))),
    );
    expect(stages[0]).toMatchObject({ people: 1_200n, benchmarkState: "TOO_FEW_PEERS" });
    expect(flows[0]).toMatchObject({ verdict: "NO_BENCHMARK", efficiency: { value: 0.3 } });
    expect(waterLevel).toMatchObject({ people: 2_000n, value: null, health: 0.4 });
    expect(findings).toEqual([]);
  });

  it("judges nothing that is withheld", () => {
    // ADVOCATE is below 150, so ACT goes with it; of the 400 people 20 reached ACT.
    const { stages, flows, waterLevel, findings } = diagnose(found(brand, 150));
    expect(stages.map(({ people }) => people)).toEqual([1_200n, 400n, null, null]);
    expect(stages[3]?.state).toBe("SUPPRESSED");
    expect(flows[1]).toMatchObject({ verdict: "SUPPRESSED", efficiency: null });
    expect(waterLevel.health).toBe(0.4);
    expect(findings.map(({ code }) => code)).toEqual(["STAGE_PEOPLE_SHORT_AWARE"]);
  });

  it("withholds the health where it would tell the AWARE people", () => {
    const few = [
      exactCount("STAGE_PEOPLE:AWARE", 20),
      exactCount("STAGE_PEOPLE:APPEAL", 400),
      exactCount("ASSET_PEOPLE", 420),
      exactCount("MET_PEOPLE", 420),
    ];
    expect(diagnose(found(few, 50)).waterLevel).toMatchObject({ people: 420n, health: null });
  });
});

describe("core people and sales conversion (V30)", () => {
  const [core, conversion] = findGaps(
    showFigures(
      [
        exactCount("CELL_PEOPLE:BRAND>LOYAL", 900, standing(1_000, 50)),
        exactCount("MET_PEOPLE", 5_000),
        exactShare("SALES_CONVERSION", 30, 1_000, standing(0.05, 0.02)),
      ],
      GROUPS,
      1,
    ),
  );

  it("are findings with a signed deviation and a severity, in both languages", () => {
    expect(core).toMatchObject({
      code: "CORE_PEOPLE_SHORT",
      severity: "CRITICAL",
      evidence: { gapPeople: 100n, z: -2 },
    });
    expect(conversion).toMatchObject({
      code: "SALES_CONVERSION_LOW",
      severity: "WARNING",
      evidence: { gapPeople: 20n, z: -1 },
    });
    expect([findingMessage(core!, "EN"), findingMessage(core!, "ZH")]).toEqual([
      "Core people (brand intent, loyal): 900, 100 below the industry mean of 1,000 (TOP 3 mean 1,250, z -2.00).",
      "核心人群（品牌意向·忠诚） 900 人，比行业均值 1,000 人少 100 人（行业 TOP 3 均值 1,250 人，z 值 -2.00）。",
    ]);
    expect([findingMessage(conversion!, "EN"), findingMessage(conversion!, "ZH")]).toEqual([
      "Of the people who visited the shop 3.00 % ordered, below the industry mean of 5.00 % (TOP 3 mean 6.25 %, z -1.00); at that mean 20 more would have.",
      "进店人群的销售转化率为 3.00 %，低于行业均值 5.00 %（行业 TOP 3 均值 6.25 %，z 值 -1.00）；达到均值可多转化 20 人。",
    ]);
  });
});

describe("findGaps", () => {
  const gaps = (figure: ExactFigure) => findGaps(showFigures([figure], GROUPS, 1));

  it("knows no gap at or above the mean, within half a deviation, or of less than half a person", () => {
    expect(gaps(exactCount("STAGE_PEOPLE:ACT", 100, standing(100, 10)))).toEqual([]);
    expect(gaps(exactCount("STAGE_PEOPLE:ACT", 101, standing(100, 10)))).toEqual([]);
    expect(gaps(exactCount("STAGE_PEOPLE:ACT", 95, standing(100, 10)))).toEqual([]);
    expect(gaps(exactCount("STAGE_PEOPLE:ACT", 94, standing(100, 10)))).toHaveLength(1);
    expect(gaps(exactCount("STAGE_PEOPLE:ACT", 100, standing(100.4, 0.1)))).toEqual([]);
    expect(gaps(exactCount("STAGE_PEOPLE:ACT", 0, standing(0, 0)))).toEqual([]);
  });

  it("judges by the share of the mean where all peers are alike, and says so without a z", () => {
    const [finding] = gaps(exactCount("STAGE_PEOPLE:ACT", 40, standing(100, 0)));
    expect(finding).toMatchObject({ severity: "CRITICAL", evidence: { z: null, gapPeople: 60n } });
    expect(findingMessage(finding!, "EN")).toBe("ACT people: 40, 60 below the industry mean of 100 (TOP 3 mean 125).");
  });
});

describe("a finding's sentence", () => {
  const [aware, appealToAct] = findGaps(showFigures(brand, GROUPS, 1));

  it("says in English and Chinese what the evidence holds", () => {
    expect([findingMessage(aware!, "EN"), findingMessage(aware!, "ZH")]).toEqual([
      "AWARE people: 1,200, 300 below the industry mean of 1,500 (TOP 3 mean 1,875, z -3.00).",
      "认知人群 1,200 人，比行业均值 1,500 人少 300 人（行业 TOP 3 均值 1,875 人，z 值 -3.00）。",
    ]);
    expect([findingMessage(appealToAct!, "EN"), findingMessage(appealToAct!, "ZH")]).toEqual([
      "Of the APPEAL people 5.00 % reached ACT, below the industry mean of 8.00 % (TOP 3 mean 10.00 %, z -1.00); at that mean 12 more would have.",
      "吸引人群到行动的流转率为 5.00 %，低于行业均值 8.00 %（行业 TOP 3 均值 10.00 %，z 值 -1.00）；达到均值可多转化 12 人。",
    ]);
  });

  it("holds no number that is not a field of the evidence", () => {
    const metric = fc.constantFrom(
      "STAGE_PEOPLE:AWARE",
      "STAGE_PEOPLE:ADVOCATE",
      "STAGE_REACH:APPEAL>ACT",
      "STAGE_REACH:ACT>ADVOCATE",
      "SALES_CONVERSION",
    );
    const share = fc.double({ min: 0, max: 0.9, noNaN: true });
    fc.assert(
      fc.property(
        metric,
        fc.integer({ min: 1, max: 3_000_000 }),
        share,
        fc.oneof(fc.constant(0), fc.double({ min: 0.001, max: 2, noNaN: true })),
        (name, people, own, spread) => {
          const isShare = !name.startsWith("STAGE_PEOPLE");
          const reached = Math.floor(people * own);
          const mean = isShare ? 0.95 : people * 1.123456;
          const figure: ExactFigure = isShare
            ? exactShare(name as "STAGE_REACH:APPEAL>ACT", reached, people, standing(mean, spread))
            : exactCount(name as "STAGE_PEOPLE:AWARE", people, standing(mean, spread * people));
          for (const finding of findGaps(showFigures([figure], GROUPS, 1) as ReadonlyMap<never, BrandFigure>)) {
            const { metric: _, ...fields } = finding.evidence;
            const known = new Set(Object.values(fields).flatMap((field) => (field === null ? [] : [Number(field)])));
            for (const language of ["EN", "ZH"] as const) {
              for (const said of numbersOf(findingMessage(finding, language))) expect(known).toContain(said);
            }
          }
        },
      ),
    );
  });

  /** Numbers of a sentence; a per cent as the share it says. */
  function numbersOf(sentence: string): readonly number[] {
    return [...sentence.matchAll(/(-?\d[\d,]*(?:\.\d+)?)( %)?/g)].map(([, digits, perCent]) => {
      const value = Number(digits!.replaceAll(",", ""));
      return perCent ? Number((value / 100).toFixed(4)) : value;
    });
  }
});
