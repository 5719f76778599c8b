import { HotTopicResolver } from "../features/search-trends/hot-topic.resolver";
import { HotTopicService } from "../features/search-trends/hot-topic.service";
import { HotTopicStore } from "../features/search-trends/hot-topic.store";
import { toTrendTopic } from "../features/search-trends/hot-topic.types";
import { MindshareLinkResolver } from "../features/search-trends/mindshare-link.resolver";
import { MindshareLinkService } from "../features/search-trends/mindshare-link.service";
import { MindshareLinkStore } from "../features/search-trends/mindshare-link.store";
import { OutsideSpreadResolver } from "../features/search-trends/outside-spread.resolver";
import { OutsideSpreadService } from "../features/search-trends/outside-spread.service";
import { OutsideSpreadStore } from "../features/search-trends/outside-spread.store";
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
import { ShareOfVoiceResolver } from "../features/search-trends/share-of-voice.resolver";
import { ShareOfVoiceService } from "../features/search-trends/share-of-voice.service";
import { ShareOfVoiceStore } from "../features/search-trends/share-of-voice.store";
import { TrendTopicStore } from "../features/search-trends/trend-topic.store";
import type { AssetsPart } from "./assets";
import type { BrandsPart } from "./brands";
import type { JourneysPart } from "./journeys";
import { type Composed, type Kernel, type Services, whenFound } from "./part";
import type { TouchpointsPart } from "./touchpoints";

export function composeSearchTrends(
  { database, queries }: Kernel,
  {
    assets,
    brands,
    stageHistory: stages,
    touchpoints,
    windows,
  }: BrandsPart & TouchpointsPart & JourneysPart & AssetsPart,
) {
  const dictionaries = new SearchDictionaryService(database, new SearchAliasStore(database), brands);
  const searchWindows = new SearchWindows(windows, brands, dictionaries);
  const searches = new SearchService(searchWindows, new SearchStore(queries));
  const spreads = new OutsideSpreadService({
    windows: searchWindows,
    store: new OutsideSpreadStore(queries),
    stages,
    assets,
  });
  const voices = new ShareOfVoiceService({ windows, brands, touchpoints, store: new ShareOfVoiceStore(queries) });
  const links = new MindshareLinkService({ windows, assets, stages, store: new MindshareLinkStore(queries) });
  const topics = new HotTopicService({
    database,
    topics: new TrendTopicStore(database),
    store: new HotTopicStore(queries),
    windows,
    touchpoints,
  });
  return {
    dictionaries,
    resolvers: [
      new BrandSearchDictionaryResolver(dictionaries),
      new SearchDictionaryResolver(dictionaries),
      new BrandSearchResolver(searches),
      new OutsideSpreadResolver(spreads),
      new ShareOfVoiceResolver(voices),
      new MindshareLinkResolver(links),
      new HotTopicResolver(topics),
    ],
    nodes: [
      ["SearchAlias", async (context, key) => whenFound(await dictionaries.aliases(context).load(key), toSearchAlias)],
      ["TrendTopic", async (context, key) => whenFound(await topics.topics(context).load(key), toTrendTopic)],
    ],
  } satisfies Composed;
}

export type SearchTrendsPart = Services<typeof composeSearchTrends>;
