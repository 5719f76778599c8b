import { RoaringBitmap32 } from "roaring";
import { reachFrom } from "../../../../src/features/assets/stage-reach";

const people = (...members: number[]): RoaringBitmap32 => new RoaringBitmap32(members);

it("counts of those who were in a stage how many attained each, and for what they had already all", () => {
  const attained = { APPEAL: people(1, 2, 11), ACT: people(2, 3, 11, 21), ADVOCATE: people(3, 21) };
  const start = [people(9), people(1, 2, 3, 4), people(11, 12), people(21), people(31)] as const;
  expect(reachFrom(start, (stage) => attained[stage])).toEqual([
    { from: 1, people: 4n, reached: { 2: 3n, 3: 2n, 4: 1n } }, // an order is at least APPEAL
    { from: 2, people: 2n, reached: { 2: 2n, 3: 1n, 4: 0n } },
    { from: 3, people: 1n, reached: { 2: 1n, 3: 1n, 4: 1n } },
  ]);
});
