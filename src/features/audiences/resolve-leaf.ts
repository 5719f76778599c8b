import type { CanonicalLeaf, CanonicalRfm } from "../../engines/segmentation/canonical-rule";
import type { Intent, Loyalty } from "../../engines/segmentation/rule";
import { type AssetSnapshot, cellLabelOf, stageLabelOf } from "../assets";
import { type EvaluationBasis, found } from "./evaluation-basis";
import type { LeafQuery } from "./leaf-query";
import { didQuery, frequencyQuery, reading, sequenceQuery } from "./resolve-touch";

const DAY_MS = 86_400_000;

/** Label of the people whom the brand met and who are in no stage. */
const LAPSED = 0;

/**
 * The universe of audience packs: people seen in this many days before `asOf`, at any brand, by a source that the
 * organisation may read. It is the look-back of the shipped rule set, so everybody with a label is in it.
 */
export const UNIVERSE_DAYS = 365;

export function universeQuery({ asOf, sourceIds, overlayId, planeVersion }: EvaluationBasis): LeafQuery {
  const to = asOf.getTime();
  const window = { from: to - UNIVERSE_DAYS * DAY_MS, to };
  return { kind: "SEEN", sourceIds, overlayId, ...window, planeVersion: planeVersion.toString(), joinedBy: null };
}

/** What a leaf asks for a brand, at an instant, on behalf of an organisation. */
export function resolveLeaf(leaf: CanonicalLeaf, basis: EvaluationBasis): LeafQuery {
  if ("did" in leaf) return didQuery(leaf.did, basis);
  if ("frequency" in leaf) return frequencyQuery(leaf.frequency, basis);
  if ("sequence" in leaf) return sequenceQuery(leaf.sequence, basis);
  if ("pack" in leaf) return { kind: "MEMBERS", buildId: found(basis.buildIds, leaf.pack.id), ...knowing(basis) };
  if ("rfm" in leaf) return rfmQuery(leaf.rfm, basis);
  if ("lookAlike" in leaf) return { kind: "LOOK_ALIKE", ...leaf.lookAlike, ...knowing(basis) };
  if ("stage" in leaf) {
    const snapshot = found(basis.snapshots, leaf.stage.at ?? null);
    const labels = leaf.stage.in.map((stage) => (stage === "LAPSED" ? LAPSED : stageLabelOf(stage)));
    return labelQuery(basis, snapshot, "STAGE", labels);
  }
  const snapshot = found(basis.snapshots, ("cell" in leaf ? leaf.cell : leaf.group).at ?? null);
  if ("cell" in leaf) {
    const { intent: rows, loyalty: columns } = leaf.cell;
    return cellQuery(
      basis,
      snapshot,
      rows.flatMap((row) => columns.map((column) => [row, column] as const)),
    );
  }
  return cellQuery(
    basis,
    snapshot,
    leaf.group.in.flatMap((group) => snapshot.ruleSet.definition.groups[group]),
  );
}

function rfmQuery({ brand, categoryId, days, ...axes }: CanonicalRfm, basis: EvaluationBasis): LeafQuery {
  const isRival = brand === "RIVAL";
  return {
    kind: "RFM",
    recency: axes.recency ?? null,
    frequency: axes.frequency ?? null,
    monetary: axes.monetary ?? null,
    brandIds: brand === "OWN" ? [basis.brandId] : isRival ? basis.rivalBrandIds : null,
    categoryIds: categoryId === undefined ? null : found(basis.categoryTrees, categoryId),
    sourceIds: isRival ? basis.cloudSourceIds : basis.sourceIds,
    currencyCode: basis.currencyCode,
    ...reading([brand], { days }, basis),
  };
}

const cellQuery = (
  basis: EvaluationBasis,
  snapshot: AssetSnapshot,
  cells: readonly (readonly [Intent, Loyalty])[],
): LeafQuery =>
  labelQuery(
    basis,
    snapshot,
    "CELL",
    cells.map(([intent, loyalty]) => cellLabelOf(intent, loyalty)),
  );

const labelQuery = (
  basis: EvaluationBasis,
  snapshot: AssetSnapshot,
  dimension: "STAGE" | "CELL",
  labels: readonly number[],
): LeafQuery => ({
  kind: "LABEL",
  labelsId: snapshot.labelsId,
  brandId: snapshot.brandId,
  dimension,
  labels: [...new Set(labels)].sort((a, b) => a - b),
  ...knowing(basis),
});

const knowing = ({ overlayId, peopleVersion }: EvaluationBasis) => ({
  overlayId,
  peopleVersion: peopleVersion.toString(),
});
