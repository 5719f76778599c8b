import fc from "fast-check";
import { applyLinks, type Link, MAX_IDENTITIES } from "../../../../src/features/people/apply-links";
import { slowComponents } from "./slow-people";

const NONE = { shared: new Set<string>(), cuts: [] };
const link = (a: string, b: string, at = 0): Link => ({ a, b, at });
const groupsOf = (names: readonly string[], links: readonly Link[], rules: Parameters<typeof applyLinks>[2] = NONE) => {
  const { components, held } = applyLinks(names, links, rules);
  const groups = [...components.all().values()].map((group) => [...group].sort().join("")).sort();
  return { groups, held: held.map(({ link: { a, b }, reason }) => `${a}${b} ${reason}`) };
};

it("equals a slow reference on random links and cuts, in whatever order they come", () => {
  const name = fc.constantFrom(..."abcdefghij");
  const pair = fc.tuple(name, name).filter(([a, b]) => a !== b);
  const links = fc.array(fc.tuple(pair, fc.integer({ min: 0, max: 5 })), { maxLength: 15 });
  fc.assert(
    fc.property(links, fc.array(pair, { maxLength: 4 }), fc.infiniteStream(fc.nat()), (drawn, cuts, order) => {
      const names = [..."abcdefghij"];
      const all = drawn.map(([[a, b], at]) => (a < b ? link(a, b, at) : link(b, a, at)));
      const shuffled = all
        .map((one) => [order.next().value, one] as const)
        .sort(([x], [y]) => x - y)
        .map(([, one]) => one);
      const expected = slowComponents(names, all, cuts).map((group) => [...group].sort().join(""));
      expect(groupsOf(names, shuffled, { shared: new Set(), cuts }).groups).toEqual(expected.sort());
    }),
    { seed: 5, numRuns: 500 },
  );
});

it("holds every link of a shared identity", () => {
  const links = [link("a", "s"), link("b", "s"), link("a", "b")];
  expect(groupsOf(["a", "b", "s"], links, { shared: new Set("s"), cuts: [] })).toEqual({
    groups: ["ab", "s"],
    held: ["as SHARED_IDENTITY", "bs SHARED_IDENTITY"],
  });
});

it("keeps a cut pair apart also through others: the younger link is held", () => {
  const links = [link("a", "x", 1), link("b", "x", 2), link("b", "y", 3)];
  expect(groupsOf(["a", "b", "x", "y"], links, { shared: new Set(), cuts: [["b", "a"]] })).toEqual({
    groups: ["ax", "by"],
    held: ["bx KEPT_APART"],
  });
});

it(`fills a person up to ${MAX_IDENTITIES} identities and holds what would make it larger`, () => {
  const names = Array.from({ length: MAX_IDENTITIES + 2 }, (_, index) => `n${String(index).padStart(4, "0")}`);
  const chain = names.slice(1).map((name, index) => link(names[index]!, name, index));
  const { components, held } = applyLinks(names, chain, NONE);
  const sizes = [...components.all().values()].map((group) => group.length).sort((a, b) => a - b);
  expect(sizes).toEqual([2, MAX_IDENTITIES]);
  expect(held).toEqual([{ link: chain[MAX_IDENTITIES - 1], reason: "PERSON_TOO_LARGE" }]);
});
