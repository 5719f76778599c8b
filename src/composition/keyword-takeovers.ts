import {
  BrandTakeoverResolver,
  KeywordTakeoverResolver,
} from "../features/keyword-takeovers/keyword-takeover.resolver";
import { KeywordTakeoverService } from "../features/keyword-takeovers/keyword-takeover.service";
import { KeywordTakeoverStore } from "../features/keyword-takeovers/keyword-takeover.store";
import { toKeywordTakeover } from "../features/keyword-takeovers/keyword-takeover.types";
import { TakeoverResultService } from "../features/keyword-takeovers/takeover-result.service";
import { TakeoverResultStore } from "../features/keyword-takeovers/takeover-result.store";
import type { BrandsPart } from "./brands";
import type { JourneysPart } from "./journeys";
import { type Composed, type Kernel, whenFound } from "./part";
import type { TouchpointsPart } from "./touchpoints";

export function composeKeywordTakeovers(
  { database, queries }: Kernel,
  { brands, windows, touchpoints }: BrandsPart & JourneysPart & TouchpointsPart,
) {
  const takeovers = new KeywordTakeoverService(database, new KeywordTakeoverStore(database), brands);
  const results = new TakeoverResultService({
    ...{ windows, brands, touchpoints },
    store: new TakeoverResultStore(queries),
  });
  return {
    resolvers: [new BrandTakeoverResolver(takeovers), new KeywordTakeoverResolver(results)],
    nodes: [
      [
        "KeywordTakeover",
        async (context, key) => whenFound(await takeovers.takeovers(context).load(key), toKeywordTakeover),
      ],
    ],
  } satisfies Composed;
}
