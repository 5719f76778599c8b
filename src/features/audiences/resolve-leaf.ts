import type { CanonicalDid, CanonicalLeaf } from "../../engines/segmentation/canonical-rule";
import type { Intent, Loyalty } from "../../engines/segmentation/rule";
import { type AssetSnapshot, cellLabelOf, stageLabelOf } from "../assets";
import type { EvaluationBasis } from "./evaluation-basis";
import { found } from "./found";
import type { LeafQuery } from "./leaf-query";
import { resolvePersonLeaf } from "./resolve-person-leaf";

const DAY_MS = 86_400_000;

/** What a leaf asks for a brand, at an instant, on behalf of an organisation. */
export function resolveLeaf(leaf: CanonicalLeaf, basis: EvaluationBasis): LeafQuery {
  if ("did" in leaf) return didQuery(leaf.did, basis);
  if ("stage" in leaf) {
    const snapshot = found(basis.snapshots, leaf.stage.at ?? null);
    return labelQuery(basis, snapshot, "STAGE", leaf.stage.in.map(stageLabelOf));
  }
  if ("cell" in leaf) {
    const { intent: rows, loyalty: columns } = leaf.cell;
    return cellQuery(
      basis,
      found(basis.snapshots, null),
      rows.flatMap((row) => columns.map((column) => [row, column] as const)),
    );
  }
  if (!("group" in leaf)) return resolvePersonLeaf(leaf, basis);
  const snapshot = found(basis.snapshots, null);
  return cellQuery(
    basis,
    snapshot,
    leaf.group.in.flatMap((group) => snapshot.ruleSet.definition.groups[group]),
  );
}

function didQuery(did: CanonicalDid, basis: EvaluationBasis): LeafQuery {
  const isOwn = did.brand === "OWN";
  const isRival = did.brand === "RIVAL";
  return {
    kind: "DID",
    action: did.action,
    atLeast: did.atLeast,
    brandIds: isOwn ? [basis.brandId] : isRival ? basis.rivalBrandIds : null,
    categoryIds: did.categoryId === undefined ? null : found(basis.categoryTrees, did.categoryId),
    campaignCode: did.campaignCode ?? null,
    platforms: did.platforms ?? null,
    site: did.site ?? null,
    sourceIds: isRival ? basis.cloudSourceIds : basis.sourceIds,
    // What rivals' people did is counted by the cloud's people, and only then said of the organisation's.
    overlayId: isRival ? null : basis.overlayId,
    joinedBy: isRival ? basis.overlayId : null,
    ...windowOf(did, basis.asOf),
    planeVersion: basis.planeVersion.toString(),
  };
}

function windowOf({ window }: CanonicalDid, asOf: Date): { readonly from: number; readonly to: number } {
  if ("from" in window) return { from: Date.parse(window.from), to: Date.parse(window.to) };
  return { from: asOf.getTime() - window.days * DAY_MS, to: asOf.getTime() };
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
