/** Scripts that are written without spaces between words. */
const UNSPACED = "[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}]";
const BESIDE_UNSPACED = new RegExp(` ?(${UNSPACED}) ?`, "gu");
const ONE_UNSPACED = new RegExp(`(${UNSPACED})`, "gu");

/**
 * The one spelling of what people type: Unicode NFKC (full-width letters and ligatures become plain ones), lower case, runs of
 * white space as one space, none at the ends and none beside a Chinese or Japanese character.
 */
export function normaliseKeyword(text: string): string {
  const plain = text.normalize("NFKC").toLowerCase();
  return plain
    .replace(/[\t\n\v\f\r ]+/g, " ")
    .replace(BESIDE_UNSPACED, "$1")
    .replace(/^ | $/g, "");
}

/**
 * The words of a normalised keyword, a space before and after each: every Chinese or Japanese character by itself, and every run
 * of other letters and digits. A term occurs in a keyword when its words stand in it as they are, so "ga" is not in "garden".
 */
export function keywordWords(normalised: string): string {
  const words = normalised
    .replace(ONE_UNSPACED, " $1 ")
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, " ")
    .replace(/^ | $/g, "");
  return ` ${words} `;
}
