import { type MemberFacts, tierOfMember } from "../../../../src/engines/membership/tier-of-member";
import { findTierProblems, type TierConditions, type TierRules } from "../../../../src/engines/membership/tier-rules";
import { SeededRandom } from "../../../../src/engines/numeric/seeded-random";
import { slowTierOfMember } from "../../../support/slow-tier";

const DAY = 86_400_000;
const AT = Date.UTC(2025, 10, 20);
const NOTHING: TierConditions = { minimumSpend: null, minimumOrderDays: null, minimumTenureDays: null };

const rules = (change: Partial<TierRules> = {}): TierRules => ({
  match: "ALL",
  qualifyingDays: 90,
  keepingDays: 30,
  tiers: [NOTHING, { ...NOTHING, minimumSpend: 1_000 }, { ...NOTHING, minimumSpend: 5_000, minimumTenureDays: 60 }],
  ...change,
});
const order = (daysBack: number, value: number) => ({
  at: AT - daysBack * DAY,
  day: Math.floor((AT - daysBack * DAY) / DAY),
  value,
});
const member = (joinedDaysBack: number, ...orders: (readonly [daysBack: number, value: number])[]): MemberFacts => ({
  joinedAt: AT - joinedDaysBack * DAY,
  orders: orders.map(([daysBack, value]) => order(daysBack, value)).sort((a, b) => a.at - b.at),
});
const tier = (facts: MemberFacts, change?: Partial<TierRules>): number => tierOfMember(facts, rules(change), AT);

describe("tierOfMember", () => {
  it("is the lowest tier for a member who did nothing", () => {
    expect(tier(member(400))).toBe(0);
  });

  it("counts an order from 90 days before to the instant, the first of which belongs to it and the last does not", () => {
    expect(tier(member(400, [90, 1_000]), { keepingDays: 0 })).toBe(1);
    expect(tier(member(400, [90.001, 1_000]), { keepingDays: 0 })).toBe(0);
    expect(tier(member(400, [0, 1_000]), { keepingDays: 0 })).toBe(0);
  });

  it("keeps a tier for the keeping period after its conditions ceased to hold", () => {
    expect(tier(member(400, [120, 1_000]))).toBe(1);
    expect(tier(member(400, [120.001, 1_000]))).toBe(0);
  });

  it("keeps nothing from before the present membership", () => {
    expect(tier(member(31, [120, 1_000]))).toBe(1);
    expect(tier(member(30, [120, 1_000]))).toBe(0);
  });

  it("asks for all conditions or for one", () => {
    const rich = member(59, [10, 9_000]);
    expect(tier(rich)).toBe(1);
    expect(tier(rich, { match: "ANY" })).toBe(2);
    expect(tier(member(60, [10, 9_000]))).toBe(2);
  });

  it("counts two orders of a day as one order day, also where the window begins between them", () => {
    const tiers = [NOTHING, { ...NOTHING, minimumOrderDays: 2 }];
    expect(tier(member(400, [10, 1], [9.9, 1]), { tiers })).toBe(0);
    expect(tier(member(400, [10, 1], [8.9, 1]), { tiers })).toBe(1);
    // 90.5 days back lies outside; 89.9 and 89.8 days back are one day.
    expect(tier(member(400, [90.05, 1], [89.95, 1], [89.9, 1]), { tiers, keepingDays: 0 })).toBe(0);
  });

  it("agrees with looking at every day on 3,000 random members", () => {
    const random = SeededRandom.fromSeed(20_251_120);
    const conditions = (level: number): TierConditions => ({
      minimumSpend: random.uniform() < 0.6 ? level * random.integer(1, 400) : null,
      minimumOrderDays: random.uniform() < 0.5 ? level * random.integer(1, 2) : null,
      minimumTenureDays: random.uniform() < 0.4 ? level * random.integer(1, 40) : null,
    });
    const seen = new Set<number>();
    for (let round = 0; round < 3_000; round++) {
      const drawn = rules({
        match: random.uniform() < 0.5 ? "ALL" : "ANY",
        qualifyingDays: random.integer(1, 60),
        keepingDays: random.integer(0, 60),
        tiers: [NOTHING, conditions(1), conditions(2), conditions(3)].filter(
          (one, place) => place === 0 || Object.values(one).some((value) => value !== null),
        ),
      });
      const orders = Array.from({ length: random.integer(0, 8) }, () => {
        // Some exactly on a day's edge, where half-open windows begin and end.
        const daysBack = random.uniform() < 0.5 ? random.integer(1, 150) : 150 * (1 - random.uniform());
        return [daysBack, random.integer(1, 500)] as const;
      });
      const facts = member(random.integer(1, 120), ...orders);
      const expected = slowTierOfMember(facts, drawn, AT);
      seen.add(expected);
      expect(tierOfMember(facts, drawn, AT)).toBe(expected);
    }
    expect([...seen].sort()).toEqual([0, 1, 2, 3]);
  });
});

