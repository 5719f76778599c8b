import { toNodeId } from "../../graphql/node";
import { AssetSnapshot, AssetStage, StageByCell, StageByCellCount } from "./asset-snapshot.types";
import { type CrowdGroup, cells, crowdGroups, intents, loyalties } from "./nine-grid";
import { NineGrid, NineGridCell, NineGridColumn, NineGridGroup, NineGridPlaced, NineGridRow } from "./nine-grid.types";
import type { RuleSet as RuleSetRow } from "./rule-set";
import { RuleSet } from "./rule-set.types";
import type { ShownSnapshot } from "./snapshot.service";
import { type Stage, type StageLabel, stageLabelOf, stageLabels, stages } from "./stage";
import { Suppression } from "./suppression.types";

type Count = bigint | null;
/** Withheld counts of one table. */
interface Told {
  readonly suppressedCells: number;
  readonly remainder: Count;
}

export const stageOf = (label: StageLabel | number): Stage | null => stages[label - 1] ?? null;

export const toSuppression = ({ suppressedCells, remainder }: Told, threshold: number): Suppression =>
  Object.assign(new Suppression(), { threshold, suppressedCells, remainderPeople: remainder });

export const toRuleSet = ({ id, code, version }: RuleSetRow): RuleSet =>
  Object.assign(new RuleSet(), { id: toNodeId("RuleSet", id), code, version });

/** Shapes a snapshot, already suppressed, for the schema. */
export function toAssetSnapshot({ snapshot, state, figures, erasedPeople }: ShownSnapshot): AssetSnapshot {
  const { threshold, people } = figures;
  const counted = (count: Count): { readonly people: Count; readonly share: number | null } => ({
    people: count,
    share: count === null || !people ? null : Number(count) / Number(people),
  });
  const groups = new Map<string, CrowdGroup>(
    crowdGroups.flatMap((group) =>
      snapshot.ruleSet.definition.groups[group].map(([intent, loyalty]) => [`${intent} ${loyalty}`, group] as const),
    ),
  );
  return Object.assign(new AssetSnapshot(), {
    id: toNodeId("AssetSnapshot", snapshot.id),
    snapshot,
    asOf: snapshot.asOf,
    knownAt: snapshot.knownAt,
    state,
    restatedAt: snapshot.restatedBy?.at ?? null,
    hasLabels: snapshot.hasLabels,
    ruleSet: toRuleSet(snapshot.ruleSet),
    people,
    erasedPeople,
    stages: stages.map((stage) =>
      Object.assign(new AssetStage(), { snapshot, stage, ...counted(figures.stages.counts[stageLabelOf(stage)]!) }),
    ),
    lapsed: figures.stages.counts[0]!,
    suppression: toSuppression(figures.stages, threshold),
    nineGrid: Object.assign(new NineGrid(), {
      cells: cells.map(({ label, intent, loyalty }) =>
        Object.assign(new NineGridCell(), {
          snapshot,
          intent,
          loyalty,
          group: groups.get(`${intent} ${loyalty}`)!,
          ...counted(figures.cells.counts[label]!),
        }),
      ),
      groups: crowdGroups.map((group) =>
        Object.assign(new NineGridGroup(), { snapshot, group, ...counted(figures.nineGrid.groups.get(group)!) }),
      ),
      rows: intents.map((intent) =>
        Object.assign(new NineGridRow(), { snapshot, intent, ...counted(figures.nineGrid.rows.get(intent)!) }),
      ),
      columns: loyalties.map((loyalty) =>
        Object.assign(new NineGridColumn(), { snapshot, loyalty, ...counted(figures.nineGrid.columns.get(loyalty)!) }),
      ),
      placed: Object.assign(new NineGridPlaced(), { snapshot, ...counted(figures.nineGrid.placed) }),
      unplaced: figures.cells.counts[0]!,
      suppression: toSuppression(figures.cells, threshold),
    }),
    stageByCell: Object.assign(new StageByCell(), {
      counts: stageLabels.flatMap((label) =>
        figures.cross.counts[label]!.map((count, cell) =>
          Object.assign(new StageByCellCount(), {
            stage: stageOf(label),
            intent: cells[cell - 1]?.intent ?? null,
            loyalty: cells[cell - 1]?.loyalty ?? null,
            people: count,
          }),
        ),
      ),
      suppression: toSuppression(figures.cross, threshold),
    }),
  });
}
