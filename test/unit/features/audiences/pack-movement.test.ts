import { tellMovement } from "../../../../src/features/audiences/pack-movement";

const organisation = { smallGroupThreshold: 50, roundingBase: 10 };
const told = (entered: bigint, left: bigint) => {
  const movement = tellMovement({ entered, left }, organisation);
  return [movement.entered.people, movement.left.people];
};

describe("tellMovement", () => {
  it("rounds both where both are many, or nobody", () => {
    expect(told(123n, 67n)).toEqual([120n, 70n]);
    expect(told(0n, 67n)).toEqual([0n, 70n]);
    expect(told(0n, 0n)).toEqual([0n, 0n]);
  });

  it("withholds both where one is small: the sizes of the two builds would tell it", () => {
    expect(told(49n, 500n)).toEqual([null, null]);
    expect(told(500n, 1n)).toEqual([null, null]);
    expect(told(1n, 0n)).toEqual([null, null]);
  });
});
