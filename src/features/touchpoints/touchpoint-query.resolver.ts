import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { type ConnectionShape, PageArgs, pageRequest, toConnection } from "../../graphql/connection";
import { toNodeId } from "../../graphql/node";
import { BigIntScalar } from "../../graphql/scalars";
import type { RequestContext } from "../../platform/request-context";
import type { BrandService } from "../brands";
import { Brand, Category } from "../brands/brand.types";
import { toIntegrationRun } from "./integration-run.resolver";
import { IntegrationRun } from "./integration-run.types";
import { toTouchpointSource } from "./touchpoint.resolver";
import type { TouchpointService } from "./touchpoint.service";
import { TouchpointSource } from "./touchpoint.types";
import type { CountGrain } from "./touchpoint-count";
import {
  type CountDimension,
  CountDimensionEnum,
  CountGrainEnum,
  countColumns,
  TouchpointCounts,
  toCounts,
} from "./touchpoint-count.types";
import { MAX_COUNT_DAYS, MAX_LIST_DAYS } from "./touchpoint-query";
import { MAX_COUNT_KEYS, MAX_COUNT_ROWS, type TouchpointQueryService } from "./touchpoint-query.service";
import { Touchpoint, TouchpointConnection, TouchpointFilter, toFilter, toTouchpoint } from "./touchpoint-query.types";

/** A brand's touchpoints, one by one and counted. */
@Resolver(() => Brand)
export class BrandTouchpointsResolver {
  constructor(private readonly queries: TouchpointQueryService) {}

  @Access("INSPECT_TOUCHPOINTS")
  @FieldResolver(() => TouchpointConnection, {
    nullable: true,
    description: `Its touchpoints in a window of at most ${MAX_LIST_DAYS} days, newest first: those of the cloud's sources and of the organisation's own. Null only beside an error.`,
  })
  async touchpoints(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
    @Arg("filter", () => TouchpointFilter, { description: "Which ones; the window is required." })
    input: TouchpointFilter,
    @Args(() => PageArgs) args: PageArgs,
  ): Promise<ConnectionShape<Touchpoint, bigint | null>> {
    const [scope, filter] = [{ brandId, campaign: null }, toFilter(input)];
    const page = await this.queries.page(context, scope, filter, pageRequest(args));
    return toConnection(page, toTouchpoint, () => this.queries.count(context, scope, filter));
  }

  @Access("INSPECT_TOUCHPOINTS")
  @FieldResolver(() => BigIntScalar, {
    nullable: true,
    description:
      "Refunds that name an order of which nothing has come. They are kept and take nothing back; when the order comes, under the same person, they do. Null only beside an error.",
  })
  refundsAwaitingOrder(@Ctx() context: RequestContext, @Root() { brandId }: Brand): Promise<bigint> {
    return this.queries.countRefundsAwaitingOrder(context, brandId);
  }

  @Access("READ_ASSETS")
  @FieldResolver(() => TouchpointCounts, {
    nullable: true,
    description: `Its touchpoints counted in a window of at most ${MAX_COUNT_DAYS} days; an answer of more than ${MAX_COUNT_ROWS} rows is refused. Null only beside an error.`,
  })
  async touchpointCounts(
    @Ctx() context: RequestContext,
    @Root() { brandId, zone }: Brand,
    @Arg("filter", () => TouchpointFilter, { description: "Which ones; the window is required." })
    input: TouchpointFilter,
    @Arg("grain", () => CountGrainEnum, { description: "How long the buckets are." }) grain: CountGrain,
    @Arg("by", () => [CountDimensionEnum], {
      defaultValue: [],
      description: `What each bucket is taken apart by: at most ${MAX_COUNT_KEYS} different dimensions.`,
    })
    by: CountDimension[],
  ): Promise<TouchpointCounts> {
    const answer = await this.queries.countCells(context, {
      brand: { id: brandId, zone },
      filter: toFilter(input),
      grain,
      by: by.map((dimension) => countColumns[dimension]),
    });
    return toCounts(answer, by);
  }
}

/** What a touchpoint is about and where it came from. */
@Resolver(() => Touchpoint)
export class TouchpointRecordResolver {
  constructor(
    private readonly brands: BrandService,
    private readonly touchpoints: TouchpointService,
    private readonly queries: TouchpointQueryService,
  ) {}

  @Access("INSPECT_TOUCHPOINTS")
  @FieldResolver(() => Brand, { nullable: true, description: "The brand it is about; null when about none." })
  async brand(@Ctx() context: RequestContext, @Root() { record }: Touchpoint): Promise<Brand | null> {
    const row = await this.brands.findGranted(context, record.brandId);
    return row && Object.assign(new Brand(), { ...row, brandId: row.id, id: toNodeId("Brand", row.id) });
  }

  @Access("INSPECT_TOUCHPOINTS")
  @FieldResolver(() => Category, { nullable: true, description: "The category it is about; null when about none." })
  async category(@Ctx() context: RequestContext, @Root() { record }: Touchpoint): Promise<Category | null> {
    const row = record.categoryId === 0 ? null : await this.brands.categories(context).load(record.categoryId);
    return row && Object.assign(new Category(), { ...row, id: toNodeId("Category", row.id) });
  }

  @Access("INSPECT_TOUCHPOINTS")
  @FieldResolver(() => TouchpointSource, { description: "Who sent it." })
  async source(@Ctx() context: RequestContext, @Root() { record }: Touchpoint): Promise<TouchpointSource> {
    return toTouchpointSource((await this.touchpoints.sources(context)).get(record.sourceId)!);
  }

  @Access("INSPECT_TOUCHPOINTS")
  @FieldResolver(() => IntegrationRun, {
    nullable: true,
    description: "The import that brought it; null when that is another organisation's.",
  })
  async integrationRun(@Ctx() context: RequestContext, @Root() { record }: Touchpoint): Promise<IntegrationRun | null> {
    const run = await this.queries.runs(context).load(record.runId);
    return run && toIntegrationRun(run);
  }
}
