import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import { Access } from "../../graphql/access";
import { IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { integerKeyOf } from "../../graphql/node";
import { toRun } from "../../graphql/run";
import { payload } from "../../graphql/user-errors";
import type { JobRun } from "../../platform/jobs/job-run";
import type { RequestContext } from "../../platform/request-context";
import type { MarketService } from "./market.service";
import { MarketRefresh, RefreshMarketInput, RefreshMarketPayload } from "./refresh.types";
import type { RefreshMarketPayload as Asked } from "./refresh-market";

export function toMarketRefresh(run: JobRun): MarketRefresh {
  const { from, to, years } = run.payload as Asked;
  return Object.assign(toRun(MarketRefresh, "MarketRefresh", run), { from: new Date(from), to: new Date(to), years });
}

@Resolver()
export class MarketResolver {
  constructor(private readonly market: MarketService) {}

  @Access("REFRESH_BENCHMARKS")
  @Mutation(() => RefreshMarketPayload, {
    description:
      "Counts what all brands of a category sold in a window and in calendar years. Figures are published together when the run has succeeded; refreshing the same window again replaces them.",
  })
  refreshMarket(
    @Ctx() context: RequestContext,
    @Arg("input", () => RefreshMarketInput, { description: "Which category, and when." }) input: RefreshMarketInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<RefreshMarketPayload> {
    return payload(async () => {
      const categoryId = integerKeyOf("Category", input.categoryId, ["input", "categoryId"]);
      return { run: toMarketRefresh(await this.market.refresh(context, { ...input, categoryId }, key)) };
    });
  }
}
