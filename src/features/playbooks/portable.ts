import { type NamedKind, namedThings } from "../../engines/segmentation/named-things";
import type { ProblemList } from "../../platform/user-error";
import type { PlaybookContent } from "./playbook";

const WORDS: Readonly<Record<NamedKind, string>> = {
  PACK: "another pack",
  LOOK_ALIKE: "a look-alike model",
  LIST: "an uploaded list",
  ATTRIBUTE: "an attribute",
  MEMBER_TIER: "membership tiers",
  CAMPAIGN: "a campaign",
  CODE: "codes of products, placements, creators or the like",
  KEYWORD: "keywords",
  SALT: "the salt of a random share",
  INSTANT: "a date",
};

/** The same without some of its packs: placements that were aimed at them are aimed at none. Places outside are problems at `path`. */
export function withoutPacks(
  problems: ProblemList,
  content: PlaybookContent,
  places: readonly number[],
  path: readonly string[],
): PlaybookContent {
  for (const [index, place] of places.entries())
    if (place < 0 || place >= content.packs.length)
      problems.add(
        "INVALID_INPUT",
        [...path, String(index)],
        `A place must be one of the playbook's ${content.packs.length} packs, from 0, but got ${place}.`,
      );
  const kept = content.packs.flatMap((_, place) => (places.includes(place) ? [] : [place]));
  return {
    ...content,
    packs: kept.map((place) => content.packs[place]!),
    placements: content.placements.map((placement) => ({
      ...placement,
      pack: placement.pack === null || !kept.includes(placement.pack) ? null : kept.indexOf(placement.pack),
    })),
  };
}

/** Packs whose rules name what their new readers do not have or must not know are problems, each with the reason and the way out. */
export function refuseNamed(
  problems: ProblemList,
  content: PlaybookContent,
  { kinds, leftOut, path }: { kinds: readonly NamedKind[]; leftOut: readonly number[]; path: readonly string[] },
): void {
  for (const [place, { name, rules }] of content.packs.entries()) {
    if (leftOut.includes(place)) continue;
    const named = [
      ...new Set(namedThings(rules.rule).flatMap(({ kind }) => (kinds.includes(kind) ? WORDS[kind] : []))),
    ];
    if (named.length === 0) continue;
    problems.add(
      "NOT_PORTABLE",
      path,
      `Rules must name nothing of the brand's own, but those of pack ${place}, "${name}", name ${named.join(", ")}; leave the pack out with leaveOutPacks: [${place}], or make a playbook of a campaign whose pack does without.`,
    );
  }
}
