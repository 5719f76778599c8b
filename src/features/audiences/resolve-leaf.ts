import type { CanonicalDid, CanonicalLeaf, CanonicalRfm } from "../../engines/segmentation/canonical-rule";
import type { BrandScope, Intent, Loyalty } from "../../engines/segmentation/rule";
import { type AssetSnapshot, cellLabelOf, stageLabelOf } from "../assets";
import type { EvaluationBasis } from "./evaluation-basis";
import type { LeafQuery } from "./leaf-query";

const DAY_MS = 86_400_000;

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
  if ("pack" in leaf) return { kind: "MEMBERS", buildId: found(basis.buildIds, leaf.pack.id), ...knowing(basis) };
  if ("rfm" in leaf) return rfmQuery(leaf.rfm, basis);
  if ("lookAlike" in leaf) return { kind: "LOOK_ALIKE", ...leaf.lookAlike, ...knowing(basis) };
  if ("stage" in leaf) {
    const snapshot = found(basis.snapshots, leaf.stage.at ?? null);
    return labelQuery(basis, snapshot, "STAGE", leaf.stage.in.map(stageLabelOf));
  }
  const snapshot = found(basis.snapshots, null);
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

function found<Key, Value>(values: ReadonlyMap<Key, Value>, key: Key): Value {
  const value = values.get(key);
  if (value === undefined)
    throw new Error(`The basis of an evaluation must hold all that its tree names, but lacks ${key}.`);
  return value;
}
