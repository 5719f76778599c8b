import DataLoader from "dataloader";
import { newId } from "../../platform/ids";
import type { JobRun } from "../../platform/jobs/job-run";
import type { JobStore } from "../../platform/jobs/job-store";
import type { Database } from "../../platform/postgres/database";
import { once } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList } from "../../platform/user-error";
import type { AccessService } from "../access";
import type { BrandService } from "../brands";
import type { BenchmarkQuery, BenchmarkStore, BrandCount } from "./benchmark.store";
import type { BenchmarkMetric } from "./benchmark-metric";
import type { BenchmarkLookup, CategoryBenchmark } from "./brand-benchmark";
import type { FigureCache } from "./figure-cache";
import { checkFlowWindow, defaultFlowFrom, type FlowWindow } from "./flow-window";
import { REFRESH_BENCHMARKS, type RefreshPayload } from "./refresh-benchmarks";
import { showFigures } from "./show-figures";

export interface RefreshRequest {
  readonly categoryId: number;
  readonly asOf: Date;
  /** Absent: 30 days before `asOf`. */
  readonly flowFrom?: Date | null | undefined;
}

export interface BrandBenchmarkQuery {
  readonly brandId: number;
  /** Null: the brand's primary category. */
  readonly categoryId: number | null;
  readonly asOf: Date;
  /** Null: of any refresh of `asOf`, for figures that know no window. */
  readonly flowFrom: Date | null;
}

export interface BenchmarkServiceParts {
  readonly database: Database;
  readonly store: BenchmarkStore;
  readonly cache: FigureCache;
  readonly jobs: JobStore;
  readonly access: AccessService;
  readonly brands: BrandService;
}

export class BenchmarkService {
  constructor(private readonly parts: BenchmarkServiceParts) {}

  /** Starts a refresh for all brands of the category and those below it; returns its run. */
  async refresh(context: RequestContext, request: RefreshRequest, idempotencyKey?: string): Promise<JobRun> {
    const { database, jobs } = this.parts;
    const { categoryId, asOf } = request;
    const flowFrom = request.flowFrom ?? defaultFlowFrom(asOf);
    await this.assertRefreshable(context, { categoryId, asOf, flowFrom });
    const payload: RefreshPayload = { categoryId, asOf: asOf.toISOString(), flowFrom: flowFrom.toISOString() };
    const call = { key: idempotencyKey, mutation: "refreshBenchmarks", request };
    const { id } = await once(database, context, call, async (manager) => {
      const job = { id: newId(context.clock.now()), kind: REFRESH_BENCHMARKS, payload };
      await jobs.enqueue(manager, context, job);
      return { id: job.id };
    });
    return (await jobs.find(context, id))!;
  }

  async findRefresh(context: RequestContext, id: string): Promise<JobRun | null> {
    const run = await this.parts.jobs.find(context, id);
    return run?.kind === REFRESH_BENCHMARKS ? run : null;
  }

  /**
   * What the newest refresh of exactly these instants says of a brand that is granted to the caller's organisation, under its
   * small-group threshold. Which refresh is the newest is asked of PostgreSQL once per request, so that who saw a refresh succeed
   * sees its figures; the figures themselves come through the cache.
   */
  async lookup(context: RequestContext, query: BrandBenchmarkQuery): Promise<BenchmarkLookup> {
    const { brandId, asOf, flowFrom } = query;
    const categoryId = query.categoryId ?? (await this.primaryCategory(context, brandId));
    if (categoryId === null) return { state: "NO_CATEGORY", benchmark: null };
    const newest = await this.newest(context).load({ categoryId, asOf, flowFrom });
    if (!newest) return { state: "NOT_COMPUTED", benchmark: null };
    const key = { organisationId: context.organisationId, benchmarkId: newest.id, brandId };
    const [exact, organisation] = await Promise.all([
      this.parts.cache.read(key, () => this.parts.store.findFigures(context, newest.id, brandId)),
      this.parts.access.ownOrganisation(context),
    ]);
    if (exact.length === 0) return { state: "NOT_COMPUTED", benchmark: null };
    return { state: "FOUND", benchmark: { ...newest, figures: showFigures(exact, organisation.smallGroupThreshold) } };
  }

  /**
   * What a refresh counted of every brand with a value, for comparisons that are not stored. `benchmark` is what {@link lookup}
   * found, so the caller has a grant in it; of the others nothing may be told but ranks and what at least MIN_PEERS of them make.
   */
  countsOfEveryBrand(
    { id }: Pick<CategoryBenchmark, "id">,
    metrics: readonly BenchmarkMetric[],
  ): Promise<readonly BrandCount[]> {
    return this.parts.store.findEveryBrand(id, metrics);
  }

  private async primaryCategory(context: RequestContext, brandId: number): Promise<number | null> {
    const categories = await this.parts.brands.categoriesOfBrand(context).load(brandId);
    return categories.find((category) => category.isPrimary)?.categoryId ?? null;
  }

  private newest(context: RequestContext): DataLoader<BenchmarkQuery, CategoryBenchmark | null, string> {
    return context.memo(
      this.newest,
      () =>
        new DataLoader<BenchmarkQuery, CategoryBenchmark | null, string>(
          (queries) => Promise.all(queries.map((query) => this.parts.store.findNewest(context, query))),
          { cacheKeyFn: (query) => JSON.stringify([query.categoryId, query.asOf, query.flowFrom]) },
        ),
    );
  }

  private async assertRefreshable(
    context: RequestContext,
    request: { readonly categoryId: number } & FlowWindow,
  ): Promise<void> {
    const { categoryId, asOf } = request;
    const problems = new ProblemList();
    if (!(await this.parts.brands.categories(context).load(categoryId))) {
      problems.add(
        "NOT_FOUND",
        ["input", "categoryId"],
        "categoryId must name a category of the catalogue, but got none.",
      );
    }
    const now = context.clock.now();
    if (asOf > now) {
      const got = `${asOf.toISOString()} at ${now.toISOString()}`;
      problems.add("INVALID_INPUT", ["input", "asOf"], `asOf must not lie in the future, but got ${got}.`);
    }
    checkFlowWindow(problems, request, ["input", "flowFrom"]);
    problems.throwIfAny();
  }
}
