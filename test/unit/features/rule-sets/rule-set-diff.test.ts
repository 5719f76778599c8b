import fc from "fast-check";
import { RoaringBitmap32 } from "roaring";
import {
  cellLabelOf,
  crowdGroups,
  figuresOf,
  type PeopleLabels,
  visibleFigures,
} from "../../../../src/features/assets";
import { checkDefinition } from "../../../../src/features/rule-sets/check-definition";
import type { DefinitionDraft } from "../../../../src/features/rule-sets/definition-draft";
import { diffOf, type Labelling } from "../../../../src/features/rule-sets/rule-set-diff";
import { ProblemList } from "../../../../src/platform/user-error";
import { STRICT } from "../../../api/rule-sets/definitions";

const { groups } = checkDefinition(new ProblemList(), STRICT as unknown as DefinitionDraft, []);

/** A stage and a cell for some of 60 people; null: not met. */
const people = fc.array(
  fc.option(fc.record({ stage: fc.integer({ min: 0, max: 4 }), cell: fc.integer({ min: 0, max: 9 }) })),
  {
    minLength: 60,
    maxLength: 60,
  },
);
type People = readonly ({ readonly stage: number; readonly cell: number } | null)[];

const labelling = (drawn: People): Labelling => {
  const of = (name: "stage" | "cell", label: number): RoaringBitmap32 =>
    new RoaringBitmap32(drawn.flatMap((labels, person) => (labels?.[name] === label ? [person] : [])));
  const labels: PeopleLabels = {
    stages: [of("stage", 0), of("stage", 1), of("stage", 2), of("stage", 3), of("stage", 4)],
    cells: Array.from({ length: 10 }, (_, label) => of("cell", label)),
  };
  return { labels, groups };
};
const groupOf = (cell: number): number =>
  1 + crowdGroups.findIndex((group) => groups[group].some((place) => cellLabelOf(...place) === cell));

it("counts every pair of labels of everybody whom either labelling met, and who moved", () => {
  fc.assert(
    fc.property(people, people, (from, to) => {
      const diff = diffOf(labelling(from), labelling(to), { threshold: 1, roundingBase: 1 });
      for (const [moves, size, labelOf] of [
        [diff.stages, 5, (labels: People[number]) => labels?.stage ?? 0],
        [diff.cells, 10, (labels: People[number]) => labels?.cell ?? 0],
        [diff.groups, 5, (labels: People[number]) => groupOf(labels?.cell ?? 0)],
      ] as const) {
        const expected = Array.from({ length: size }, () => Array<bigint>(size).fill(0n));
        for (const [person, before] of from.entries())
          if (before || to[person]) expected[labelOf(before)]![labelOf(to[person]!)]! += 1n;
        expect(moves.table.counts).toEqual(expected);
        expect(moves.moved).toBe(
          expected.flatMap((row, r) => row.filter((_, c) => r !== c)).reduce((sum, count) => sum + count, 0n),
        );
      }
    }),
  );
});

it("never leaves a withheld cell alone: not in a row or column that snapshots tell, not in a told crossing of groups, not among those who moved", () => {
  const threshold = 4;
  fc.assert(
    fc.property(people, people, (from, to) => {
      const [before, after] = [labelling(from), labelling(to)];
      const exact = diffOf(before, after, { threshold: 1, roundingBase: 1 });
      const shown = diffOf(before, after, { threshold, roundingBase: 1 });
      const isSafe = (withheld: readonly bigint[]): boolean =>
        withheld.length === 0 ||
        (withheld.length > 1 && withheld.reduce((sum, count) => sum + count, 0n) >= BigInt(threshold));
      const visible = [before, after].map(({ labels }) => visibleFigures(figuresOf(labels), groups, threshold));
      for (const name of ["stages", "cells"] as const) {
        const cells = shown[name].table.counts.flatMap((row, r) =>
          row.map((count, c) => ({ r, c, count, people: exact[name].table.counts[r]![c]! })),
        );
        const withheld = cells.filter(({ count }) => count === null);
        for (const { count } of cells) expect(count === null || count === 0n || count >= BigInt(threshold)).toBe(true);
        for (const [side, figures] of [
          ["r", visible[0]!],
          ["c", visible[1]!],
        ] as const)
          for (const [label, margin] of figures[name].counts.entries())
            if (label > 0 && margin !== null)
              expect(isSafe(withheld.filter((cell) => cell[side] === label).map((cell) => cell.people))).toBe(true);
        if (shown[name].moved !== null)
          expect(isSafe(withheld.filter(({ r, c }) => r !== c).map((cell) => cell.people))).toBe(true);
      }
      for (const [row, counts] of shown.groups.table.counts.entries())
        for (const [column, count] of counts.entries()) {
          if (count === null) continue;
          const hidden = shown.cells.table.counts.flatMap((cells, r) =>
            cells.flatMap((cell, c) =>
              cell === null && groupOf(r) === row && groupOf(c) === column ? [exact.cells.table.counts[r]![c]!] : [],
            ),
          );
          expect(isSafe(hidden)).toBe(true);
        }
    }),
  );
});
