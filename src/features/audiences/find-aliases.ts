import { keywordWords } from "../../engines/search/normalise-keyword";
import { type PlacedLeaf, touchesOf } from "../../engines/segmentation/walk-leaves";
import type { RequestContext } from "../../platform/request-context";
import type { ProblemList } from "../../platform/user-error";
import type { BrandService } from "../brands";
import type { SearchDictionaryService } from "../search-trends";
import type { AliasTerms } from "./leaf-query";

export interface AliasSources {
  readonly brands: BrandService;
  readonly dictionaries: SearchDictionaryService;
}

/** The brand's search dictionary when the tree names aliases; every alias that is named must be in it. */
export async function findAliases(
  { brands, dictionaries }: AliasSources,
  context: RequestContext,
  brandId: number,
  leaves: readonly PlacedLeaf[],
  problems: ProblemList,
): Promise<AliasTerms | null> {
  const named = leaves.flatMap(touchesOf).filter(({ touch }) => touch.aliasOf);
  if (named.length === 0) return null;
  const [{ zone }, { aliases }] = await Promise.all([
    brands.requireGranted(context, brandId, ["brandId"]),
    dictionaries.dictionary(context, brandId),
  ]);
  const products = new Set(aliases.map(({ productCode }) => productCode));
  for (const { touch, path } of named) {
    const { productCodes } = touch.aliasOf!;
    if (!productCodes && aliases.length === 0)
      problems.add(
        "NO_ALIAS",
        [...path, "aliasOf"],
        `aliasOf must find the brand's aliases, but there is none; ${REMEDY}.`,
      );
    for (const [index, code] of (productCodes ?? []).entries())
      if (!products.has(code))
        problems.add(
          "NO_ALIAS",
          [...path, "aliasOf", "productCodes", String(index)],
          `productCodes must be of products with an alias, but "${code.slice(0, 60)}" has none; ${REMEDY}.`,
        );
  }
  const terms = aliases.map(({ keyword, productCode, validFrom, validTo }) => {
    return { words: keywordWords(keyword), productCode, validFrom, validTo };
  });
  return { zone, terms };
}

const REMEDY = "register it with registerSearchAliases";
