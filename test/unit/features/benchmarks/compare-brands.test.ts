import { compareBrands } from "../../../../src/features/benchmarks/compare-brands";
import { brandCounts } from "./figures";

const figuresOf = (brandId: number, brands: Parameters<typeof compareBrands>[0]) =>
  new Map(
    compareBrands(brands)
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

  it("measures the core people and the visitors who bought", () => {
    const figures = figuresOf(6, market);
    expect(figures.get("CELL_PEOPLE:BRAND>LOYAL")).toMatchObject({ own: 24, numerator: 24n, denominator: null });
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

  it("does not count a brand among the peers that nobody met", () => {
    const unknown = { brandId: 7, assets: undefined, reach: [], conversion: undefined };
    const empty = brandCounts(8, [0, 0, 0, 0, 0]);
    const lapsed = brandCounts(9, [3, 0, 0, 0, 0]);
    const figures = figuresOf(1, [...market, unknown, empty, lapsed]);
    // 2 to 6 and the lapsed one's 0.
    expect(figures.get("STAGE_PEOPLE:AWARE")).toMatchObject({ peers: 6, standing: { industryMean: 20 / 6 } });
    const own = figuresOf(7, [...market, unknown, empty, lapsed]).get("STAGE_PEOPLE:AWARE");
    expect(own).toMatchObject({ own: null, peers: 7, standing: { industryMean: 3, rank: null } });
  });
});
