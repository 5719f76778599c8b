import { type SensitiveKind, sensitiveKinds } from "./attribute-sensitive-terms";

/** What a text says of sensitive personal information. */
export interface SensitiveWord {
  /** As the text has it, spelt as the rule reads it. */
  readonly word: string;
  readonly kind: Pick<SensitiveKind, "name" | "law">;
}

/**
 * The rule, applied to an attribute's code, name, description and each allowed value, each by itself:
 * - a text is brought to NFKC; English is split at capitals after small letters and at all that is no letter or digit, and put
 *   into lower case, so `healthScore`, `health_score` and `Health-Score` read alike; apostrophes vanish;
 * - an English term holds where its words stand in a row as whole words, its last one with any ending when the term ends in `*`:
 *   `race` is in `race_day` and not in `embrace`;
 * - a Chinese term holds where its characters stand in a row, spaces left out.
 * The list errs on the side of refusing: `healthy_food_buyer` is refused, because whoever buys healthy food is not asked
 * whether he is ill, but the next reader of the word may think so. The way out is to name what was observed.
 */
export function findSensitiveWord(text: string): SensitiveWord | null {
  const normal = text.normalize("NFKC");
  const english = ` ${wordsOf(normal).join(" ")} `;
  const chinese = normal.replace(/\s/g, "");
  for (const kind of terms) {
    const word = kind.english.find((term) => term.test(english));
    if (word) return { word: word.exec(english)![1]!, kind };
    const characters = kind.chinese.find((term) => chinese.includes(term));
    if (characters) return { word: characters, kind };
  }
  return null;
}

/** English words of a text, in lower case. */
export const wordsOf = (text: string): readonly string[] =>
  text
    .normalize("NFKC")
    .replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .toLowerCase()
    .replace(/['’]/g, "")
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");

const terms = sensitiveKinds.map((kind) => ({
  ...kind,
  english: kind.english.map((term) => new RegExp(` (${term.replace("*", "[a-z0-9]*")}) `)),
}));
