import type { SearchAlias, SearchAliasKind } from "./search-alias";

/** What a search of a brand asks for, the most telling first: a search that says several things is of the first of them. */
export const searchClasses = ["ALIAS", "PRODUCT", "BRAND_NAME", "GENERIC"] as const;
export type SearchClass = (typeof searchClasses)[number];

/** Classes that name the brand or something of it. */
export const brandClasses = ["ALIAS", "PRODUCT", "BRAND_NAME"] as const satisfies readonly SearchClass[];

const CLASS_OF_KIND: Readonly<Record<SearchAliasKind, (typeof brandClasses)[number]>> = {
  NICKNAME: "ALIAS",
  PRODUCT_NAME: "PRODUCT",
  BRAND_NAME: "BRAND_NAME",
};

/** Words that make a search one of the brand's, on the days on which they do. */
export interface SearchTerm {
  /** As `keywordWords` gives them. */
  readonly words: string;
  readonly searchClass: (typeof brandClasses)[number];
  /** Null: of the brand. */
  readonly productCode: string | null;
  readonly validFrom: string | null;
  readonly validTo: string | null;
}

export const termOf = (alias: SearchAlias, words: string): SearchTerm => ({
  words,
  searchClass: CLASS_OF_KIND[alias.kind],
  productCode: alias.productCode,
  validFrom: alias.validFrom,
  validTo: alias.validTo,
});

/** How statements number a class, from 1. */
export const numberOfClass = (searchClass: SearchClass): number => searchClasses.indexOf(searchClass) + 1;
export const classNumbered = (number: number): SearchClass => searchClasses[number - 1]!;
