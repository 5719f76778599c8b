import { IN_TIME, IS_CONTACT, windowParams } from "../journeys";
import { touchpointRelation } from "../people";
import { daysSinceEpoch } from "./days";
import { numberOfClass, type SearchTerm } from "./search-class";
import type { SearchQuestion } from "./search-question";

const UNSPACED = "[\\\\p{Han}\\\\p{Hiragana}\\\\p{Katakana}]";

/** `normaliseKeyword` (engines/search) of a column. */
export const spellingSql = (column: string): string =>
  `trimBoth(replaceRegexpAll(replaceRegexpAll(lowerUTF8(normalizeUTF8NFKC(${column})), '[\\\\t-\\\\r ]+', ' '), ' ?(${UNSPACED}) ?', '\\\\1'))`;

/** `keywordWords` of a column in its one spelling, as an array. */
export const wordsSql = (column: string): string =>
  `splitByChar(' ', trimBoth(replaceRegexpAll(replaceRegexpAll(${column}, '(${UNSPACED})', ' \\\\1 '), '[^\\\\p{L}\\\\p{M}\\\\p{N}]+', ' ')))`;

/** Every run of 1 to `longest` words of an array, as `keywordWords` writes it. */
export const runsSql = (words: string, longest: number): string => `arrayFlatten(arrayMap(
  first -> arrayMap(last -> concat(' ', arrayStringConcat(arraySlice(${words}, first, last), ' '), ' '),
    range(1, least(${longest}, toUInt32(length(${words})) - first + 1) + 1)),
  range(1, toUInt32(length(${words})) + 1)))`;

/** Words of the longest of the texts, as `keywordWords` writes them. */
export const longestOf = (texts: readonly string[]): number =>
  Math.max(1, ...texts.map((words) => words.trim().split(" ").length));

/** Rows written into a statement, as parameters take 128 KiB; Base64 needs no escapes. */
export function rowsLiteral(type: string, rows: readonly unknown[]): string {
  const json = Buffer.from(JSON.stringify(rows)).toString("base64");
  return `JSONExtract(base64Decode('${json}'), 'Array(${type})')`;
}

const NEVER_ENDS = 1_000_000;
const GENERIC = numberOfClass("GENERIC");

const termRows = (terms: readonly SearchTerm[]): string =>
  rowsLiteral(
    "Tuple(String, UInt8, String, Int32, Int32)",
    terms.map(({ words, searchClass, productCode, validFrom, validTo }) => [
      words,
      numberOfClass(searchClass),
      productCode ?? "",
      validFrom === null ? -NEVER_ENDS : daysSinceEpoch(validFrom),
      validTo === null ? NEVER_ENDS : daysSinceEpoch(validTo),
    ]),
  );

export interface SearchSelection {
  /** Keywords in their one spelling; absent: all. */
  readonly keywords?: readonly string[];
  /** True: a search must hold one of the terms, whatever brand it is about. */
  readonly mustHoldTerm?: boolean;
}

/**
 * The brand's searches by keyword, day and class: `keyword`, `day` (since 1970), `class`, `product` ('' of none), `searches` and
 * `people`, a bitmap state. They are the searches about the brand, and of those about no brand the ones in its categories and
 * the ones that hold a term of its. Terms are looked for in different keywords, not in touchpoints.
 */
export function searchRelation(question: SearchQuestion, selection: SearchSelection = {}): string {
  const { terms, window } = question;
  const rows = termRows(terms);
  const hits = `arrayFilter(run -> run IN (SELECT arrayJoin(${rows}).1), ${runsSql("words", longestOf(terms.map(({ words }) => words)))})`;
  const holds = "term.class != 0 AND day >= term.first_day AND day < term.end_day";
  const classSql = `min(if(${holds}, term.class, ${GENERIC}))`;
  return `(
  SELECT keyword, day, any(searches) AS searches, any(people) AS people, ${classSql} AS class,
    argMin(if(${holds}, term.product, ''), if(${holds}, term.class, ${GENERIC})) AS product
  FROM (
    SELECT keyword, day, is_ours, searches, people, ${wordsSql("keyword")} AS words, arrayJoin(arrayConcat([''], ${hits})) AS run
    FROM (
      SELECT spelling AS keyword, day, is_ours, count() AS searches, groupBitmapState(ordinal) AS people
      FROM (
        SELECT ${spellingSql("keyword")} AS spelling, toInt32(toDate(occurred_at, {zone:String})) AS day, ordinal,
          brand_id = {brandId:UInt32} OR category_id IN {categoryIds:Array(UInt32)} AS is_ours
        FROM ${touchpointRelation(window.overlayId, "COUNTED")}
        WHERE brand_id IN ({brandId:UInt32}, 0) AND action = 'SEARCH' AND ${IN_TIME} AND ${IS_CONTACT} AND keyword != ''
      )
      WHERE spelling != '' ${selection.keywords ? "AND spelling IN {keywords:Array(String)}" : ""}
      GROUP BY keyword, day, is_ours
    )
  ) AS search
  LEFT JOIN (
    SELECT row.1 AS words, row.2 AS class, row.3 AS product, row.4 AS first_day, row.5 AS end_day
    FROM (SELECT arrayJoin(${rows}) AS row)
  ) AS term ON term.words = search.run
  GROUP BY keyword, day, is_ours
  HAVING ${selection.mustHoldTerm ? "" : "is_ours OR "}class != ${GENERIC}
)`;
}

export const searchParams = (
  { window, categoryIds }: SearchQuestion,
  { keywords }: SearchSelection = {},
): Record<string, unknown> => ({
  ...windowParams(window),
  zone: window.zone,
  categoryIds: [...categoryIds],
  ...(keywords && { keywords: [...keywords] }),
});
