import { suppress } from "../../platform/small-groups";
import type { AssetFigures } from "./asset-figures";
import type { AssetSnapshot } from "./asset-snapshot";
import { type CrowdGroup, crowdGroups } from "./nine-grid";
import { type Stage, stageLabelOf, stages } from "./stage";
import type { TransitionSide } from "./tell-transition";
import { type VisibleFigures, visibleFigures } from "./visible-figures";

/** A figure at two instants; null where withheld. */
export interface Delta {
  readonly before: bigint | null;
  readonly after: bigint | null;
  /** after - before. */
  readonly delta: bigint | null;
  /** delta / before; null also when before is 0. */
  readonly growth: number | null;
}

/** What became of the people of two snapshots; asset people (资产人群) are those in one of the four stages. */
export const movements = ["ENTERED", "LEFT", "RISEN", "FALLEN", "UNMOVED"] as const;
export type Movement = (typeof movements)[number];

export interface AssetChange {
  readonly from: AssetSnapshot;
  readonly to: AssetSnapshot;
  readonly people: Delta;
  readonly stages: ReadonlyMap<Stage, Delta>;
  readonly groups: ReadonlyMap<CrowdGroup, Delta>;
  /** ENTERED less LEFT is the delta of the people, unless people were merged or erased since. */
  readonly movements: ReadonlyMap<Movement, bigint | null>;
}

/** Stage labels before and after, of each movement. */
export const stageMovements: Readonly<Record<Movement, (before: number, after: number) => boolean>> = {
  ENTERED: (before, after) => before === 0 && after > 0,
  LEFT: (before, after) => before > 0 && after === 0,
  RISEN: (before, after) => before > 0 && after > before,
  FALLEN: (before, after) => after > 0 && after < before,
  UNMOVED: (before, after) => before > 0 && after === before,
};

/** One of two snapshots whose stages are crossed; `lapsed` are the people of its label 0 now. */
export function stageSide({ figures, ruleSet }: AssetSnapshot, lapsed: bigint, threshold: number): TransitionSide {
  const visible = visibleFigures(figures, ruleSet.definition.groups, threshold);
  return {
    unlabelled: lapsed,
    isTold: visible.stages.counts.map((count) => count !== null),
    isMetTold: visible.people !== null,
    isLabelledTold: assetPeople(figures, visible) !== null,
  };
}

/** Two snapshots by the same rules, with what is told of the movements between them. */
export function assetChange(
  from: AssetSnapshot,
  to: AssetSnapshot,
  told: Readonly<Record<Movement, bigint | null>>,
  threshold: number,
): AssetChange {
  const [before, after] = [from, to].map(({ figures, ruleSet }) =>
    visibleFigures(figures, ruleSet.definition.groups, threshold),
  ) as [VisibleFigures, VisibleFigures];
  const people = deltaOf(assetPeople(from.figures, before), assetPeople(to.figures, after));
  return {
    from,
    to,
    people,
    stages: new Map(
      stages.map((stage) => {
        const label = stageLabelOf(stage);
        return [stage, deltaOf(before.stages.counts[label]!, after.stages.counts[label]!)];
      }),
    ),
    groups: new Map(
      crowdGroups.map((group) => [
        group,
        deltaOf(before.nineGrid.groups.get(group)!, after.nineGrid.groups.get(group)!),
      ]),
    ),
    movements: new Map(movements.map((movement) => [movement, told[movement]])),
  };
}

/** People in a stage; with people and lapsed they are three figures of which none may follow from the others. */
function assetPeople(figures: AssetFigures, visible: VisibleFigures): bigint | null {
  if (visible.people !== null && visible.stages.counts[0] === null) return null;
  return suppress(figures.people - figures.stages[0], visible.threshold);
}

function deltaOf(before: bigint | null, after: bigint | null): Delta {
  if (before === null || after === null) return { before, after, delta: null, growth: null };
  const delta = after - before;
  return { before, after, delta, growth: before === 0n ? null : Number(delta) / Number(before) };
}
