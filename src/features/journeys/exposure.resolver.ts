import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import type { RequestContext } from "../../platform/request-context";
import { Brand } from "../brands/brand.types";
import type { ExposureService } from "./exposure.service";
import { ExposureArgs, ExposureReport, toExposureReport } from "./exposure.types";
import { ExposureFilterInput } from "./exposure-filter.types";
import { Journey } from "./journey.types";
import { WindowArgs } from "./window.types";

@Resolver(() => Brand)
export class BrandExposureResolver {
  constructor(private readonly service: ExposureService) {}

  @Access("READ_ASSETS")
  @FieldResolver(() => ExposureReport, {
    nullable: true,
    description:
      "Impressions, deduplicated reach and frequency by a dimension in a window; null only when it could not be read.",
  })
  async exposures(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
    @Args(() => WindowArgs) window: WindowArgs,
    @Args(() => ExposureArgs) { by, largest }: ExposureArgs,
    @Arg("filter", () => ExposureFilterInput, { nullable: true, description: "Absent: all impressions of the brand." })
    filter?: ExposureFilterInput | null,
  ): Promise<ExposureReport> {
    const request = { by, largest, filter: filter ?? {} };
    return toExposureReport(await this.service.exposures(context, brandId, window, request));
  }
}

@Resolver(() => Journey)
export class JourneyExposureResolver {
  constructor(private readonly service: ExposureService) {}

  @Access("READ_ASSETS")
  @FieldResolver(() => ExposureReport, {
    nullable: true,
    description:
      "What each point of exposure alone tells of the same window and exposures: the baseline beside the chain. Null only when it could not be read.",
  })
  async exposures(
    @Ctx() context: RequestContext,
    @Root() { brandId, from, to, entry }: Journey,
    @Args(() => ExposureArgs) { by, largest }: ExposureArgs,
  ): Promise<ExposureReport> {
    const request = { by, largest, filter: entry };
    return toExposureReport(await this.service.exposures(context, brandId, { from, to }, request));
  }
}
