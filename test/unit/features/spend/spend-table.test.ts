import type { Placement } from "../../../../src/features/campaigns";
import { spendTable } from "../../../../src/features/spend/spend-table";
import { spendFacts } from "../../../../src/features/spend/spend-value";

const placement = (id: string, platform: string): Placement => ({
  ...{ id, platform, campaignId: "c", name: id, site: "OFF_SITE", step: "ACQUIRE", objective: "BRAND_AD" },
  ...{ audiencePackId: null, externalIds: [`${id}-1`, `${id}-2`] },
});
const people = (from: number, count: number): number[] => Array.from({ length: count }, (_, index) => from + index);
const last = (id: string, platform: string, conversions: number, from: number) => ({
  ...{ platform, site: "OFF_SITE", placement: `${id}-2`, creative: `creative ${id}`, foreign: 0n },
  ...{ conversions: BigInt(conversions), value: BigInt(100 * conversions), people: people(from, conversions) },
});

const PLACEMENTS = [placement("a", "DOUYIN"), placement("b", "WEIBO"), placement("c", "ZHIHU"), placement("d", "JD")];
const COSTS = new Map([
  ["a", 1000n],
  ["b", 500n],
  ["c", 300n],
]);
const FACTS = spendFacts(PLACEMENTS, COSTS, {
  lastTouches: [last("a", "DOUYIN", 30, 1), last("b", "WEIBO", 12, 101), last("c", "ZHIHU", 4, 201)],
  shares: [],
});

it("keeps lines of enough people, and joins small ones with the next smallest until they are no small group", () => {
  expect(spendTable(FACTS.facts, COSTS, "TRAFFIC", 10)).toMatchObject([
    { kind: "NAMED", key: "DOUYIN/OFF_SITE", cost: 1000n, value: 3000n, roi: 3, rank: 1 },
    { kind: "OTHER", key: null, cost: 800n, value: 1600n, conversions: 16n, roi: 2, rank: 2 },
    { kind: "NAMED", key: "JD/OFF_SITE", cost: 0n, placementsWithoutCost: 1, roi: null, rank: null },
  ]);
  expect(spendTable(FACTS.facts, COSTS, "TRAFFIC", 1).map(({ key }) => key)).toEqual([
    "DOUYIN/OFF_SITE",
    "WEIBO/OFF_SITE",
    "ZHIHU/OFF_SITE",
    "JD/OFF_SITE",
  ]);
});

it.each([1, 10, 50])("has the same sums by every axis with a threshold of %i", (threshold) => {
  for (const axis of ["FEE", "CREATIVE", "TRAFFIC"] as const) {
    const lines = spendTable(FACTS.facts, COSTS, axis, threshold);
    expect(lines.reduce((sum, { cost }) => sum + cost, 0n)).toBe(1800n);
    expect(lines.reduce((sum, { value }) => sum + value, 0n)).toBe(4600n);
    expect(lines.reduce((sum, { conversions }) => sum + conversions, 0n)).toBe(46n);
  }
});

it("splits a cost among creatives over all external ids of a placement, exactly", () => {
  const share = (id: string, creative: string, touches: bigint) => ({
    platform: "DOUYIN",
    placement: id,
    creative,
    touches,
  });
  const { facts } = spendFacts([PLACEMENTS[0]!], new Map([["a", 1000n]]), {
    lastTouches: [],
    shares: [share("a-1", "x", 1n), share("a-2", "x", 1n), share("a-2", "y", 1n), share("zz", "y", 9n)],
  });
  expect(facts.map(({ creative, cost }) => [creative, cost])).toEqual([
    ["x", 667n],
    ["y", 333n],
  ]);
});
