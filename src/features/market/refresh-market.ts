import { DateTime } from "luxon";
import { newId } from "../../platform/ids";
import type { JobStore } from "../../platform/jobs/job-store";
import type { JobHandler } from "../../platform/jobs/worker";
import type { RefreshedListener } from "../benchmarks";
import type { Brand, BrandService } from "../brands";
import type { PeopleSettlement, StablePlane } from "../people";
import type { TouchpointService } from "../touchpoints";
import type { MarketStore } from "./market.store";
import type { MarketPeriod } from "./market-sales";
import { DEFAULT_YEARS } from "./market-window";
import { outdatedMarket } from "./outdated-market";
import type { SalesRow, SalesStore } from "./sales.store";

export const REFRESH_MARKET = "REFRESH_MARKET";

export interface RefreshMarketPayload {
  readonly categoryId: number;
  readonly from: string;
  readonly to: string;
  /** Calendar years besides the window, before the one in which it ends. */
  readonly years: number;
  /** True: nobody asked for it but the benchmarks' refresh, so a refresh of the window that is not OUTDATED is enough. */
  readonly isFollowing?: boolean;
}

export interface RefreshMarketParts {
  readonly store: MarketStore;
  readonly sales: SalesStore;
  readonly brands: BrandService;
  readonly touchpoints: TouchpointService;
  readonly settle: PeopleSettlement;
  readonly plane: StablePlane;
}

/** A category's sales are refreshed with its benchmarks, over the same window; what an operator asked for there stays. */
export const followBenchmarks =
  (jobs: JobStore): RefreshedListener =>
  (manager, context, { categoryId, flowFrom, asOf }) => {
    const payload: RefreshMarketPayload = {
      categoryId,
      from: flowFrom,
      to: asOf,
      years: DEFAULT_YEARS,
      isFollowing: true,
    };
    return jobs.enqueue(manager, context, { id: newId(context.clock.now()), kind: REFRESH_MARKET, payload });
  };

/** Counts what all brands of a category tree sold, in one pass over cloud sources, and publishes all of it together. */
export function refreshMarketJob(parts: RefreshMarketParts): readonly [kind: string, handler: JobHandler] {
  const { store, sales, touchpoints, settle, plane } = parts;
  const handler: JobHandler = async (job) => {
    const { context } = job;
    const { isFollowing = false, ...asked } = job.run.payload as RefreshMarketPayload;
    const query = { categoryId: asked.categoryId, from: new Date(asked.from), to: new Date(asked.to) };
    const { categoryId, from, to } = query;
    const standing = isFollowing ? await store.readStanding(query) : null;
    if (standing && !standing.isOutdated) return job.publishAsSystem(async () => ({ marketRefreshId: standing.id }));
    const years = Math.max(asked.years, standing?.years ?? 0);
    await settle.settle(context);
    // Read before the touchpoints: what comes meanwhile and concerns the figures makes them OUTDATED, also if it was seen.
    const seen = await touchpoints.planeAndPeople();
    const [brands, categoryIds, sourceIds] = await Promise.all([
      parts.brands.brandsOfCategory(categoryId),
      parts.brands.categoryTree(categoryId),
      touchpoints.cloudSourceIds(),
    ]);
    const lastYear = lastYearOf(brands, to);
    const question = { brands, categoryIds, sourceIds, from, to, firstYear: lastYear - years };
    const rows = brands.length === 0 ? [] : await plane.read(context, () => sales.read(question));
    const periods = [null, ...Array.from({ length: years + 1 }, (_, index) => question.firstYear + index)].map((year) =>
      periodOf(year, { brands, to, rows }),
    );
    await job.publishAsSystem(async (manager) => {
      const meanwhile = isFollowing ? await store.findStanding(manager, query) : null;
      if (meanwhile && !meanwhile.isOutdated) return { marketRefreshId: meanwhile.id };
      const computedAt = context.clock.now();
      const id = newId(computedAt);
      await store.insert(manager, { id, categoryId, from, to, computedAt, planeVersion: seen.version, periods });
      await outdatedMarket.markPublished(manager, id, await touchpoints.cloudLateSince(manager, seen), computedAt);
      return { marketRefreshId: id };
    });
  };
  return [REFRESH_MARKET, handler];
}

const DEFAULT_ZONE = "Asia/Shanghai";

/** The latest calendar year that had begun anywhere before `to`. */
function lastYearOf(brands: readonly Brand[], to: Date): number {
  const last = new Date(to.getTime() - 1);
  const zones = brands.length === 0 ? [DEFAULT_ZONE] : brands.map(({ zone }) => zone);
  return Math.max(...zones.map((zone) => DateTime.fromJSDate(last, { zone }).year));
}

interface Counted {
  readonly brands: readonly Brand[];
  readonly to: Date;
  readonly rows: readonly SalesRow[];
}

function periodOf(year: number | null, { brands, to, rows }: Counted): MarketPeriod {
  const ofPeriod = new Map(rows.filter((row) => row.year === (year ?? 0)).map((row) => [row.brandId, row]));
  return {
    year,
    isComplete: year === null || brands.every(({ zone }) => DateTime.local(year + 1, { zone }).toJSDate() <= to),
    buyers: ofPeriod.get(0)?.buyers ?? 0n,
    brands: brands.flatMap(({ id, currencyCode }) => {
      const row = ofPeriod.get(id);
      if (!row) return [];
      const { year: _, ...sums } = row;
      return [{ ...sums, currencyCode }];
    }),
  };
}
