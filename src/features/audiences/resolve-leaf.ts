import type { CanonicalDid, CanonicalLeaf, CanonicalRfm } from "../../engines/segmentation/canonical-rule";
import type { BrandScope, Intent, Loyalty } from "../../engines/segmentation/rule";
import { type AssetSnapshot, cellLabelOf, stageLabelOf } from "../assets";
import type { EvaluationBasis } from "./evaluation-basis";
import { found } from "./found";
import type { LeafQuery } from "./leaf-query";
import { resolvePersonLeaf } from "./resolve-person-leaf";

const DAY_MS = 86_400_000;

/** What a leaf asks for a brand, at an instant, on behalf of an organisation. */
export function resolveLeaf(leaf: CanonicalLeaf, basis: EvaluationBasis): LeafQuery {
  if ("did" in leaf) return didQuery(leaf.did, basis);
  if ("rfm" in leaf) return rfmQuery(leaf.rfm, basis);
  if ("lookAlike" in leaf) return { kind: "LOOK_ALIKE", ...leaf.lookAlike, ...knowing(basis) };
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
  return {
    kind: "DID",
    action: did.action,
    atLeast: did.atLeast,
    categoryIds: did.categoryId === undefined ? null : found(basis.categoryTrees, did.categoryId),
    campaignCode: did.campaignCode ?? null,
    platforms: did.platforms ?? null,
    site: did.site ?? null,
    ...scopeOf(did.brand, basis),
    ...windowOf(did, basis.asOf),
    planeVersion: basis.planeVersion.toString(),
  };
}

function rfmQuery({ brand, categoryId, days, ...axes }: CanonicalRfm, basis: EvaluationBasis): LeafQuery {
  return {
    kind: "RFM",
    recency: axes.recency ?? null,
    frequency: axes.frequency ?? null,
    monetary: axes.monetary ?? null,
    categoryIds: categoryId === undefined ? null : found(basis.categoryTrees, categoryId),
    currencyCode: basis.currencyCode,
    ...scopeOf(brand, basis),
    from: basis.asOf.getTime() - days * DAY_MS,
    to: basis.asOf.getTime(),
    planeVersion: basis.planeVersion.toString(),
  };
}

function scopeOf(brand: BrandScope, basis: EvaluationBasis) {
  const isOwn = brand === "OWN";
  const isRival = brand === "RIVAL";
  return {
    brandIds: isOwn ? [basis.brandId] : isRival ? basis.rivalBrandIds : null,
    sourceIds: isRival ? basis.cloudSourceIds : basis.sourceIds,
    // What rivals' people did is counted by the cloud's people, and only then said of the organisation's.
    overlayId: isRival ? null : basis.overlayId,
    joinedBy: isRival ? basis.overlayId : null,
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
