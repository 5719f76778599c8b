import { SeededRandom } from "../../../../src/engines/numeric/seeded-random";
import { movements, stageMovements } from "../../../../src/features/assets/asset-change";
import { tellTransition } from "../../../../src/features/assets/tell-transition";
import { suppressPartition } from "../../../../src/platform/small-groups";
import { type Functional, follows } from "../flows/follows";

const THRESHOLD = 50;
const LABELS = [0, 1, 2, 3, 4];
const SIZES = [0, 0, 2, 20, 49, 50, 90, 400, 3_000];

/**
 * Unknowns are the 25 cells, but row and column 0 are split by whether their people were met: 35 numbers. Indices 0 and 5 stand
 * for lapsed and not met.
 */
const KINDS = [0, 1, 2, 3, 4, 5];
const PLACES = KINDS.flatMap((before) => KINDS.map((after) => [before, after] as const)).filter(
  ([before, after]) => before !== 5 || after !== 5,
);
const labelOf = (kind: number): number => (kind === 5 ? 0 : kind);
const sumOver = (holds: (before: number, after: number) => boolean): Functional =>
  PLACES.map(([before, after]) => (holds(before, after) ? 1 : 0));

it("never lets a small cell, or a small group of people not met, follow from the cells, totals, moves and snapshots", () => {
  const random = SeededRandom.fromSeed(11);
  let hidden = 0;
  for (let trial = 0; trial < 60; trial++) {
    const people = PLACES.map(() => SIZES[random.integer(0, SIZES.length - 1)]!);
    const count = (functional: Functional): number =>
      functional.reduce((sum, times, place) => sum + times * people[place]!, 0);
    const cell = (before: number, after: number): Functional =>
      sumOver((b, a) => labelOf(b) === before && labelOf(a) === after);
    const snapshot = (side: 0 | 1) => {
      const label = (wanted: number): Functional => sumOver((...kinds) => kinds[side] === wanted);
      const met = sumOver((...kinds) => kinds[side] !== 5);
      const { counts } = suppressPartition(
        LABELS.map((wanted) => BigInt(count(label(wanted)))),
        THRESHOLD,
      );
      const labelled = sumOver((...kinds) => labelOf(kinds[side]!) > 0);
      const isMetTold = count(met) >= THRESHOLD;
      // As AssetChange tells it: not where it would give the lapsed away.
      const isLabelledTold = count(labelled) >= THRESHOLD && !(isMetTold && counts[0] === null);
      return { label, met, labelled, isTold: counts.map((told) => told !== null), isMetTold, isLabelledTold };
    };
    const [first, second] = [snapshot(0), snapshot(1)];
    const told = tellTransition(
      {
        cells: LABELS.map((before) => LABELS.map((after) => BigInt(count(cell(before, after))))),
        before: { ...first, unlabelled: BigInt(count(first.label(0))) },
        after: { ...second, unlabelled: BigInt(count(second.label(0))) },
        moves: stageMovements,
      },
      THRESHOLD,
    );

    const known: Functional[] = [];
    const tell = (value: bigint | null, functional: Functional): void => {
      if (value === null) return;
      expect(value).toBe(BigInt(count(functional)));
      known.push(functional);
    };
    for (const before of LABELS) for (const after of LABELS) tell(told.cells[before]![after]!, cell(before, after));
    for (const label of LABELS) {
      tell(
        told.rows[label]!,
        sumOver((before) => labelOf(before) === label),
      );
      tell(
        told.columns[label]!,
        sumOver((_, after) => labelOf(after) === label),
      );
      for (const side of [first, second]) if (side.isTold[label]) known.push(side.label(label));
    }
    for (const side of [first, second]) {
      if (side.isMetTold) known.push(side.met);
      if (side.isLabelledTold) known.push(side.labelled);
    }
    for (const movement of movements) {
      const isMove = stageMovements[movement];
      tell(
        told.moves[movement],
        sumOver((before, after) => isMove(labelOf(before), labelOf(after))),
      );
    }
    if (told.remainder !== null)
      tell(
        told.remainder,
        sumOver((before, after) => told.cells[labelOf(before)]![labelOf(after)] === null),
      );

    const secrets = [
      ...LABELS.flatMap((before) => LABELS.map((after) => cell(before, after))),
      sumOver((before) => before === 5),
      sumOver((_, after) => after === 5),
      ...movements.map((movement) =>
        sumOver((before, after) => stageMovements[movement](labelOf(before), labelOf(after))),
      ),
      ...LABELS.flatMap((label) => [first.label(label), second.label(label)]),
    ].filter((functional) => count(functional) > 0 && count(functional) < THRESHOLD);
    for (const secret of secrets) expect(follows(secret, known)).toBe(false);
    hidden += told.suppressedCells;
  }
  expect(hidden).toBeGreaterThan(100);
});

it("withholds nothing where nothing is small, and keeps sums", () => {
  const cells = LABELS.map((before) => LABELS.map((after) => BigInt(100 + 10 * before + after)));
  const side = { unlabelled: 300n, isTold: LABELS.map(() => true), isMetTold: true, isLabelledTold: true };
  const told = tellTransition({ cells, before: side, after: side, moves: stageMovements }, THRESHOLD);
  expect(told).toMatchObject({ cells, suppressedCells: 0, remainder: null });
  expect(told.rows[2]).toBe(cells[2]!.reduce((sum, people) => sum + people, 0n));
  expect(told.columns[2]).toBe(cells.reduce((sum, row) => sum + row[2]!, 0n));
  expect(told.moves.ENTERED).toBe(101n + 102n + 103n + 104n);
});
