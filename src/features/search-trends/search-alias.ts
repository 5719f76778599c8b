import type { RowRejection } from "../../platform/registration";

/**
 * Alias: what people call a brand or a product of it when they search, from one day to another.
 * Keyword: a search text in its one spelling (engines/search/normalise-keyword).
 * Dictionary: the aliases of a brand; each change of it is a version.
 */
export const searchAliasKinds = ["BRAND_NAME", "PRODUCT_NAME", "NICKNAME"] as const;
export type SearchAliasKind = (typeof searchAliasKinds)[number];

/** An alias as it came. */
export interface NewSearchAlias {
  readonly alias: string;
  readonly kind: SearchAliasKind;
  /** The product as touchpoints carry it; null: the alias is of the brand. */
  readonly productCode: string | null;
  /** Days of the brand's zone. */
  readonly validFrom: string;
  /** The first day after it; null: it goes on. */
  readonly validTo: string | null;
}

/** An alias that was read. */
export interface CheckedAlias extends NewSearchAlias {
  readonly keyword: string;
}

export interface SearchAlias extends CheckedAlias {
  readonly id: string;
  readonly brandId: number;
  readonly sinceVersion: number;
}

/** Most aliases of a brand: every keyword of a window is compared with them all. */
export const MAX_ALIASES = 2_000;

/** Why a row was not taken, each with what must hold. */
export const aliasRejections = {
  INVALID_VALUE: "A value is outside of what its field allows.",
  REPEATED: "An earlier row of the call has the alias from the same day on.",
  OVERLAPPING:
    "The alias holds for something else on some of the days; end that one first, or send its validFrom to restate it.",
  DICTIONARY_FULL: `The brand has ${MAX_ALIASES} aliases; withdraw some first.`,
} as const;

export type AliasRejection = RowRejection<keyof typeof aliasRejections>;

/** What one row of a dictionary is known by: the alias in its one spelling, and the day from which it holds. */
export const aliasKey = ({ keyword, validFrom }: Pick<CheckedAlias, "keyword" | "validFrom">): string =>
  `${keyword} from ${validFrom}`;
