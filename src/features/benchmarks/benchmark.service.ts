import { LRUCache } from "lru-cache";
import { newId } from "../../platform/ids";
import type { JobRun } from "../../platform/jobs/job-run";
import type { JobStore } from "../../platform/jobs/job-store";
import type { Database } from "../../platform/postgres/database";
import { once } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList } from "../../platform/user-error";
import type { AccessService } from "../access";
import type { BrandService } from "../brands";
import type { BenchmarkStore, BrandCount } from "./benchmark.store";
import {
  type FigureLookUp,
  figureKey,
  type IndustryLookUp,
  type NewestLookUp,
  newestKey,
  newestPrefix,
} from "./benchmark-lookups";
import type { BenchmarkMetric } from "./benchmark-metric";
import type { BenchmarkLookup, BrandBenchmark, CategoryBenchmark, ExactFigure } from "./brand-benchmark";
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
  readonly industries: IndustryLookUp;
  readonly newest: NewestLookUp;
  readonly figures: FigureLookUp;
  readonly jobs: JobStore;
  readonly access: AccessService;
  readonly brands: BrandService;
}

export class BenchmarkService {
  private readonly shown = new WeakMap<readonly ExactFigure[], BrandBenchmark["figures"]>();
  private readonly seenToSucceed = new LRUCache<string, true>({ max: 1_000 });

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

  /** The newest refresh of the category's newest instant; null: it was never compared. */
  latest(context: RequestContext, categoryId: number): Promise<CategoryBenchmark | null> {
    return this.parts.store.findLatest(context, categoryId);
  }

  /** Whoever is told here that a refresh succeeded sees its figures from then on, as this process forgets earlier ones. */
  async findRefresh(context: RequestContext, id: string): Promise<JobRun | null> {
    const run = await this.parts.jobs.find(context, id);
    if (run?.kind !== REFRESH_BENCHMARKS) return null;
    if (run.status === "SUCCEEDED" && !this.seenToSucceed.has(id)) {
      this.parts.newest.forget(newestPrefix((run.payload as RefreshPayload).categoryId));
      this.seenToSucceed.set(id, true);
    }
    return run;
  }

  /**
   * What the newest refresh of exactly these instants says of a brand that is granted to the caller's organisation, under its
   * small-group threshold; looked up once per request. Which refresh is the newest may be seconds old where a process did not
   * hear of a newer one, but who saw a refresh succeed sees its figures: {@link findRefresh}.
   */
  lookup(context: RequestContext, query: BrandBenchmarkQuery): Promise<BenchmarkLookup> {
    const asked = context.memo(this.lookup, () => new Map<string, Promise<BenchmarkLookup>>());
    const key = JSON.stringify(query);
    const known = asked.get(key) ?? this.lookUp(context, query);
    asked.set(key, known);
    return known;
  }

  private async lookUp(context: RequestContext, query: BrandBenchmarkQuery): Promise<BenchmarkLookup> {
    const { store, newest, figures } = this.parts;
    const { brandId, asOf, flowFrom } = query;
    const categoryId = query.categoryId ?? (await this.industryOf(context, brandId));
    if (categoryId === null) return { state: "NO_CATEGORY", benchmark: null };
    const wanted = { categoryId, asOf, flowFrom };
    const { value: benchmark } = await newest.read(newestKey(wanted), () => store.findNewest(context, wanted));
    if (!benchmark) return { state: "NOT_COMPUTED", benchmark: null };
    const key = figureKey(context.organisationId, benchmark.id, brandId);
    const [exact, organisation] = await Promise.all([
      figures.read(key, () => store.findFigures(context, benchmark.id, brandId)),
      this.parts.access.ownOrganisation(context),
    ]);
    if (exact.value.length === 0) return { state: "NOT_COMPUTED", benchmark: null };
    const shown = this.show(exact.value, benchmark, organisation.smallGroupThreshold);
    return { state: "FOUND", benchmark: { ...benchmark, figures: shown, readAt: exact.readAt } };
  }

  /** Figures are kept by organisation, so each list meets one threshold. */
  private show(
    exact: readonly ExactFigure[],
    { ruleSet }: CategoryBenchmark,
    threshold: number,
  ): BrandBenchmark["figures"] {
    const known = this.shown.get(exact) ?? showFigures(exact, ruleSet.definition.groups, threshold);
    this.shown.set(exact, known);
    return known;
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

  /** The brand's primary category; null without one. */
  async industryOf(context: RequestContext, brandId: number): Promise<number | null> {
    const { industries, brands } = this.parts;
    return (await industries.read(String(brandId), () => brands.primaryCategory(context, brandId))).value;
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
