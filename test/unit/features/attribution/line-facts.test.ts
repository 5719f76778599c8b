import { LineFacts } from "../../../../src/features/attribution/line-facts";
import { type LineKey, labelOf } from "../../../../src/features/attribution/line-key";
import { firstIdOf } from "../../../../src/features/attribution/touch";
import type { Placement } from "../../../../src/features/campaigns";

const placement = (id: string, platform: string, ...externalIds: readonly string[]): Placement => ({
  id,
  campaignId: "c",
  name: id,
  platform,
  site: "OFF_SITE",
  step: "ACQUIRE",
  objective: "BRAND_AD",
  audiencePackId: id === "splash" ? "pack" : null,
  externalIds,
});

const line = (platform: string, key = ""): LineKey => ({ platform, key });

const placements = [
  placement("splash", "DOUYIN", "z", "a"),
  placement("feed", "DOUYIN", "b"),
  placement("topic", "WEIBO", "b"),
  placement("late", "WEIBO", "c"),
  placement("outdoor", "OTHER", "o"),
];
const costs = new Map([
  ["splash", 100n],
  ["feed", 20n],
  ["topic", 30n],
  ["outdoor", 5n],
]);
const shownBut = (...hidden: readonly string[]): ReadonlySet<string> =>
  new Set(
    placements
      .filter(({ id }) => !hidden.includes(id))
      .map((one) => labelOf({ platform: one.platform, key: firstIdOf(one)! })),
  );
const facts = new LineFacts(placements, costs, shownBut());

describe("LineFacts", () => {
  it("knows a placement by any of its external ids, on its own platform only", () => {
    expect(facts.placementOf("PLACEMENT", line("DOUYIN", "z"))?.id).toBe("splash");
    expect(facts.placementOf("PLACEMENT", line("DOUYIN", "a"))?.id).toBe("splash");
    expect(facts.placementOf("PLACEMENT", line("WEIBO", "b"))?.id).toBe("topic");
    expect(facts.placementOf("PLACEMENT", line("WEIBO", "a"))).toBeNull();
    expect(facts.placementOf("PLACEMENT", line("DOUYIN"))).toBeNull();
    expect(facts.placementOf("CREATIVE", line("", "a"))).toBeNull();
  });

  it("sums the cost of a platform's placements", () => {
    expect(facts.costOf("PLATFORM", line("DOUYIN"))).toBe(120n);
  });

  it("does not count an unreported placement as free", () => {
    expect(facts.costOf("PLATFORM", line("WEIBO"))).toBeNull();
    expect(facts.costOf("PLACEMENT", line("WEIBO", "c"))).toBeNull();
    expect(facts.costOf("PLACEMENT", line("WEIBO", "b"))).toBe(30n);
  });

  it("knows no cost where nothing is bought", () => {
    expect(facts.costOf("PLATFORM", line("ZHIHU"))).toBeNull();
    expect(facts.costOf("PLACEMENT", line("DOUYIN"))).toBeNull();
    expect(facts.costOf("PACK", line("", ""))).toBeNull();
    expect(facts.costOf("KEYWORD", line("", "watch"))).toBeNull();
  });

  it("tells the platform OTHER from the line of small platforms", () => {
    expect(facts.costOf("PLATFORM", line("OTHER"))).toBe(5n);
    expect(new LineFacts(placements, costs, shownBut("outdoor")).costOf("PLATFORM", line("OTHER"))).toBeNull();
  });

  it("sums a step and a pack over the placements that have a line, as their credit does", () => {
    expect(facts.costOf("PACK", line("", "pack"))).toBe(100n);
    expect(facts.costOf("STEP", line("", "ACQUIRE"))).toBeNull();
    expect(new LineFacts(placements, costs, shownBut("late", "feed")).costOf("STEP", line("", "ACQUIRE"))).toBe(135n);
  });
});

describe("firstIdOf", () => {
  it("is the first external id, or none", () => {
    expect(firstIdOf(placements[0]!)).toBe("a");
    expect(firstIdOf(placement("planned", "DOUYIN"))).toBeUndefined();
  });
});
