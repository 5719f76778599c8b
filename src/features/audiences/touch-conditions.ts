import type { CodeField } from "../../engines/segmentation/touch-rule";
import { daysSinceEpoch, rowsLiteral, spellingSql, wordsSql } from "../search-trends";
import type { AliasTerm, AliasTerms, DidQuery, SeenQuery, TouchSelection } from "./leaf-query";

export interface Conditions {
  readonly where: readonly string[];
  readonly params: Readonly<Record<string, unknown>>;
}

/** Columns of the codes. */
const COLUMNS: Readonly<Record<CodeField, string>> = {
  contentCodes: "content",
  creativeCodes: "creative",
  creatorCodes: "creator",
  placementCodes: "placement",
  productCodes: "product",
  programmeCodes: "programme",
  slotCodes: "slot",
};

/** ClickHouse looks for at most 255 words at a time. */
const MAX_WORDS = 255;

/**
 * The conditions of a selection; `prefix` tells the parameters of several in one statement apart. An opportunity to see is no
 * contact of a person; only an impression can be one, and other actions are not asked whether they were.
 */
export function touchConditions(selection: TouchSelection, prefix = ""): Conditions {
  const { codes, value } = selection;
  const asked = [
    { name: "brandIds", value: selection.brandIds, type: "Array(UInt32)", sql: "brand_id IN" },
    { name: "actions", value: selection.actions, type: "Array(String)", sql: "action IN" },
    { name: "platforms", value: selection.platforms, type: "Array(String)", sql: "platform IN" },
    { name: "sourceIds", value: selection.sourceIds, type: "Array(UInt32)", sql: "source_id IN" },
    { name: "site", value: selection.site, type: "String", sql: "site =" },
    { name: "categoryIds", value: selection.categoryIds, type: "Array(UInt32)", sql: "category_id IN" },
    { name: "campaignCode", value: selection.campaignCode, type: "String", sql: "campaign =" },
    ...Object.entries(COLUMNS).map(([name, column]) => ({
      name,
      value: codes[name as CodeField],
      type: "Array(String)",
      sql: `${column} IN`,
    })),
    { name: "keywords", value: selection.keywords, type: "Array(String)", sql: `${spellingSql("keyword")} IN` },
    { name: "currency", value: value?.currencyCode, type: "String", sql: "currency =" },
    { name: "minValue", value: value?.min, type: "Int64", sql: "value_minor >=" },
    { name: "maxValue", value: value?.max, type: "Int64", sql: "value_minor <=" },
    { name: "zone", value: selection.aliases?.zone, type: "String", sql: null },
  ].filter(({ value }) => value != null);
  return {
    where: [
      ...asked.flatMap(({ name, type, sql }) => (sql === null ? [] : `${sql} {${prefix}${name}:${type}}`)),
      ...(selection.actions.includes("IMPRESSION") ? ["exposure = 'SERVED'"] : []),
      ...(selection.aliases ? [holdsAlias(selection.aliases, `{${prefix}zone:String}`)] : []),
    ],
    params: Object.fromEntries(asked.map(({ name, value }) => [`${prefix}${name}`, value])),
  };
}

/** Whether a question asks for nothing that the projection `presence_by_month` of `touchpoint` does not keep. */
export function isKeptByMonth(query: DidQuery | SeenQuery): boolean {
  if (query.kind === "SEEN") return true;
  const { aliases, campaignCode, categoryIds, codes, keywords, value } = query;
  return (
    Object.keys(codes).length === 0 &&
    [aliases, campaignCode, categoryIds, keywords, value].every((one) => one === null)
  );
}

/** Words stand between spaces on both sides, so a text within the text is a run of words within the words. */
function holdsAlias({ terms }: AliasTerms, zone: string): string {
  const words = `concat(' ', arrayStringConcat(${wordsSql(spellingSql("keyword"))}, ' '), ' ')`;
  const day = `toInt32(toDate(occurred_at, ${zone}))`;
  const holds = alikeInForce(terms).flatMap((alike) => {
    const { validFrom, validTo } = alike[0]!;
    const isInForce = [
      `${day} >= ${daysSinceEpoch(validFrom)}`,
      ...(validTo === null ? [] : [`${day} < ${daysSinceEpoch(validTo)}`]),
    ].join(" AND ");
    const chunks = Array.from({ length: Math.ceil(alike.length / MAX_WORDS) }, (_, index) =>
      alike.slice(index * MAX_WORDS, (index + 1) * MAX_WORDS).map((term) => term.words),
    );
    return chunks.map((chunk) => `${isInForce} AND multiSearchAny(${words}, ${rowsLiteral("String", chunk)})`);
  });
  return `keyword != '' AND (${holds.map((sql) => `(${sql})`).join(" OR ") || "false"})`;
}

function alikeInForce(terms: readonly AliasTerm[]): readonly (readonly AliasTerm[])[] {
  const byDays = new Map<string, AliasTerm[]>();
  for (const term of terms) {
    const days = `${term.validFrom} ${term.validTo}`;
    byDays.set(days, [...(byDays.get(days) ?? []), term]);
  }
  return [...byDays.values()];
}
