import { associate } from "../../../../src/engines/association/association";

describe("associate", () => {
  it("reproduces the market baskets of Tan, Steinbach & Kumar 2005, table 6.1: {Milk, Diapers} then {Beer}", () => {
    const rule = associate({ both: 2, antecedent: 3, consequent: 3, all: 5 })!;
    expect(rule.support).toBeCloseTo(0.4, 12);
    expect(rule.confidence).toBeCloseTo(0.67, 2);
  });

  it("reproduces their tea and coffee, table 6.7: 75 % of the tea drinkers drink coffee, fewer than of all", () => {
    const rule = associate({ both: 150, antecedent: 200, consequent: 800, all: 1000 })!;
    expect(rule).toMatchObject({ support: 0.15, confidence: 0.75, lift: 0.9375 });
    // 200 tea drinkers of 1,000 are too few to rule out that tea makes no difference.
    expect(rule.liftInterval.low).toBeLessThan(0.9375);
    expect(rule.liftInterval.high).toBeGreaterThan(1);
  });

  it("does not depend on which of the two comes first, but for its confidence", () => {
    const there = associate({ both: 30, antecedent: 100, consequent: 60, all: 1000 })!;
    const back = associate({ both: 30, antecedent: 60, consequent: 100, all: 1000 })!;
    expect(back.support).toBe(there.support);
    expect(back.lift).toBeCloseTo(there.lift, 12);
    expect([there.confidence, back.confidence]).toEqual([0.3, 0.5]);
  });

  it("is null without one of the two", () => {
    expect(associate({ both: 0, antecedent: 0, consequent: 5, all: 10 })).toBeNull();
    expect(associate({ both: 0, antecedent: 5, consequent: 0, all: 10 })).toBeNull();
  });

  it("refuses what is no count of baskets", () => {
    expect(() => associate({ both: 0.5, antecedent: 1, consequent: 1, all: 2 })).toThrow(
      "Baskets must be whole numbers",
    );
    expect(() => associate({ both: 3, antecedent: 2, consequent: 5, all: 9 })).toThrow("whole counts of people");
  });
});
