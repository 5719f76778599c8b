import type {
  CanonicalDid,
  CanonicalFrequency,
  CanonicalSequence,
  CanonicalTouch,
} from "../../engines/segmentation/canonical-touch";
import type { BrandScope, Window } from "../../engines/segmentation/rule";
import { codeFields } from "../../engines/segmentation/touch-rule";
import { hopActions } from "../journeys";
import type { EvaluationBasis } from "./evaluation-basis";
import { found } from "./found";
import type { AliasTerms, LeafQuery, TouchSelection } from "./leaf-query";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export const didQuery = (did: CanonicalDid, basis: EvaluationBasis): LeafQuery => ({
  kind: "DID",
  ...selection(did, basis),
  atLeast: did.atLeast,
  worth: did.worth ?? null,
  ...reading([did.brand], did.window, basis),
});

/** Exposures are what a journey begins with. */
export const frequencyQuery = (frequency: CanonicalFrequency, basis: EvaluationBasis): LeafQuery => ({
  kind: "DID",
  ...selection({ ...frequency, action: "IMPRESSION", site: "OFF_SITE" }, basis),
  actions: hopActions.EXPOSURE,
  atLeast: frequency.atLeast,
  worth: null,
  ...reading([frequency.brand], frequency.window, basis),
});

export function sequenceQuery(sequence: CanonicalSequence, basis: EvaluationBasis): LeafQuery {
  const { first, second, minHours = 0, maxHours } = sequence;
  const window = reading([first.brand, second.brand], sequence.window, basis);
  return {
    kind: "SEQUENCE",
    first: selection(first, basis),
    second: selection(second, basis),
    // Equal instants have no order.
    minGap: Math.max(1, minHours * HOUR_MS),
    maxGap: maxHours === undefined ? window.to - window.from : maxHours * HOUR_MS,
    ...window,
  };
}

function selection(touch: CanonicalTouch, basis: EvaluationBasis): TouchSelection {
  const isRival = touch.brand === "RIVAL";
  return {
    actions: [touch.action],
    brandIds: touch.brand === "OWN" ? [basis.brandId] : isRival ? basis.rivalBrandIds : null,
    categoryIds: touch.categoryId === undefined ? null : found(basis.categoryTrees, touch.categoryId),
    campaignCode: touch.campaignCode ?? null,
    codes: Object.fromEntries(codeFields.flatMap((field) => (touch[field] ? [[field, touch[field]]] : []))),
    keywords: touch.keywords ?? null,
    aliases: touch.aliasOf ? aliasTerms(touch.aliasOf.productCodes, basis) : null,
    platforms: touch.platforms ?? null,
    site: touch.site ?? null,
    sourceIds: isRival ? basis.cloudSourceIds : basis.sourceIds,
    value: touch.value ?? null,
  };
}

function aliasTerms(productCodes: readonly string[] | undefined, { aliases }: EvaluationBasis): AliasTerms {
  if (!aliases) throw new Error("The basis of a tree that names aliases must hold them, but does not.");
  const isMeant = (code: string | null): boolean => !productCodes || (code !== null && productCodes.includes(code));
  return { zone: aliases.zone, terms: aliases.terms.filter(({ productCode }) => isMeant(productCode)) };
}

/**
 * What rivals' people did is counted by the cloud's people, and only then said of the organisation's. In a sequence with an
 * action of another brand it takes no counting: each touchpoint is its person's, as the organisation knows people.
 */
export function reading(brands: readonly BrandScope[], window: Window, basis: EvaluationBasis) {
  const isOfRivals = brands.every((brand) => brand === "RIVAL");
  const asOf = basis.asOf.getTime();
  return {
    overlayId: isOfRivals ? null : basis.overlayId,
    joinedBy: isOfRivals ? basis.overlayId : null,
    from: "from" in window ? Date.parse(window.from) : asOf - lookBackOf(window),
    to: "to" in window ? Date.parse(window.to) : asOf,
    planeVersion: basis.planeVersion.toString(),
  };
}

const lookBackOf = (window: { readonly days: number } | { readonly hours: number }): number =>
  "days" in window ? window.days * DAY_MS : window.hours * HOUR_MS;
