import { distribute } from "../../../../src/features/people/attribute-distribution";
import type { AttributeCount } from "../../../../src/features/people/attribute-value.store";

/** Lines as the store answers them: by state, then by people. */
const counts = (
  known: readonly (readonly [value: string, people: number, everybody: number])[],
  { unknown = 0, stale = 0, unlisted = 0 } = {},
): readonly AttributeCount[] => {
  const sum = (numbers: readonly number[]): bigint => BigInt(numbers.reduce((total, number) => total + number, 0));
  const total = {
    statePeople: sum(known.map(([, people]) => people)) + BigInt(unlisted),
    stateEverybody: sum(known.map(([, , everybody]) => everybody)),
  };
  const alone = (state: "UNKNOWN" | "STALE", people: number): AttributeCount => {
    const count = BigInt(people);
    return { state, value: "", people: count, everybody: count, statePeople: count, stateEverybody: count };
  };
  return [
    ...(unknown > 0 ? [alone("UNKNOWN", unknown)] : []),
    ...known.map(([value, people, everybody]) => ({
      ...{ state: "KNOWN" as const, value, people: BigInt(people), everybody: BigInt(everybody) },
      ...total,
    })),
    ...(stale > 0 ? [alone("STALE", stale)] : []),
  ];
};

const open = { type: "INTEGER", allowedValues: [] } as const;
const closed = { type: "ENUM", allowedValues: ["a", "b", "c"] } as const;

it("has nothing to tell of a brand without people", () => {
  expect(distribute(closed, [], 50)).toEqual({
    people: 0n,
    values: ["a", "b", "c"].map((value) => ({ value, people: 0n, share: null, tgi: null })),
    ...{ otherValues: 0n, unknown: 0n, stale: 0n, suppressedBelow: 50, suppressedCells: 0, remainderPeople: null },
  });
});

it("lists of an open type values that enough people have, and counts the rest together", () => {
  const told = distribute(
    open,
    counts(
      [
        ["7", 60, 60],
        ["3", 55, 110],
        ["9", 30, 30],
        ["1", 25, 25],
      ],
      { unknown: 80, unlisted: 5 },
    ),
    50,
  );
  expect(told).toMatchObject({ people: 255n, otherValues: 60n, unknown: 80n, suppressedCells: 0 });
  // Of 175 with a value; of everybody 60 and 110 of 225.
  expect(told.values).toEqual([
    { value: "7", people: 60n, share: 60 / 175, tgi: expect.closeTo((100 * (60 / 175)) / (60 / 225), 10) },
    { value: "3", people: 55n, share: 55 / 175, tgi: expect.closeTo((100 * (55 / 175)) / (110 / 225), 10) },
  ]);
});

it("withholds a small rest with the smallest other line, so that it does not follow by subtraction", () => {
  const told = distribute(
    open,
    counts(
      [
        ["7", 60, 60],
        ["3", 55, 55],
        ["9", 10, 10],
      ],
      { unknown: 80 },
    ),
    50,
  );
  expect(told).toMatchObject({
    ...{ people: 205n, otherValues: null, unknown: 80n, suppressedCells: 2, remainderPeople: 65n },
    values: [
      { people: 60n, share: 60 / 125 },
      { value: "3", people: null, share: null, tgi: null },
    ],
  });
});

it("tells no share where the number with a value cannot be told, as it would follow from one", () => {
  const told = distribute(
    closed,
    counts(
      [
        ["a", 100, 100],
        ["b", 60, 60],
      ],
      { unknown: 10 },
    ),
    50,
  );
  expect(told).toMatchObject({ unknown: null, people: 170n, suppressedCells: 2, remainderPeople: 70n });
  expect(told.values.map(({ people, share, tgi }) => [people, share, tgi])).toEqual([
    [100n, null, null],
    [null, null, null],
    [0n, null, null],
  ]);
});

it("tells nothing of a brand with fewer people than the threshold", () => {
  const told = distribute(closed, counts([["a", 20, 20]], { stale: 20 }), 50);
  expect(told).toMatchObject({ people: null, stale: null, remainderPeople: null, values: [{ people: null }, {}, {}] });
});
