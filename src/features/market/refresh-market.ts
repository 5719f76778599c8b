import { DateTime } from "luxon";
import { newId } from "../../platform/ids";
import type { JobHandler } from "../../platform/jobs/worker";
import type { Brand, BrandService } from "../brands";
import type { PeopleSettlement, StablePlane } from "../people";
import type { TouchpointService } from "../touchpoints";
import type { MarketStore } from "./market.store";
import type { MarketPeriod } from "./market-sales";
import type { SalesRow, SalesStore } from "./sales.store";

export const REFRESH_MARKET = "REFRESH_MARKET";

export interface RefreshMarketPayload {
  readonly categoryId: number;
  readonly from: string;
  readonly to: string;
  /** Calendar years besides the window, before the one in which it ends. */
  readonly years: number;
}

export interface RefreshMarketParts {
  readonly store: MarketStore;
  readonly sales: SalesStore;
  readonly brands: BrandService;
  readonly touchpoints: TouchpointService;
  readonly settle: PeopleSettlement;
  readonly plane: StablePlane;
}

/** Counts what all brands of a category tree sold, in one pass over cloud sources, and publishes all of it together. */
export function refreshMarketJob(parts: RefreshMarketParts): readonly [kind: string, handler: JobHandler] {
  const { store, sales, touchpoints, settle, plane } = parts;
  const handler: JobHandler = async (job) => {
    const { context } = job;
    const { categoryId, years, ...window } = job.run.payload as RefreshMarketPayload;
    const from = new Date(window.from);
    const to = new Date(window.to);
    await settle.settle(context);
    // Read before the touchpoints: the figures hold at least this version.
    const planeVersion = await touchpoints.planeVersion();
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
      const computedAt = context.clock.now();
      const id = newId(computedAt);
      await store.insert(manager, { id, categoryId, from, to, computedAt, planeVersion, periods });
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
