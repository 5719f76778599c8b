import type { ProblemList } from "../../platform/user-error";
import { checkName, isText } from "./check-text";
import { externalKey, type NewPlacement } from "./placement";

/** Most placements of one campaign: as many as one budget has lines. */
export const MAX_PLACEMENTS = 1_000;

/** Most external ids of one placement. */
export const MAX_EXTERNAL_IDS = 100;

/** Longest external id: what a touchpoint's `placementCode` can carry. */
const MAX_EXTERNAL_ID_LENGTH = 200;

/** What placements are checked against. */
export interface PlacementFacts {
  /** Codes known to the organisation. */
  readonly platforms: readonly string[];
  /** The campaign's brand; null where it is not known, which is another check's problem. */
  readonly brandId: number | null;
  /** Brands of the named packs that the caller may see, by pack. */
  readonly brandOfPack: ReadonlyMap<string, number>;
  /** {@link externalKey}s that placements of the organisation have already. */
  readonly taken: ReadonlySet<string>;
}

/** `path` leads to the list in the mutation's arguments. */
export function checkPlacements(
  problems: ProblemList,
  placements: readonly NewPlacement[],
  facts: PlacementFacts,
  path: readonly string[],
): void {
  const taken = new Set(facts.taken);
  for (const [index, placement] of placements.entries()) {
    const at = [...path, String(index)];
    checkName(problems, placement.name, [...at, "name"]);
    if (!facts.platforms.includes(placement.platform)) {
      problems.add(
        "INVALID_INPUT",
        [...at, "platform"],
        `platform must be one of ${facts.platforms.join(", ")}, but got "${placement.platform.slice(0, 60)}".`,
      );
    }
    checkPack(problems, placement.audiencePackId, facts, [...at, "audiencePackId"]);
    if (placement.audiencePackId !== null && placement.noPackReason != null)
      problems.add(
        "INVALID_INPUT",
        [...at, "noPackReason"],
        `${at.join(".")}.noPackReason must be left out where a pack is named, but got ${placement.noPackReason}.`,
      );
    checkExternalIds(problems, placement, taken, [...at, "externalIds"]);
  }
}

function checkPack(
  problems: ProblemList,
  packId: string | null,
  { brandId, brandOfPack }: PlacementFacts,
  path: readonly string[],
): void {
  if (packId === null) return;
  const brandOfThis = brandOfPack.get(packId);
  if (brandOfThis === undefined) {
    problems.add(
      "NOT_FOUND",
      path,
      `${path.join(".")} must name an audience pack of this organisation; list them with brand { audiencePacks }.`,
    );
  } else if (brandId !== null && brandOfThis !== brandId) {
    problems.add(
      "INVALID_INPUT",
      path,
      `${path.join(".")} must name a pack of the campaign's brand, but this pack is of another brand.`,
    );
  }
}

/** The external ids that may be looked up: of a known platform and storable. */
export function claimsOf(
  placements: readonly NewPlacement[],
  platforms: readonly string[],
): readonly Pick<NewPlacement, "platform" | "externalIds">[] {
  return placements
    .filter(({ platform }) => platforms.includes(platform))
    .map(({ platform, externalIds }) => ({ platform, externalIds: externalIds.filter(isExternalId) }));
}

const isExternalId = (text: string): boolean => isText(text, MAX_EXTERNAL_ID_LENGTH);

/** Adds what the placement claims to `taken`, so that two placements of one call cannot claim the same. */
function checkExternalIds(
  problems: ProblemList,
  { platform, externalIds }: NewPlacement,
  taken: Set<string>,
  path: readonly string[],
): void {
  if (externalIds.length > MAX_EXTERNAL_IDS) {
    problems.add(
      "INVALID_INPUT",
      path,
      `A placement must have at most ${MAX_EXTERNAL_IDS} external ids, but got ${externalIds.length}.`,
    );
    return;
  }
  for (const [index, externalId] of externalIds.entries()) {
    const at = [...path, String(index)];
    if (!isExternalId(externalId)) {
      problems.add(
        "INVALID_INPUT",
        at,
        `An external id must be 1 to ${MAX_EXTERNAL_ID_LENGTH} characters, none of them a control character, but got ${JSON.stringify(externalId.slice(0, 60))}.`,
      );
      continue;
    }
    const key = externalKey(platform, externalId);
    if (taken.has(key)) {
      problems.add(
        "EXTERNAL_ID_TAKEN",
        at,
        `An external id must belong to one placement of the organisation, but "${externalId}" on ${platform} is taken.`,
      );
    }
    taken.add(key);
  }
}
