import fc from "fast-check";
import { exclusiveRules } from "../../../../src/engines/segmentation/exclusive-rules";
import type { Rule } from "../../../../src/engines/segmentation/rule";
import { peopleOf } from "./people-of-packs";

describe("exclusiveRules", () => {
  it("hold for each person of any tree once: for the first that holds", async () => {
    const lists = fc.array(fc.uniqueArray(fc.nat(20)), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(lists, async (members) => {
        const rules: readonly Rule[] = members.map((_, index) => ({ pack: { id: String(index) } }));
        const found = await Promise.all(
          (exclusiveRules(rules) as readonly Rule[]).map((rule) => peopleOf(rule, (id) => members[Number(id)]!)),
        );
        for (let person = 0; person <= 20; person++) {
          const first = members.findIndex((list) => list.includes(person));
          expect(found.flatMap((people, index) => (people.includes(person) ? [index] : []))).toEqual(
            first === -1 ? [] : [first],
          );
        }
      }),
    );
  });
});
