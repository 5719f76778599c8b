import type { CanonicalLeaf, CanonicalRfm } from "../../engines/segmentation/canonical-rule";
import type { Intent, Loyalty } from "../../engines/segmentation/rule";
import { type AssetSnapshot, cellLabelOf, stageLabelOf } from "../assets";
import type { EvaluationBasis } from "./evaluation-basis";
import { found } from "./found";
import type { LeafQuery } from "./leaf-query";
import { resolvePersonLeaf } from "./resolve-person-leaf";
import { didQuery, frequencyQuery, reading, sequenceQuery } from "./resolve-touch";

/** Label of the people whom the brand met and who are in no stage. */
const LAPSED = 0;

/** What a leaf asks for a brand, at an instant, on behalf of an organisation. */
export function resolveLeaf(leaf: CanonicalLeaf, basis: EvaluationBasis): LeafQuery {
  if ("did" in leaf) return didQuery(leaf.did, basis);
  if ("frequency" in leaf) return frequencyQuery(leaf.frequency, basis);
  if ("sequence" in leaf) return sequenceQuery(leaf.sequence, basis);
  if ("rfm" in leaf) return rfmQuery(leaf.rfm, basis);
  if ("lookAlike" in leaf) return { kind: "LOOK_ALIKE", ...leaf.lookAlike, ...knowing(basis) };
  if ("stage" in leaf) {
    const snapshot = found(basis.snapshots, leaf.stage.at ?? null);
    const labels = leaf.stage.in.map((stage) => (stage === "LAPSED" ? LAPSED : stageLabelOf(stage)));
    return labelQuery(basis, snapshot, "STAGE", labels);
  }
  if (!("cell" in leaf || "group" in leaf)) return resolvePersonLeaf(leaf, basis);
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
