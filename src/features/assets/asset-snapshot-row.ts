import type { AssetFigures } from "./asset-figures";
import type { AssetSnapshot } from "./asset-snapshot";
import type { RuleSet } from "./rule-set";
import { perStage } from "./stage";

/** A row of `asset_snapshot` with its rule set and what restated it. */
export interface SnapshotRow {
  readonly id: string;
  readonly brand_id: number;
  readonly category_id: number | null;
  readonly as_of: Date;
  readonly known_at: Date;
  readonly plane_version: string;
  readonly people_version: string;
  readonly outdated_at: Date | null;
  readonly labels_id: string;
  readonly labels_thinned_at: Date | null;
  readonly restates_id: string | null;
  readonly restated_by_id: string | null;
  readonly restated_at: Date | null;
  readonly erased_people: string;
  readonly figures: StoredFigures;
  readonly rule_set: RuleSet;
}

/** People are UInt32 ordinals, so no count can pass what a JSON number holds. */
export interface StoredFigures {
  readonly stages: readonly number[];
  readonly cells: readonly number[];
  readonly cross: readonly (readonly number[])[];
}

export const toSnapshot = (row: SnapshotRow): AssetSnapshot => ({
  id: row.id,
  brandId: row.brand_id,
  categoryId: row.category_id,
  asOf: row.as_of,
  knownAt: row.known_at,
  planeVersion: BigInt(row.plane_version),
  peopleVersion: BigInt(row.people_version),
  isOutdated: row.outdated_at !== null,
  hasLabels: row.labels_thinned_at === null,
  restatesId: row.restates_id,
  restatedBy: row.restated_by_id === null ? null : { id: row.restated_by_id, at: row.restated_at! },
  erasedPeople: BigInt(row.erased_people),
  ruleSet: row.rule_set,
  labelsId: row.labels_id,
  figures: toFigures(row.figures),
});

export function toStored({ stages, cells, cross }: AssetFigures): StoredFigures {
  return { stages: stages.map(Number), cells: cells.map(Number), cross: cross.map((row) => row.map(Number)) };
}

function toFigures({ stages, cells, cross }: StoredFigures): AssetFigures {
  const byStage = stages.map(BigInt);
  return {
    people: byStage.reduce((sum, count) => sum + count, 0n),
    stages: perStage((label) => byStage[label]!),
    cells: cells.map(BigInt),
    cross: perStage((label) => cross[label]!.map(BigInt)),
  };
}
