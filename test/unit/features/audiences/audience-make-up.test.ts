import { RoaringBitmap32 } from "roaring";
import type { PerStage, RuleSetDefinition } from "../../../../src/features/assets";
import { audienceMakeUp } from "../../../../src/features/audiences/audience-make-up";

const AS_OF = new Date("2025-11-11T00:00:00Z");
const range = (from: number, to: number): RoaringBitmap32 => RoaringBitmap32.fromRange(from, to);

// 1,000 people met: 400 lapsed, 300 aware, 150 appeal, 100 act, 50 advocate.
const stages: PerStage<RoaringBitmap32> = [
  range(0, 400),
  range(400, 700),
  range(700, 850),
  range(850, 950),
  range(950, 1_000),
];
// The same 1,000: 100 unplaced; 200, 100, 60 of brand intent; 240, 160, 40 of category intent; 50, 30, 20 of platform intent.
const ENDS = [100, 300, 400, 460, 700, 860, 900, 950, 980, 1_000];
const cells = ENDS.map((end, label) => range(ENDS[label - 1] ?? 0, end));
const groups: RuleSetDefinition["groups"] = {
  BASE: [["BRAND", "LOYAL"]],
  POTENTIAL: [
    ["BRAND", "POTENTIAL"],
    ["BRAND", "SWING"],
  ],
  INDUSTRY: [
    ["CATEGORY", "LOYAL"],
    ["CATEGORY", "POTENTIAL"],
    ["CATEGORY", "SWING"],
  ],
  PENETRATION: [
    ["PLATFORM", "LOYAL"],
    ["PLATFORM", "POTENTIAL"],
    ["PLATFORM", "SWING"],
  ],
};
const labels = { asOf: AS_OF, stages, cells, groups };

const makeUp = (audience: RoaringBitmap32, smallGroupThreshold: number, roundingBase: number, people = labels) => {
  const told = audienceMakeUp(audience, people, { smallGroupThreshold, roundingBase });
  return {
    share: told.share,
    parts: [told.lapsed, ...told.stages.map(({ people }) => people), told.notMet],
    cells: [told.unplaced, ...told.cells.map(({ people }) => people)],
    groups: told.groups.map(({ people }) => people),
  };
};

it("stages, and groups, and cells sum to the audience, and the share is of the people met", () => {
  const audience = RoaringBitmap32.or(range(300, 960), range(1_000, 1_040));
  expect(makeUp(audience, 1, 1)).toEqual({
    share: 0.66,
    parts: [100n, 300n, 150n, 100n, 10n, 40n],
    cells: [0n, 0n, 100n, 60n, 240n, 160n, 40n, 50n, 10n, 0n],
    groups: [0n, 160n, 440n, 60n],
  });
});

it("withholds a small part, and the smallest other so that it cannot be computed from the size", () => {
  const audience = range(300, 960); // stages 100, 300, 150, 100, 10: the 10 goes, and one of the two 100
  expect(makeUp(audience, 50, 10)).toMatchObject({ share: 0.66, parts: [null, 300n, 150n, 100n, null, 0n] });
});

it("withholds what would give away a small cell, within its group first", () => {
  // In PENETRATION 50, 10 and 0: the 10 goes, and with it the 50. In INDUSTRY 240, 160 and 40: the 40 goes, and the 160.
  expect(makeUp(range(300, 960), 50, 10)).toMatchObject({
    cells: [0n, 0n, 100n, 60n, 240n, null, null, null, null, 0n],
    groups: [0n, 160n, 440n, 60n],
  });
});

it("withholds a small group, and another one beside it", () => {
  // Met 940: unplaced 100, BASE 200, POTENTIAL 160, INDUSTRY 440 and PENETRATION 40, which goes with all of its cells.
  const { groups: told, cells: shown } = makeUp(range(0, 940), 50, 10);
  expect(told[3]).toBeNull();
  expect([shown[0], ...told.slice(0, 3)].filter((people) => people === null)).toHaveLength(1);
});

it("rounds each part and takes the share from the rounded count", () => {
  const audience = range(398, 997); // 2, 300, 150, 100, 47, 0: 599 met, rounded 600
  expect(makeUp(audience, 1, 10)).toMatchObject({ share: 0.6, parts: [0n, 300n, 150n, 100n, 50n, 0n] });
});

it("never shares more than all", () => {
  const few: PerStage<RoaringBitmap32> = [range(0, 6), range(0, 0), range(0, 0), range(0, 0), range(0, 0)];
  const people = { ...labels, stages: few, cells: [range(0, 6), ...Array(9).fill(range(0, 0))] };
  expect(makeUp(range(0, 6), 1, 10, people).share).toBe(1);
});

it("tells nothing of an audience that is itself too small", () => {
  expect(makeUp(range(0, 40), 50, 10)).toEqual({
    share: null,
    parts: Array(6).fill(null),
    cells: Array(10).fill(null),
    groups: Array(4).fill(null),
  });
});

it("withholds the share when those met are too few, or those not met", () => {
  expect(makeUp(range(960, 1_200), 50, 10)).toMatchObject({ share: null }); // 40 met, 200 not
  expect(makeUp(range(0, 1_020), 50, 10)).toMatchObject({ share: null }); // 20 not met
});

it("tells an empty audience", () => {
  expect(makeUp(new RoaringBitmap32(), 50, 10)).toEqual({
    share: 0,
    parts: Array(6).fill(0n),
    cells: Array(10).fill(0n),
    groups: Array(4).fill(0n),
  });
});

it("has no share where the brand met nobody", () => {
  const nobody: PerStage<RoaringBitmap32> = [range(0, 0), range(0, 0), range(0, 0), range(0, 0), range(0, 0)];
  const people = { ...labels, stages: nobody, cells: Array(10).fill(range(0, 0)) };
  expect(makeUp(range(0, 5), 1, 1, people)).toMatchObject({ share: null, parts: [0n, 0n, 0n, 0n, 0n, 5n] });
});
