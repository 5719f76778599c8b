import type { BenchmarkMetric } from "../../../../src/features/benchmarks";
import { benchmarkMetrics } from "../../../../src/features/benchmarks/benchmark-metric";
import { compareBrands } from "../../../../src/features/benchmarks/compare-brands";
import { brandCounts, GROUPS } from "./figures";

const figuresOf = (brandId: number, brands: Parameters<typeof compareBrands>[0]) =>
  new Map(
    compareBrands(brands, GROUPS)
      .find((brand) => brand.brandId === brandId)!
      .figures.map((figure) => [figure.metric, figure]),
  );

describe("compareBrands", () => {
  /** Brand n has n people in each stage and 10 n lapsed ones; of its 10 AWARE people at the start n went on. */
  const market = [1, 2, 3, 4, 5, 6].map((n) =>
    brandCounts(
      n,
      [10 * n, n, n, n, n],
      [
        [10, n],
        [0, 0],
        [4, 2],
      ],
    ),
  );

  it("counts people by stage, without the lapsed, and all four stages together", () => {
    const figures = figuresOf(6, market);
    expect(figures.get("STAGE_PEOPLE:ADVOCATE")).toMatchObject({ own: 6, numerator: 6n, denominator: null, peers: 5 });
    expect(figures.get("ASSET_PEOPLE")).toMatchObject({ own: 24, numerator: 24n, denominator: null });
    expect(figures.get("MET_PEOPLE")).toMatchObject({ own: 84, numerator: 84n });
    expect(figures.get("ASSET_PEOPLE")?.standing).toMatchObject({ industryMean: 12, topMean: 16, rank: 1 });
  });

  it("measures a flow by those of its start who went on", () => {
    const figure = figuresOf(2, market).get("STAGE_REACH:AWARE>APPEAL");
    // Peers: .1, .3, .4, .5, .6.
    expect(figure).toMatchObject({ own: 0.2, numerator: 2n, denominator: 10n, peers: 5 });
    expect(figure?.standing).toMatchObject({
      industryMean: expect.closeTo(0.38, 12),
      topMean: 0.5,
      percentile: 0.2,
      rank: 5,
    });
  });

  it("measures the visitors who bought", () => {
    const figures = figuresOf(6, market);
    expect(figures.get("SALES_CONVERSION")).toMatchObject({ own: 12 / 84, numerator: 12n, denominator: 84n, peers: 5 });
    const unvisited = { ...brandCounts(7, [1, 1, 1, 1, 1]), conversion: undefined };
    expect(figuresOf(7, [...market, unvisited]).get("SALES_CONVERSION")).toMatchObject({ own: null, denominator: 0n });
  });

  it("has no value, and no peer, for a flow that nobody could begin", () => {
    const figure = figuresOf(1, market).get("STAGE_REACH:APPEAL>ACT");
    expect(figure).toEqual({
      metric: "STAGE_REACH:APPEAL>ACT",
      own: null,
      numerator: 0n,
      denominator: 0n,
      peers: 0,
      standing: null,
    });
  });

  it("puts the nine-grid 64 % above the industry and the loyal 141 % above the TOP mean (capabilities 1.3, V70, V72)", () => {
    const cellsOf = (loyal: number, others: number): readonly bigint[] =>
      [5, loyal - 1, 0, 0, 1, others, 0, 0, 0, 0].map(BigInt);
    const brand = (id: number, loyal: number, others: number) =>
      brandCounts(id, [5 + loyal + others, 0, 0, 0, 0], [], cellsOf(loyal, others));
    const grid = figuresOf(1, [brand(1, 64, 100), ...[2, 3, 4, 5, 6].map((id) => brand(id, 50, 30 + id * 5))]);
    // Peers' sums of nine cells: 90, 95, 100, 105, 110.
    expect(grid.get("PLACED_PEOPLE")).toMatchObject({ own: 164, standing: { industryMean: 100, topMean: 105 } });
    const loyal = figuresOf(1, [brand(1, 241, 0), ...[80, 70, 90, 100, 110].map((n, at) => brand(at + 2, n, 9))]);
    expect(loyal.get("LOYALTY_PEOPLE:LOYAL")).toMatchObject({ own: 241, standing: { topMean: 100, topCount: 3 } });
  });

  it("adds cells up to groups, rows and columns", () => {
    const cells = [7, 1, 2, 4, 8, 16, 32, 64, 128, 256].map(BigInt);
    const figures = figuresOf(1, [brandCounts(1, [518, 0, 0, 0, 0], [], cells)]);
    const own = (metric: BenchmarkMetric) => figures.get(metric)?.own;
    expect(own("CELL_PEOPLE:CATEGORY>LOYAL")).toBe(8);
    expect(
      ["BASE", "POTENTIAL", "INDUSTRY", "PENETRATION"].map((group) => own(`GROUP_PEOPLE:${group as "BASE"}`)),
    ).toEqual([1, 6, 56, 448]);
    expect(["BRAND", "CATEGORY", "PLATFORM"].map((intent) => own(`INTENT_PEOPLE:${intent as "BRAND"}`))).toEqual([
      7, 56, 448,
    ]);
    expect(["LOYAL", "POTENTIAL", "SWING"].map((loyalty) => own(`LOYALTY_PEOPLE:${loyalty as "LOYAL"}`))).toEqual([
      73, 146, 292,
    ]);
    expect(own("PLACED_PEOPLE")).toBe(511);
    expect([...figures.keys()]).toEqual(benchmarkMetrics);
  });

  it("measures visits and searches by the people in the four stages", () => {
    const asset = (n: number) => ({ people: 10n, visited: BigInt(n), searched: BigInt(n % 2) });
    const brands = [1, 2, 3, 4, 5, 6].map((n) => brandCounts(n, [5, 10, 0, 0, 0], [], undefined, asset(n)));
    const figures = figuresOf(4, brands);
    expect(figures.get("VISIT_RATE")).toMatchObject({ own: 0.4, numerator: 4n, denominator: 10n, peers: 5 });
    expect(figures.get("VISIT_RATE")?.standing).toMatchObject({ topMean: expect.closeTo(14 / 30, 12), rank: 3 });
    // Equal rates share a rank, and the next different one takes the next.
    expect(figures.get("SEARCH_RATE")?.standing).toMatchObject({ rank: 2, topMean: expect.closeTo(0.1, 12) });
    expect(figuresOf(3, brands).get("SEARCH_RATE")?.standing).toMatchObject({ rank: 1 });
  });

  it("has no visit rate for a brand whose people all lapsed", () => {
    const lapsed = brandCounts(1, [5, 0, 0, 0, 0], [], undefined, { people: 0n, visited: 0n, searched: 0n });
    expect(figuresOf(1, [lapsed]).get("VISIT_RATE")).toMatchObject({ own: null, denominator: 0n });
  });

  it("does not count a brand among the peers that nobody met", () => {
    const unknown = { brandId: 7, assets: undefined, reach: [], activity: undefined, conversion: undefined };
    const empty = brandCounts(8, [0, 0, 0, 0, 0]);
    const lapsed = brandCounts(9, [3, 0, 0, 0, 0]);
    const figures = figuresOf(1, [...market, unknown, empty, lapsed]);
    // 2 to 6 and the lapsed one's 0.
    expect(figures.get("STAGE_PEOPLE:AWARE")).toMatchObject({ peers: 6, standing: { industryMean: 20 / 6 } });
    const own = figuresOf(7, [...market, unknown, empty, lapsed]).get("STAGE_PEOPLE:AWARE");
    expect(own).toMatchObject({ own: null, peers: 7, standing: { industryMean: 3, rank: null } });
  });
});
