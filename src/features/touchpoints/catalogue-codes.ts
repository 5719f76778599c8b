import type { Catalogue } from "./catalogue";
import { isPlain } from "./stage-sql";

/** A code of the catalogue with the number that stands for it. */
export interface KnownCode {
  readonly kind: "brand" | "category";
  readonly code: string;
  readonly id: number;
}

/** Brands that take money of this currency (null: rows have none), and categories. */
export function knownCodes({ brands, categories }: Catalogue, currencyCode: string | null): readonly KnownCode[] {
  const known: KnownCode[] = [];
  for (const [code, brand] of brands)
    if (currencyCode === null || brand.currencyCode === currencyCode) known.push({ kind: "brand", code, id: brand.id });
  for (const [code, id] of categories) known.push({ kind: "category", code, id });
  return known.filter(({ code }) => isPlain(code));
}
