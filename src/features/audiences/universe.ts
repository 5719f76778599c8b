import type { OverlayId } from "../people";
import type { EvaluationBasis } from "./evaluation-basis";
import type { SeenQuery } from "./leaf-query";

const DAY_MS = 86_400_000;

/**
 * The universe of audience packs: people seen in this many days before `asOf`, at any brand, by a source that the
 * organisation may read. It is the look-back of the shipped rule set, so everybody with a label is in it.
 */
export const UNIVERSE_DAYS = 365;

export type UniverseQuery = SeenQuery & { readonly planeVersion: string; readonly joinedBy: OverlayId };

export function universeQuery({ asOf, sourceIds, overlayId, planeVersion }: EvaluationBasis): UniverseQuery {
  const to = asOf.getTime();
  const window = { from: to - UNIVERSE_DAYS * DAY_MS, to };
  return { kind: "SEEN", sourceIds, overlayId, ...window, planeVersion: planeVersion.toString(), joinedBy: null };
}
