import type { CreditLine } from "../../../../src/features/attribution/attribution-report";
import { channelOfPlacement } from "../../../../src/features/attribution/channel";
import { LineFacts } from "../../../../src/features/attribution/line-facts";
import type { Placement } from "../../../../src/features/campaigns";

const placement = (id: string, platform: string, ...externalIds: readonly string[]): Placement => ({
  id,
  campaignId: "c",
  name: id,
  platform,
  site: "OFF_SITE",
  step: "ACQUIRE",
  objective: "BRAND_AD",
  audiencePackId: null,
  externalIds,
});

const line = (platform: string, placement = "", hasPlacements = true): CreditLine => ({
  platform,
  placement,
  hasPlacements,
  credits: [],
});

const placements = [
  placement("splash", "DOUYIN", "z", "a"),
  placement("feed", "DOUYIN", "b"),
  placement("topic", "WEIBO", "b"),
  placement("late", "WEIBO", "c"),
  placement("outdoor", "OTHER", "o"),
];
const facts = new LineFacts(
  placements,
  new Map([
    ["splash", 100n],
    ["feed", 20n],
    ["topic", 30n],
    ["outdoor", 5n],
  ]),
);

describe("LineFacts", () => {
  it("knows a placement by any of its external ids, on its own platform only", () => {
    expect(facts.placementOf(line("DOUYIN", "z"))?.id).toBe("splash");
    expect(facts.placementOf(line("DOUYIN", "a"))?.id).toBe("splash");
    expect(facts.placementOf(line("WEIBO", "b"))?.id).toBe("topic");
    expect(facts.placementOf(line("WEIBO", "a"))).toBeNull();
    expect(facts.placementOf(line("DOUYIN"))).toBeNull();
  });

  it("sums the cost of a platform's placements", () => {
    expect(facts.costOf(line("DOUYIN"), "PLATFORM")).toBe(120n);
  });

  it("does not count an unreported placement as free", () => {
    expect(facts.costOf(line("WEIBO"), "PLATFORM")).toBeNull();
    expect(facts.costOf(line("WEIBO", "c"), "PLACEMENT")).toBeNull();
    expect(facts.costOf(line("WEIBO", "b"), "PLACEMENT")).toBe(30n);
  });

  it("knows no cost where the campaign buys nothing", () => {
    expect(facts.costOf(line("ZHIHU"), "PLATFORM")).toBeNull();
    expect(facts.costOf(line("DOUYIN"), "PLACEMENT")).toBeNull();
  });

  it("tells the platform OTHER from the line of small platforms", () => {
    expect(facts.costOf(line("OTHER"), "PLATFORM")).toBe(5n);
    expect(facts.costOf(line("OTHER", "", false), "PLATFORM")).toBeNull();
  });
});

describe("channelOfPlacement", () => {
  it("is the first external id, or none", () => {
    expect(channelOfPlacement(placements[0]!)).toEqual({ platform: "DOUYIN", placement: "a" });
    expect(channelOfPlacement(placement("planned", "DOUYIN"))).toBeNull();
  });
});
