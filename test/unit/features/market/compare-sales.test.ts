import fc from "fast-check";
import { type ComparedPeriod, comparePeriod, yearsFirst } from "../../../../src/features/market/compare-sales";
import type { MarketFigureState } from "../../../../src/features/market/figure-state";
import type { BrandSales, MarketPeriod } from "../../../../src/features/market/market-sales";

const sales = (brandId: number, change: Partial<BrandSales> = {}): BrandSales => ({
  brandId,
  buyers: 100n,
  repeatBuyers: 10n,
  orders: 110n,
  ordersWithoutValue: 0n,
  units: 110n,
  gmvMinor: 1_000n,
  currencyCode: "CNY",
  ...change,
});

const period = (brands: readonly BrandSales[], change: Partial<MarketPeriod> = {}): MarketPeriod => ({
  year: null,
  isComplete: true,
  buyers: 1_000n,
  brands,
  ...change,
});

const peers = [2, 3, 4, 5, 6].map((brandId) => sales(brandId));

describe("comparePeriod", () => {
  it("ranks by GMV, then by units, then by the catalogue's number: no two share a rank", () => {
    const brands = [sales(1), ...peers, sales(7, { units: 111n }), sales(8, { gmvMinor: 1_001n, units: 0n })];
    const ranks = brands.map(({ brandId }) => comparePeriod(period(brands), brandId, 1).rank.rank);
    expect(ranks).toEqual([3, 4, 5, 6, 7, 8, 2, 1]);
  });

  it("knows a brand that is not on the market, and what the others make of it", () => {
    expect(comparePeriod(period(peers), 1, 1)).toMatchObject({
      state: "NO_ORDERS",
      sales: null,
      rank: { state: "NO_ORDERS", rank: null, of: 5 },
      // Nobody of the category's 1,000 buyers bought it.
      penetration: {
        state: "KNOWN",
        rate: { value: 0, people: 0n, base: 1_000n },
        benchmark: { standing: { rank: 2 } },
      },
      repurchase: { state: "BASE_NOT_POSITIVE", rate: null, benchmark: { own: null, standing: { industryMean: 0.1 } } },
    });
  });

  it("has no share of a market without buyers", () => {
    const { penetration } = comparePeriod(period([], { buyers: 0n }), 1, 1);
    expect(penetration).toMatchObject({ state: "TOO_FEW_PEERS", rate: null });
  });

  it.each([
    ["few buyers", { buyers: 49n, repeatBuyers: 0n, orders: 49n }, "SUPPRESSED", "SUPPRESSED", "SUPPRESSED"],
    ["few who came again", { repeatBuyers: 49n }, "KNOWN", "SUPPRESSED", "KNOWN"],
    ["few who did not come again", { repeatBuyers: 51n }, "KNOWN", "SUPPRESSED", "KNOWN"],
    [
      "few buyers of other brands only",
      { buyers: 951n, repeatBuyers: 100n, orders: 1_000n },
      "KNOWN",
      "KNOWN",
      "SUPPRESSED",
    ],
    ["many", { repeatBuyers: 50n }, "KNOWN", "KNOWN", "KNOWN"],
  ] as const)("withholds from groups of 50: %s", (_, change, state, repurchase, penetration) => {
    const told = comparePeriod(period([sales(1, change), ...peers]), 1, 50);
    expect([told.state, told.repurchase.state, told.penetration.state]).toEqual([state, repurchase, penetration]);
    expect(told.sales === null).toBe(state === "SUPPRESSED");
    expect(told.rank.rank === null).toBe(state === "SUPPRESSED");
    if (told.sales) expect(told.sales.orders === null).toBe(repurchase === "SUPPRESSED");
  });

  it("tells no number that a withheld one follows from", () => {
    const counts = fc
      .bigInt(1n, 120n)
      .chain((buyers) => fc.tuple(fc.constant(buyers), fc.bigInt(0n, buyers), fc.bigInt(0n, 200n)));
    fc.assert(
      fc.property(counts, ([buyers, repeatBuyers, others]) => {
        const own = sales(1, { buyers, repeatBuyers, orders: buyers + repeatBuyers });
        const told = comparePeriod(period([own, ...peers], { buyers: buyers + others }), 1, 50);
        const small = (people: bigint): boolean => people > 0n && people < 50n;
        const text = JSON.stringify(told, (_, value) => (typeof value === "bigint" ? value.toString() : value));
        if (small(buyers)) expect(text).not.toContain(`"${buyers}"`);
        if (small(repeatBuyers) || small(buyers - repeatBuyers)) {
          expect(told.repurchase.rate).toBeNull();
          expect([told.sales?.repeatBuyers ?? null, told.sales?.orders ?? null]).toEqual([null, null]);
        }
        if (small(others)) expect(told.penetration.rate).toBeNull();
      }),
    );
  });
});

describe("yearsFirst", () => {
  const year = (
    n: number,
    rank: number | null,
    state: MarketFigureState = "KNOWN",
    isComplete = true,
  ): ComparedPeriod => ({
    ...comparePeriod(period([], { year: 2_000 + n, isComplete }), 1, 1),
    rank: { state, rank, of: 6 },
  });

  it.each([
    [
      "the last five complete years",
      [year(1, 2), ...[2, 3, 4, 5, 6].map((n) => year(n, 1)), year(7, 3, "KNOWN", false)],
      5,
    ],
    ["none after a second place", [year(1, 1), year(2, 2)], 0],
    ["no more than were counted", [year(1, 1), year(2, 1)], 2],
    ["none after a year without orders", [year(1, 1), year(2, null, "NO_ORDERS")], 0],
    ["not across a year whose rank is unknown", [year(1, 1), year(2, null, "SUPPRESSED"), year(3, 1)], 1],
    ["unknown when the last year's rank is", [year(1, 1), year(2, null, "TOO_FEW_PEERS")], null],
    ["unknown without a complete year", [year(1, 1, "KNOWN", false)], null],
  ])("counts %s", (_, periods, expected) => {
    expect(yearsFirst([comparePeriod(period(peers), 2, 1), ...periods])).toBe(expected);
  });
});
