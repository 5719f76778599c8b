import fc from "fast-check";
import { joinIdentities, pairsOf, type RowIdentity } from "../../../../src/features/people/join-identities";
import { slowComponents } from "./slow-people";

const id = (key: string, ordinal: number | null = null): RowIdentity => ({ key, ordinal });

it("makes identities seen together one new person, also across rows", () => {
  const rows = [[id("a"), id("b")], [id("c")], [id("b"), id("d")]];
  const joined = joinIdentities(rows, "JOINED");
  expect(joined.newPeople).toBe(2);
  const person = Object.fromEntries(joined.added.map(({ identity, person: p }) => [identity.key, p.isNew && p.index]));
  expect(person).toEqual({ a: 0, b: 0, c: 1, d: 0 });
  expect([...pairsOf(rows).keys()]).toEqual(["a b", "b d"]);
});

it("lets an unknown identity join the known person beside it", () => {
  const joined = joinIdentities([[id("new"), id("old", 7)]], "JOINED");
  expect(joined.newPeople).toBe(0);
  expect(joined.added).toEqual([{ identity: id("new"), person: { isNew: false, ordinal: 7 } }]);
});

it("makes every unknown identity of a source apart a person of its own", () => {
  const joined = joinIdentities(
    [
      [id("new"), id("old", 7)],
      [id("other"), id("new")],
    ],
    "APART",
  );
  expect(joined.added).toEqual([
    { identity: id("new"), person: { isNew: true, index: 0 } },
    { identity: id("other"), person: { isNew: true, index: 1 } },
  ]);
});

it("keeps two known people apart, and names every pair once whoever they are", () => {
  const rows = [
    [id("a", 1), id("b", 2)],
    [id("b", 2), id("a", 1), id("c", 1), id("b", 2)],
  ];
  expect(joinIdentities(rows, "JOINED")).toEqual({ newPeople: 0, added: [] });
  expect([...pairsOf(rows).keys()]).toEqual(["a b", "b c"]);
});

it("equals a slow reference on random rows of unknown identities", () => {
  const rows = fc.array(fc.array(fc.constantFrom(..."abcdefghijkl"), { minLength: 1, maxLength: 3 }), {
    minLength: 1,
    maxLength: 12,
  });
  fc.assert(
    fc.property(rows, (keys) => {
      const joined = joinIdentities(
        keys.map((row) => row.map((key) => id(key))),
        "JOINED",
      );
      const links = keys.flatMap(([a, ...others]) => others.map((b) => ({ a: a!, b, at: 0 })));
      const groups = slowComponents(keys.flat(), links, []);
      const found = new Map<number, Set<string>>();
      for (const { identity, person } of joined.added) {
        if (!person.isNew) throw new Error("all are new");
        found.set(person.index, (found.get(person.index) ?? new Set()).add(identity.key));
      }
      const sorted = (sets: Iterable<ReadonlySet<string>>): string[] =>
        [...sets].map((set) => [...set].sort().join("")).sort();
      expect(sorted(found.values())).toEqual(sorted(groups));
      expect(joined.newPeople).toBe(groups.length);
    }),
    { seed: 11, numRuns: 300 },
  );
});
