import { type Neighbourhood, planPeople } from "../../../../src/features/people/plan-people";

interface Case {
  /** Key to (person now, touchpoints). */
  readonly identities: Readonly<Record<string, readonly [number, number]>>;
  readonly links: readonly string[];
  readonly cuts?: readonly (readonly [string, string])[];
}

function plan({ identities, links, cuts = [] }: Case): { people: Record<string, string>; retired: [number, string][] } {
  const neighbourhood: Neighbourhood = {
    identities: new Map(Object.entries(identities).map(([key, [ordinal]]) => [key, ordinal])),
    links: links.map((pair, at) => ({ a: pair[0]!, b: pair[1]!, at })),
    shared: new Set(),
    cuts,
    touchpoints: new Map(Object.entries(identities).map(([key, [, count]]) => [key, count])),
  };
  const { people, retired } = planPeople(neighbourhood);
  const name = (person: (typeof people)[number]["person"]): string =>
    person.isNew ? `new ${person.index}` : String(person.ordinal);
  return {
    people: Object.fromEntries(people.map(({ keys, person }) => [keys.join(""), name(person)])),
    retired: [...retired].map(([ordinal, person]) => [ordinal, name(person)]),
  };
}

it("moves the person with fewer touchpoints into the one with more, not with fewer identities", () => {
  const identities = { a: [3, 1], b: [3, 1], c: [9, 5] } as const;
  expect(plan({ identities, links: ["ab", "bc"] })).toEqual({ people: { abc: "9" }, retired: [[3, "9"]] });
});

it("moves the higher ordinal where both have as many", () => {
  const identities = { a: [8, 2], b: [3, 2] } as const;
  expect(plan({ identities, links: ["ab"] })).toEqual({ people: { ab: "3" }, retired: [[8, "3"]] });
});

it("leaves the larger part its ordinal and gives the one that is split off a new one", () => {
  const identities = { a: [3, 1], b: [3, 5] } as const;
  expect(plan({ identities, links: ["ab"], cuts: [["a", "b"]] })).toEqual({
    people: { a: "new 0", b: "3" },
    retired: [],
  });
});

it("lets a part that loses its ordinal to another take the other one that its identities have", () => {
  // c stays 3 with 9 touchpoints; a and b, joined, have 5 of 3 and 1 of 4, and keep 4.
  const identities = { a: [3, 5], b: [4, 1], c: [3, 9] } as const;
  expect(plan({ identities, links: ["ab"] })).toEqual({ people: { ab: "4", c: "3" }, retired: [] });
});

it("changes nothing of what it decided itself", () => {
  const identities = { a: [9, 1], b: [9, 1], c: [9, 5] } as const;
  expect(plan({ identities, links: ["ab", "bc"] })).toEqual({ people: { abc: "9" }, retired: [] });
});
