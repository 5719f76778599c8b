import { BrandSearchResolver } from "../features/search-trends/search.resolver";
import { SearchService } from "../features/search-trends/search.service";
import { SearchStore } from "../features/search-trends/search.store";
import {
  BrandSearchDictionaryResolver,
  SearchDictionaryResolver,
} from "../features/search-trends/search-alias.resolver";
import { SearchAliasStore } from "../features/search-trends/search-alias.store";
import { toSearchAlias } from "../features/search-trends/search-alias.types";
import { SearchDictionaryService } from "../features/search-trends/search-dictionary.service";
import { SearchWindows } from "../features/search-trends/search-question";
import type { BrandsPart } from "./brands";
import type { JourneysPart } from "./journeys";
import { type Composed, type Kernel, whenFound } from "./part";

export function composeSearchTrends({ database, queries }: Kernel, { brands, windows }: BrandsPart & JourneysPart) {
  const dictionaries = new SearchDictionaryService(database, new SearchAliasStore(database), brands);
  const searchWindows = new SearchWindows(windows, brands, dictionaries);
  const searches = new SearchService(searchWindows, new SearchStore(queries));
  return {
    resolvers: [
      new BrandSearchDictionaryResolver(dictionaries),
      new SearchDictionaryResolver(dictionaries),
      new BrandSearchResolver(searches),
    ],
    nodes: [
      ["SearchAlias", async (context, key) => whenFound(await dictionaries.aliases(context).load(key), toSearchAlias)],
    ],
  } satisfies Composed;
}
