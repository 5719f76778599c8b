import { showLedger } from "../../../../src/features/members/benefit-ledger";
import type { LedgerLine } from "../../../../src/features/members/benefit-ledger.store";
import { showMembers, showTrendPoint } from "../../../../src/features/members/member-figures";
import type { MemberCell } from "../../../../src/features/members/member-figures.store";

const cell = (platform: string, age: number, isActive: boolean, people: number): MemberCell => ({
  ...{ platform, age, isActive, people: BigInt(people) },
});
const CAREFUL = { threshold: 50, roundingBase: 10 };

describe("showMembers", () => {
  it("tells everything where nothing is small and nothing rounded", () => {
    const figures = showMembers([cell("JD", 0, true, 3), cell("JD", 4, false, 1)], { threshold: 1, roundingBase: 1 });
    expect(figures).toMatchObject({
      ...{ members: 4n, isSuppressed: false, byPlatform: [{ platform: "JD", members: 4n, share: 1 }] },
      active: { members: 3n, share: 0.75 },
    });
    expect(figures.byAge.map(({ members }) => members)).toEqual([3n, 0n, 0n, 0n, 1n]);
    expect(figures.byAge.map(({ fromDays, toDays }) => [fromDays, toDays])).toEqual([
      ...[
        [0, 30],
        [30, 90],
        [90, 180],
        [180, 365],
      ],
      [365, null],
    ]);
  });

  it("rounds what it tells, and takes company along with what is small", () => {
    const figures = showMembers(
      [cell("JD", 0, true, 104), cell("TMALL", 1, true, 61), cell("DOUYIN", 2, false, 12)],
      CAREFUL,
    );
    expect(figures.members).toBe(180n); // of 177
    expect(figures.byPlatform).toEqual([
      { platform: "JD", members: 100n, share: 100 / 180 },
      { platform: "TMALL", members: null, share: null },
      { platform: "DOUYIN", members: null, share: null },
    ]);
    // 12 idle of 177 would follow from the active.
    expect(figures.active).toEqual({ members: null, share: null, interval: null });
    expect(figures.isSuppressed).toBe(true);
  });

  it("has shares of nobody", () => {
    const figures = showMembers([], CAREFUL);
    expect(figures).toMatchObject({
      members: 0n,
      byPlatform: [],
      active: { members: 0n, share: null, interval: null },
    });
  });

  it("puts all platforms but the fifty largest together", () => {
    const cells = Array.from({ length: 60 }, (_, place) => cell(`P${place}`, 0, true, 100 - place));
    const { byPlatform } = showMembers(cells, { threshold: 1, roundingBase: 1 });
    expect(byPlatform).toHaveLength(51);
    expect(byPlatform[50]).toMatchObject({ platform: null, members: 455n }); // 50 + 49 + ... + 41
  });
});

describe("showTrendPoint", () => {
  const period = { from: new Date(0), to: new Date(1) };

  it("tells no net where a side of it is withheld", () => {
    const point = showTrendPoint(period, { joined: 204n, left: 7n }, { members: 1_001n, active: 500n }, CAREFUL);
    expect(point).toMatchObject({
      joined: 200n,
      left: null,
      net: null,
      members: 1_000n,
      active: { members: 500n, share: 0.5 },
    });
    const told = showTrendPoint(period, { joined: 204n, left: 0n }, { members: 1_001n, active: 990n }, CAREFUL);
    expect(told).toMatchObject({ joined: 200n, left: 0n, net: 200n, active: { members: null } });
  });
});

describe("showLedger", () => {
  const line = (tier: string | null, redeemed: number, expired: number, open: number): LedgerLine => ({
    ...{ tier, redeemed: BigInt(redeemed), expired: BigInt(expired), open: BigInt(open) },
    ...{ uses: BigInt(redeemed), costMinor: BigInt(100 * redeemed) },
  });

  it("adds tiers up", () => {
    const { total, byTier, suppressedCells } = showLedger([line("A", 1, 0, 1), line(null, 2, 1, 0)], "CNY", 1);
    expect(total).toMatchObject({ issued: 5n, redeemed: 3n, expired: 1n, open: 1n, uses: 3n, redemptionRate: 0.6 });
    expect(total.cost).toEqual({ minor: 300n, currencyCode: "CNY" });
    expect(byTier).toMatchObject([
      { tier: "A", issued: 2n, redemptionRate: 0.5 },
      { tier: null, issued: 3n },
    ]);
    expect(suppressedCells).toBe(0);
  });

  it("lets no small count follow from what it tells, and no cost from which one would follow", () => {
    const { total, byTier } = showLedger([line("A", 3, 0, 97), line("B", 200, 0, 200), line("C", 0, 0, 4)], "CNY", 5);
    // Of A 3 are redeemed: they would follow from its 97 open ones, and with those of B from the totals.
    expect(byTier[0]).toMatchObject({ redeemed: null, open: null, uses: null, cost: null, redemptionRate: null });
    expect(byTier[1]).toMatchObject({ redeemed: null, cost: null });
    expect(byTier[2]).toMatchObject({ issued: null, open: null });
    expect(total).toMatchObject({ issued: 504n, redeemed: 203n });
  });

  it("has no rate of no issue", () => {
    expect(showLedger([], "CNY", 50).total).toMatchObject({ issued: 0n, redemptionRate: null, interval: null });
  });
});
