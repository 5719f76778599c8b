import { keywordWords, normaliseKeyword } from "../../engines/search/normalise-keyword";
import { quoted } from "../../platform/registration";
import { isText } from "../campaigns";
import { type AliasRejection, aliasKey, type CheckedAlias, MAX_ALIASES, type NewSearchAlias } from "./search-alias";

/** Longest alias and product code: as long as a touchpoint's. */
const MAX_LENGTH = 200;

/** The first problem found rejects the row. */
export function readAlias(row: NewSearchAlias): CheckedAlias | AliasRejection {
  const { alias, kind, productCode, validFrom, validTo } = row;
  const keyword = normaliseKeyword(alias);
  if (!isText(alias, MAX_LENGTH) || keywordWords(keyword).trim() === "")
    return invalid(
      "alias",
      `alias must be 1 to ${MAX_LENGTH} characters with a letter or digit and without control characters, but got ${quoted(alias)}.`,
    );
  if (productCode !== null && !isText(productCode, MAX_LENGTH))
    return invalid("productCode", `productCode must be 1 to ${MAX_LENGTH} characters, but got ${quoted(productCode)}.`);
  if (kind === "BRAND_NAME" && productCode !== null)
    return invalid("productCode", `productCode must be absent for a BRAND_NAME, but got ${quoted(productCode)}.`);
  if (kind === "PRODUCT_NAME" && productCode === null)
    return invalid("productCode", "productCode must be given for a PRODUCT_NAME, but is absent.");
  if (validTo !== null && validTo <= validFrom)
    return invalid("validTo", `validTo must lie after validFrom (${validFrom}), but got ${validTo}.`);
  return { ...row, keyword };
}

const invalid = (field: string, message: string): AliasRejection => ({
  reason: "INVALID_VALUE",
  field: [field],
  message,
});

/** What a call makes of a dictionary. */
export interface DictionaryChange {
  /** The rows that are taken stand as they are, the others as why not. */
  readonly rows: readonly (CheckedAlias | AliasRejection)[];
  readonly added: readonly CheckedAlias[];
  /** New details of rows that are known by their key. */
  readonly restated: readonly CheckedAlias[];
}

/** Takes rows one after the other: of one alias no two rows hold on one day, and there are at most {@link MAX_ALIASES}. */
export function changeDictionary(
  rows: readonly (CheckedAlias | AliasRejection)[],
  current: readonly CheckedAlias[],
  size: number,
): DictionaryChange {
  const held = new Map(current.map((alias) => [aliasKey(alias), alias]));
  const added: CheckedAlias[] = [];
  const restated: CheckedAlias[] = [];
  const judged = rows.map((row) => {
    if ("reason" in row) return row;
    const key = aliasKey(row);
    const known = held.get(key);
    const other = [...held.values()].find((alias) => aliasKey(alias) !== key && overlaps(alias, row));
    if (other) return overlapping(other, row);
    if (!known && size + added.length >= MAX_ALIASES) return full(row);
    if (!known) added.push(row);
    else if (!isSame(known, row)) restated.push(row);
    held.set(key, row);
    return row;
  });
  return { rows: judged, added, restated };
}

const overlaps = (a: CheckedAlias, b: CheckedAlias): boolean =>
  a.keyword === b.keyword &&
  (b.validTo === null || a.validFrom < b.validTo) &&
  (a.validTo === null || b.validFrom < a.validTo);

const isSame = (a: CheckedAlias, b: CheckedAlias): boolean =>
  a.alias === b.alias && a.kind === b.kind && a.productCode === b.productCode && a.validTo === b.validTo;

const overlapping = ({ productCode, validFrom, validTo }: CheckedAlias, { alias }: CheckedAlias): AliasRejection => ({
  reason: "OVERLAPPING",
  field: ["alias"],
  message: `alias must hold for one thing at a time, but ${quoted(alias)} is ${productCode === null ? "of the brand" : `of product ${quoted(productCode)}`} from ${validFrom} ${validTo === null ? "on" : `to ${validTo}`}; end that one first, or send its validFrom to restate it.`,
});

const full = ({ alias }: CheckedAlias): AliasRejection => ({
  reason: "DICTIONARY_FULL",
  field: ["alias"],
  message: `The brand must have at most ${MAX_ALIASES} aliases, so ${quoted(alias)} is one too many; withdraw some first.`,
});
