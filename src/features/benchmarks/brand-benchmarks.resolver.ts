import { Arg, Ctx, FieldResolver, ID, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { integerKeyOf, toNodeId } from "../../graphql/node";
import { DateTimeScalar } from "../../graphql/scalars";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList, UserProblems } from "../../platform/user-error";
import { toRuleSet } from "../assets/shape-snapshot.types";
import type { BrandService } from "../brands";
import { Brand, Category } from "../brands/brand.types";
import type { BenchmarkService } from "./benchmark.service";
import { type BenchmarkMetric, benchmarkMetrics } from "./benchmark-metric";
import { BenchmarkMetricEnum } from "./benchmark-metric.types";
import { dataStateOf } from "./brand-benchmark";
import { BenchmarkFigure, BrandBenchmarks } from "./brand-benchmarks.types";
import { checkFlowWindow, defaultFlowFrom } from "./flow-window";
import type { ImportService } from "./import.service";
import { toFigure } from "./shape-figure.types";

@Resolver(() => Brand)
export class BrandBenchmarksResolver {
  constructor(
    private readonly service: BenchmarkService,
    private readonly brands: BrandService,
  ) {}

  @Access("READ_ASSETS")
  @FieldResolver(() => BrandBenchmarks, {
    nullable: true,
    description:
      "The brand beside its industry, by the newest refresh of exactly these instants, and beside what outside sources say of them. Without a refresh, a category or peers the states say so; null only with an error beside it.",
  })
  async benchmarks(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
    @Arg("asOf", () => DateTimeScalar, { description: "Instant at which people are counted." }) asOf: Date,
    @Arg("flowFrom", () => DateTimeScalar, {
      nullable: true,
      description:
        "Instant from which flows are followed until `asOf`; before it, by 365 days at most. Default: 30 days before.",
    })
    flowFrom?: Date | null,
    @Arg("categoryId", () => ID, {
      nullable: true,
      description: "The industry; default: the brand's primary category.",
    })
    categoryId?: string | null,
  ): Promise<BrandBenchmarks> {
    const window = { asOf, flowFrom: flowFrom ?? defaultFlowFrom(asOf) };
    const problems = new ProblemList();
    checkFlowWindow(problems, window, ["flowFrom"]);
    problems.throwIfAny();
    const category = await this.industryOf(context, brandId, categoryId ?? null);
    const lookup = await this.service.lookup(context, { brandId, categoryId: category, ...window });
    const { benchmark } = lookup;
    return Object.assign(new BrandBenchmarks(), {
      ...window,
      lookup,
      categoryId: category,
      state: benchmark ? "AVAILABLE" : lookup.state,
      computedAt: benchmark?.computedAt ?? null,
      dataState: dataStateOf(lookup, context.clock.now()),
      readAt: benchmark?.readAt ?? null,
      ruleSet: benchmark && toRuleSet(benchmark.ruleSet),
    });
  }

  /** Null: the brand has no category. */
  private async industryOf(context: RequestContext, brandId: number, id: string | null): Promise<number | null> {
    if (id === null) return this.service.industryOf(context, brandId);
    const categoryId = integerKeyOf("Category", id, ["categoryId"]);
    if (await this.brands.categories(context).load(categoryId)) return categoryId;
    const message = "categoryId must name a category of the catalogue, but got none.";
    throw UserProblems.one("NOT_FOUND", ["categoryId"], message);
  }
}

@Resolver(() => BrandBenchmarks)
export class IndustryResolver {
  constructor(
    private readonly brands: BrandService,
    private readonly imports: ImportService,
  ) {}

  @Access("READ_ASSETS")
  @FieldResolver(() => Category, {
    nullable: true,
    description: "The industry: the category and those below it; null where the brand has none.",
  })
  async category(@Ctx() context: RequestContext, @Root() { categoryId }: BrandBenchmarks): Promise<Category | null> {
    const row = categoryId === null ? null : await this.brands.categories(context).load(categoryId);
    return row && Object.assign(new Category(), { ...row, id: toNodeId("Category", row.id) });
  }

  @Access("READ_ASSETS")
  @FieldResolver(() => [BenchmarkFigure], {
    description: "One for each metric that is asked for, in the order of the list: some thirty.",
  })
  async figures(
    @Ctx() context: RequestContext,
    @Root() { lookup, categoryId, asOf, flowFrom }: BrandBenchmarks,
    @Arg("metrics", () => [BenchmarkMetricEnum], { nullable: true, description: "Which; default: all." })
    metrics?: BenchmarkMetric[] | null,
  ): Promise<BenchmarkFigure[]> {
    const imported = categoryId === null ? [] : await this.imports.find(context, { categoryId, asOf, flowFrom });
    return benchmarkMetrics
      .filter((metric) => metrics?.includes(metric) ?? true)
      .map((metric) =>
        toFigure(
          metric,
          lookup,
          imported.filter((row) => row.metric === metric),
        ),
      );
  }
}
