import fc from "fast-check";
import { joinIdentities, type RowIdentity } from "../../../../src/features/touchpoints/join-identities";

const id = (key: string, ordinal: number | null = null): RowIdentity => ({ key, ordinal });

it("makes identities seen together one new person, also across rows", () => {
  const joined = joinIdentities([[id("a"), id("b")], [id("c")], [id("b"), id("d")]]);
  expect(joined.newPeople).toBe(2);
  const person = Object.fromEntries(joined.added.map(({ identity, person: p }) => [identity.key, p.isNew && p.index]));
  expect(person).toEqual({ a: 0, b: 0, c: 1, d: 0 });
  expect(joined.links).toEqual([
    ["a", "b"],
    ["b", "d"],
  ]);
});

it("lets an unknown identity join the known person beside it", () => {
  const joined = joinIdentities([[id("new"), id("old", 7)]]);
  expect(joined.newPeople).toBe(0);
  expect(joined.added).toEqual([{ identity: id("new"), person: { isNew: false, ordinal: 7 } }]);
});

it("keeps two known people apart and records their link for settle", () => {
  const joined = joinIdentities([[id("a", 1), id("b", 2)]]);
  expect(joined).toEqual({ newPeople: 0, added: [], links: [["a", "b"]] });
});

it("records no link between identities that are one person already", () => {
  expect(joinIdentities([[id("a", 1), id("b", 1)]]).links).toEqual([]);
});

it("equals a slow reference on random rows of unknown identities", () => {
  const rows = fc.array(fc.array(fc.constantFrom(..."abcdefghijkl"), { minLength: 1, maxLength: 3 }), {
    minLength: 1,
    maxLength: 12,
  });
  fc.assert(
    fc.property(rows, (keys) => {
      const joined = joinIdentities(keys.map((row) => row.map((key) => id(key))));
      const groups: Set<string>[] = [];
      for (const row of keys) {
        const touching = groups.filter((group) => row.some((key) => group.has(key)));
        const merged = new Set([...row, ...touching.flatMap((group) => [...group])]);
        for (const group of touching) groups.splice(groups.indexOf(group), 1);
        groups.push(merged);
      }
      const found = new Map<number, Set<string>>();
      for (const { identity, person } of joined.added) {
        if (!person.isNew) throw new Error("all are new");
        found.set(person.index, (found.get(person.index) ?? new Set()).add(identity.key));
      }
      const sorted = (sets: Iterable<Set<string>>): string[] => [...sets].map((set) => [...set].sort().join("")).sort();
      expect(sorted(found.values())).toEqual(sorted(groups));
      expect(joined.newPeople).toBe(groups.length);
    }),
    { seed: 11, numRuns: 300 },
  );
});
