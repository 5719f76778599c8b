import type { TouchpointRow } from "../../support/touchpoint-rows";
import { type RandomAlias, TYPED } from "./random-searches";

const DAY = 86_400_000;

/** The figures of this feature, slow and obvious: one row and one person at a time, over the rows that the caller may read. */
export interface Reference {
  /** Served or not. */
  readonly rows: readonly TouchpointRow[];
  readonly brandId: number;
  /** Of its category, itself among them; it is the primary one of them all. */
  readonly marketIds: readonly number[];
  /** In which the brand sells. */
  readonly categoryIds: readonly number[];
  /** Words of the brand's name. */
  readonly name: string;
  readonly aliases: readonly RandomAlias[];
}

export const timeOf = (row: TouchpointRow): number => Date.parse(row.at);
/** In Shanghai. */
export const dayOf = (row: TouchpointRow): string => new Date(timeOf(row) + 8 * 3_600_000).toISOString().slice(0, 10);
export const peopleOf = (rows: readonly TouchpointRow[]): ReadonlySet<string> =>
  new Set(rows.map(({ person }) => person));
export const wordsOf = (row: TouchpointRow): string => TYPED.find(([text]) => text === row.keyword)?.[1] ?? "";
const isServed = (row: TouchpointRow): boolean => row.exposure === "SERVED";
/** Whole words in a row. */
export const says = (words: string, term: string): boolean => ` ${words} `.includes(` ${term} `);

export interface Search {
  readonly row: TouchpointRow;
  readonly searchClass: "ALIAS" | "PRODUCT" | "BRAND_NAME" | "GENERIC";
}

export function searchesOf({ rows, brandId, categoryIds, name, aliases }: Reference): readonly Search[] {
  return rows.flatMap((row): Search[] => {
    const words = wordsOf(row);
    if (row.action !== "SEARCH" || words === "" || !isServed(row)) return [];
    const found = aliases
      .filter(
        (alias) =>
          says(words, alias.words) && alias.validFrom <= dayOf(row) && (!alias.validTo || dayOf(row) < alias.validTo),
      )
      .map(({ kind }) => kind as string);
    if (says(words, name)) found.push("BRAND_NAME");
    const searchClass = found.includes("NICKNAME")
      ? "ALIAS"
      : found.includes("PRODUCT_NAME")
        ? "PRODUCT"
        : found.includes("BRAND_NAME")
          ? "BRAND_NAME"
          : "GENERIC";
    const isOurs = row.brandId === brandId || (row.brandId === 0 && categoryIds.includes(row.categoryId!));
    const isNamed = row.brandId === 0 && searchClass !== "GENERIC";
    return isOurs || isNamed ? [{ row, searchClass }] : [];
  });
}

/** Who first met the product on a day of the window, by day, and of them those who touched nothing of the brand in 15 days before. */
export function spreadOf(reference: Reference, product: string, days: readonly string[]) {
  const { rows, brandId, aliases } = reference;
  const named = aliases.filter(({ productCode }) => productCode === product);
  const byName = new Set(
    searchesOf({ ...reference, aliases: named, name: "-" }).flatMap(({ row, searchClass }) =>
      searchClass === "GENERIC" ? [] : [row],
    ),
  );
  const meets = (row: TouchpointRow): boolean =>
    byName.has(row) ||
    (isServed(row) && row.brandId === brandId && row.product === product && row.action !== "IMPRESSION");
  const start = Date.parse(`${days[0]}T00:00:00+08:00`);
  const inAssets = peopleOf(
    rows.filter((row) => row.brandId === brandId && timeOf(row) < start && timeOf(row) >= start - 15 * DAY),
  );
  const firstDay = new Map<string, string>();
  for (const row of [...rows].sort((a, b) => timeOf(a) - timeOf(b)))
    if (meets(row) && !firstDay.has(row.person)) firstDay.set(row.person, dayOf(row));
  return days.map((day) => {
    const fresh = [...firstDay].flatMap(([person, first]) => (first === day ? [person] : []));
    return {
      day,
      people: String(fresh.length),
      outsidePeople: String(fresh.filter((person) => !inAssets.has(person)).length),
    };
  });
}

/** New A1 people of the window who came within the days, of those with a tagged touch or of the others. */
export function mindshareOf(
  { rows, brandId }: Reference,
  { from, to, tags, withinDays }: { from: number; to: number; tags: readonly string[]; withinDays: number },
  isTaggedGroup: boolean,
) {
  const own = rows.filter((row) => row.brandId === brandId);
  const group = [...peopleOf(own)].flatMap((person) => {
    const theirs = own.filter((row) => row.person === person);
    const served = theirs.filter(isServed);
    const isOld = theirs.some((row) => timeOf(row) < from && timeOf(row) >= from - 15 * DAY);
    const touched = served.filter((row) => timeOf(row) >= from && timeOf(row) < to);
    if (isOld || touched.length === 0) return [];
    const tagged = touched.filter((row) => row.tags!.some((tag) => tags.includes(tag)));
    if (tagged.length > 0 !== isTaggedGroup) return [];
    const begun = Math.min(...(isTaggedGroup ? tagged : touched).map(timeOf));
    const arrivals = served.filter(({ action }) => action === "SEARCH" || action === "VISIT").map(timeOf);
    return [arrivals.some((at) => at > begun && at <= begun + withinDays * DAY)];
  });
  return { numerator: String(group.filter((came) => came).length), denominator: String(group.length) };
}

const VOICE = ["SEARCH", "REVIEW", "SHARE", "ANSWER"];

/** Own voice and all of the category's on a day, and how many rivals had one. */
export function voiceOf({ rows, brandId, marketIds, categoryIds }: Reference, day: string) {
  const voice = rows.filter(
    (row) =>
      isServed(row) &&
      VOICE.includes(row.action) &&
      marketIds.includes(row.brandId!) &&
      dayOf(row) === day &&
      (row.categoryId === 0 || categoryIds.includes(row.categoryId!)),
  );
  const own = voice.filter((row) => row.brandId === brandId).length;
  const rivals = new Set(voice.flatMap((row) => (row.brandId === brandId ? [] : [row.brandId]))).size;
  return { own, total: voice.length, rivals };
}

/** People with a touch of the topic among some people. */
export function topicTouches(
  rows: readonly TouchpointRow[],
  { tags, words }: { readonly tags: readonly string[]; readonly words: readonly string[] },
): ReadonlySet<string> {
  return peopleOf(
    rows.filter(
      (row) =>
        isServed(row) &&
        (row.tags!.some((tag) => tags.includes(tag)) ||
          (row.action === "SEARCH" && words.some((term) => says(wordsOf(row), term)))),
    ),
  );
}
