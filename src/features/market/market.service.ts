import DataLoader from "dataloader";
import { newId } from "../../platform/ids";
import type { JobRun } from "../../platform/jobs/job-run";
import type { JobStore } from "../../platform/jobs/job-store";
import type { Database } from "../../platform/postgres/database";
import { once } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList } from "../../platform/user-error";
import type { BrandService } from "../brands";
import { type DataState, dataState } from "../touchpoints";
import type { MarketQuery, MarketStore } from "./market.store";
import type { MarketPeriod, MarketRefresh } from "./market-sales";
import { checkMarketWindow, checkYears, DEFAULT_YEARS, type MarketWindow } from "./market-window";
import { REFRESH_MARKET, type RefreshMarketPayload } from "./refresh-market";

export interface RefreshMarketRequest extends MarketWindow {
  readonly categoryId: number;
  /** Absent: 5. */
  readonly years?: number | null | undefined;
}

/** The newest refresh of a brand's primary category for exactly one window. */
export type MarketLookup =
  | { readonly state: "NO_CATEGORY" | "NOT_COMPUTED"; readonly market: null }
  | { readonly state: "FOUND"; readonly market: Market };

/** A published refresh with what every brand sold: of others than the caller's, nothing may be told but what many of them make. */
export interface Market extends MarketRefresh {
  readonly periods: readonly MarketPeriod[];
}

/** Null without a refresh. */
export const marketDataState = ({ market }: MarketLookup, now: Date): DataState | null =>
  market && dataState({ isOutdated: market.isOutdated, asOf: market.to }, now);

export interface MarketServiceParts {
  readonly database: Database;
  readonly store: MarketStore;
  readonly jobs: JobStore;
  readonly brands: BrandService;
}

export class MarketService {
  constructor(private readonly parts: MarketServiceParts) {}

  /** Starts a refresh of the category and those below it; returns its run. */
  async refresh(context: RequestContext, request: RefreshMarketRequest, idempotencyKey?: string): Promise<JobRun> {
    const { database, jobs } = this.parts;
    const { categoryId, from, to } = request;
    const years = request.years ?? DEFAULT_YEARS;
    await this.assertRefreshable(context, { ...request, years });
    const payload: RefreshMarketPayload = { categoryId, from: from.toISOString(), to: to.toISOString(), years };
    const call = { key: idempotencyKey, mutation: "refreshMarket", request };
    const { id } = await once(database, context, call, async (manager) => {
      const job = { id: newId(context.clock.now()), kind: REFRESH_MARKET, payload };
      await jobs.enqueue(manager, context, job);
      return { id: job.id };
    });
    return (await jobs.find(context, id))!;
  }

  async findRefresh(context: RequestContext, id: string): Promise<JobRun | null> {
    const run = await this.parts.jobs.find(context, id);
    return run?.kind === REFRESH_MARKET ? run : null;
  }

  /** The newest refresh of the window that ends last; null: the category was never counted. */
  latest(context: RequestContext, categoryId: number): Promise<MarketRefresh | null> {
    return this.parts.store.findLatest(context, categoryId);
  }

  /** A brand that is not granted has no market, as it does not exist for the caller. */
  async lookup(context: RequestContext, brandId: number, window: MarketWindow): Promise<MarketLookup> {
    const { brands } = this.parts;
    const problems = new ProblemList();
    checkMarketWindow(problems, window, []);
    problems.throwIfAny();
    if (!(await brands.findGranted(context, brandId))) return { state: "NOT_COMPUTED", market: null };
    const primary = (await brands.categoriesOfBrand(context).load(brandId)).find(({ isPrimary }) => isPrimary);
    if (!primary) return { state: "NO_CATEGORY", market: null };
    const market = await this.newest(context).load({ categoryId: primary.categoryId, ...window });
    return market ? { state: "FOUND", market } : { state: "NOT_COMPUTED", market: null };
  }

  private newest(context: RequestContext): DataLoader<MarketQuery, Market | null, string> {
    const { store } = this.parts;
    const find = async (query: MarketQuery): Promise<Market | null> => {
      const refresh = await store.findNewest(context, query);
      return refresh && { ...refresh, periods: await store.findPeriods(refresh.id) };
    };
    return context.memo(
      this.newest,
      () =>
        new DataLoader<MarketQuery, Market | null, string>((queries) => Promise.all(queries.map(find)), {
          cacheKeyFn: ({ categoryId, from, to }) => JSON.stringify([categoryId, from, to]),
        }),
    );
  }

  private async assertRefreshable(
    context: RequestContext,
    { categoryId, years, ...window }: RefreshMarketRequest & { readonly years: number },
  ): Promise<void> {
    const problems = new ProblemList();
    if (!(await this.parts.brands.categories(context).load(categoryId))) {
      problems.add(
        "NOT_FOUND",
        ["input", "categoryId"],
        "categoryId must name a category of the catalogue, but got none.",
      );
    }
    checkMarketWindow(problems, window, ["input"]);
    const now = context.clock.now();
    if (window.to > now) {
      const got = `${window.to.toISOString()} at ${now.toISOString()}`;
      problems.add("INVALID_INPUT", ["input", "to"], `to must not lie in the future, but got ${got}.`);
    }
    checkYears(problems, years, ["input", "years"]);
    problems.throwIfAny();
  }
}
