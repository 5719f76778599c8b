import type { PublishedFigures } from "./jdata-setup";

const sum = (counts: readonly { readonly people: string }[]): number =>
  counts.reduce((total, { people }) => total + Number(people), 0);

/** Stages with the lapsed, cells with the unplaced, and every row and column of their cross table sum to the same people. */
export function expectReconciled({ people, lapsed, stages, nineGrid, stageByCell }: PublishedFigures): void {
  expect(sum(stages) + Number(lapsed)).toBe(Number(people));
  expect(sum(nineGrid.cells) + Number(nineGrid.unplaced)).toBe(Number(people));
  const { counts } = stageByCell;
  expect(sum(counts)).toBe(Number(people));
  for (const { stage, people: ofStage } of [...stages, { stage: null, people: lapsed }])
    expect(sum(counts.filter((count) => count.stage === stage))).toBe(Number(ofStage));
  const cells = [...nineGrid.cells, { intent: null, loyalty: null, people: nineGrid.unplaced }];
  expect(cells).toHaveLength(10);
  for (const { intent, loyalty, people: ofCell } of cells)
    expect(sum(counts.filter((count) => count.intent === intent && count.loyalty === loyalty))).toBe(Number(ofCell));
}
