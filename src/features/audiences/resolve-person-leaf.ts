import type { CanonicalAttribute, CanonicalPersonLeaf } from "../../engines/segmentation/canonical-person-leaf";
import type { AttributeDefinition } from "../people";
import { keptValue, unbounded } from "./check-attribute-rule";
import type { EvaluationBasis } from "./evaluation-basis";
import { found } from "./found";
import type { LeafQuery } from "./leaf-query";
import { shareQuery } from "./random-share";
import { universeQuery } from "./universe";

const DAY_MS = 86_400_000;

/** What a leaf about people themselves asks; packs are those with frozen members, as a tree is evaluated with LIVE ones expanded. */
export function resolvePersonLeaf(leaf: CanonicalPersonLeaf, basis: EvaluationBasis): LeafQuery {
  if ("randomShare" in leaf) return shareQuery(leaf.randomShare, basis.person);
  if ("reachable" in leaf) return reachableQuery(leaf.reachable, basis);
  if ("membership" in leaf) return membershipQuery(leaf.membership.tiers, basis);
  if ("lifecycle" in leaf) {
    const instants = needed(basis.person.lifecycle, "lifecycle");
    return { kind: "LIFECYCLE", in: leaf.lifecycle.in, ...instants, ...ofBrand(basis) };
  }
  if ("attribute" in leaf) return attributeQuery(leaf.attribute, basis);
  if ("list" in leaf) return { kind: "LIST", uploadIds: found(basis.person.lists, leaf.list.id), ...knowing(basis) };
  if ("valueTier" in leaf) {
    const { in: tiers = null, quadrants = null } = leaf.valueTier;
    return { kind: "VALUE_TIER", ...needed(basis.person.values, "values"), tiers, quadrants, ...knowing(basis) };
  }
  return { kind: "MEMBERS", buildId: found(basis.buildIds, leaf.pack.id), ...knowing(basis) };
}

function reachableQuery(
  leaf: { readonly namespaces: readonly string[] } | { readonly platforms: readonly string[] },
  basis: EvaluationBasis,
): LeafQuery {
  if ("platforms" in leaf) return { ...universeQuery(basis), platforms: leaf.platforms };
  return {
    kind: "NAMESPACE",
    organisationId: basis.person.organisationId,
    sourceIds: basis.sourceIds,
    overlayId: basis.overlayId,
    namespaces: leaf.namespaces,
    identities: needed(basis.person.identities, "identities"),
    planeVersion: basis.planeVersion.toString(),
  };
}

function membershipQuery(asked: readonly string[] | undefined, basis: EvaluationBasis): LeafQuery {
  if (!asked) return { kind: "MEMBERSHIP", ...ofBrand(basis) };
  const { evaluationId, tiers } = needed(basis.person.standing, "standing");
  return { kind: "TIERS", evaluationId, tiers, in: asked, ...knowing(basis) };
}

const ofBrand = ({ brandId, sourceIds, overlayId, asOf, planeVersion }: EvaluationBasis) => ({
  ...{ brandId, sourceIds, overlayId },
  asOf: asOf.getTime(),
  planeVersion: planeVersion.toString(),
});

const knowing = ({ overlayId, peopleVersion }: EvaluationBasis) => ({
  ...{ overlayId, peopleVersion: peopleVersion.toString() },
});

function needed<Value>(value: Value | null, name: string): Value {
  if (value === null)
    throw new Error(`The basis of an evaluation must hold all that its tree asks, but lacks ${name}.`);
  return value;
}

function attributeQuery({ code, in: values, min, max }: CanonicalAttribute, basis: EvaluationBasis): LeafQuery {
  const { definition, version } = found(basis.person.attributes, code);
  const { type, maximumAgeDays } = definition;
  const asOf = basis.asOf.getTime();
  const open = unbounded(definition);
  return {
    kind: "ATTRIBUTE",
    organisationId: basis.person.organisationId,
    overlayId: basis.overlayId,
    attribute: code,
    type,
    in: values?.map((value) => recordedValue(definition, value)) ?? null,
    min: min === undefined ? null : recordedValue(open, min),
    max: max === undefined ? null : recordedValue(open, max),
    asOf,
    freshFrom: maximumAgeDays === null ? null : asOf - maximumAgeDays * DAY_MS,
    recorded: version,
    peopleVersion: basis.peopleVersion.toString(),
  };
}

/** Rules whose values are none of the attribute's were refused. */
function recordedValue(definition: AttributeDefinition, text: string): string {
  const { value, refusal } = keptValue(definition, text);
  if (value === null) throw new Error(`A rule must hold values of its attribute, but ${refusal}`);
  return value;
}
