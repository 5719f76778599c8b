import { slicesOf } from "../../../../src/features/experiments/arm-people";

const people = {
  ordinals: Uint32Array.from([7, 0, 25, 3, 24]),
  arms: Uint8Array.from([1, 2, 3, 1, 2]),
  starts: Float64Array.from([70, 0, 250, 30, 240]),
};

describe("slices of an experiment's people", () => {
  it("hold each person once, by number, and leave out numbers of nobody", () => {
    const slices = [...slicesOf(people, 8)].map((slice) => ({ ...slice, people: [...slice.people] }));
    expect(slices).toEqual([
      {
        ...{ first: 0, people: [0, 3, 7] },
        arms: Uint8Array.from([2, 0, 0, 1, 0, 0, 0, 1]),
        starts: Float64Array.from([0, 0, 0, 30, 0, 0, 0, 70]),
      },
      { first: 24, people: [24, 25], arms: Uint8Array.from([2, 3]), starts: Float64Array.from([240, 250]) },
    ]);
  });

  it("are none of nobody", () => {
    const nobody = { ordinals: new Uint32Array(), arms: new Uint8Array(), starts: new Float64Array() };
    expect([...slicesOf(nobody, 8)]).toEqual([]);
  });
});