describe("findTierProblems", () => {
  const problems = (match: TierRules["match"], ...tiers: Partial<TierConditions>[]) =>
    findTierProblems({ match, tiers: tiers.map((one) => ({ ...NOTHING, ...one })) });

  it("finds none in a ladder", () => {
    expect(problems("ALL", {}, { minimumSpend: 1 }, { minimumSpend: 1, minimumOrderDays: 2 })).toEqual([]);
    expect(problems("ANY", {}, { minimumSpend: 1, minimumOrderDays: 2 }, { minimumSpend: 1 })).toEqual([]);
  });

  it("wants the first to ask nothing and the others something", () => {
    expect(problems("ALL", { minimumSpend: 1 }, {})).toEqual([
      { kind: "BASE_ASKS", tier: 0, condition: "minimumSpend" },
      { kind: "NO_CONDITION", tier: 1, condition: null },
    ]);
  });

  it("finds tiers that can be met without the one below, and such that are met whenever it is", () => {
    expect(problems("ALL", {}, { minimumSpend: 2 }, { minimumOrderDays: 3 })).toEqual([
      { kind: "GAP", tier: 2, condition: "minimumSpend" },
    ]);
    expect(problems("ANY", {}, { minimumSpend: 2 }, { minimumSpend: 3, minimumOrderDays: 3 })).toEqual([
      { kind: "GAP", tier: 2, condition: "minimumOrderDays" },
    ]);
    expect(problems("ALL", {}, { minimumSpend: 2 }, { minimumSpend: 1 })).toEqual([
      { kind: "GAP", tier: 2, condition: "minimumSpend" },
    ]);
    expect(problems("ALL", {}, { minimumSpend: 2 }, { minimumSpend: 2 })).toEqual([
      { kind: "OVERLAP", tier: 2, condition: null },
    ]);
  });

  it("agrees with trying every member of a small world on random ladders", () => {
    const random = SeededRandom.fromSeed(7);
    const draw = (): number | null => (random.uniform() < 0.5 ? null : random.integer(1, 3));
    const isMet = (match: TierRules["match"], asked: TierConditions, held: readonly number[]): boolean => {
      const bounds = [asked.minimumSpend, asked.minimumOrderDays, asked.minimumTenureDays];
      const told = bounds.flatMap((bound, place) => (bound === null ? [] : [held[place]! >= bound]));
      return match === "ALL" ? told.every(Boolean) : told.some(Boolean);
    };
    const world = Array.from({ length: 64 }, (_, n) => [n % 4, Math.floor(n / 4) % 4, Math.floor(n / 16)]);
    let ladders = 0;
    for (let round = 0; round < 2_000; round++) {
      const match = random.uniform() < 0.5 ? "ALL" : "ANY";
      const [low, high] = [0, 1].map(() => ({
        minimumSpend: draw(),
        minimumOrderDays: draw(),
        minimumTenureDays: draw(),
      })) as [TierConditions, TierConditions];
      if ([low, high].some((one) => Object.values(one).every((value) => value === null))) continue;
      const isNested = world.every((held) => !isMet(match, high, held) || isMet(match, low, held));
      const isStricter = world.some((held) => isMet(match, low, held) && !isMet(match, high, held));
      const found = findTierProblems({ match, tiers: [NOTHING, low, high] });
      expect(found.length === 0).toBe(isNested && isStricter);
      if (found.length === 0) ladders += 1;
    }
    expect(ladders).toBeGreaterThan(50);
  });
});
