import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import type { RequestContext } from "../../platform/request-context";
import { Brand } from "../brands/brand.types";
import { JourneyCoverage, toJourneyCoverage } from "./coverage.types";
import { ExposureFilterInput } from "./exposure-filter.types";
import type { JourneyService } from "./journey.service";
import { Journey, toJourney } from "./journey.types";
import { WindowArgs } from "./window.types";

@Resolver(() => Brand)
export class BrandJourneyResolver {
  constructor(private readonly journeys: JourneyService) {}

  @Access("READ_ASSETS")
  @FieldResolver(() => Journey, {
    nullable: true,
    description: "The chain of the brand's people in a window; null only when it could not be read.",
  })
  async journey(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
    @Args(() => WindowArgs) window: WindowArgs,
    @Arg("filter", () => ExposureFilterInput, {
      nullable: true,
      description: "Which exposures begin a chain; later hops count on every platform. Absent: every exposure.",
    })
    filter?: ExposureFilterInput | null,
  ): Promise<Journey> {
    const entry = filter ?? {};
    return toJourney(await this.journeys.journey(context, brandId, window, entry), entry);
  }

  @Access("READ_ASSETS")
  @FieldResolver(() => JourneyCoverage, {
    nullable: true,
    description:
      "How far the brand's people are known across platforms in a window; null only when it could not be read.",
  })
  async journeyCoverage(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
    @Args(() => WindowArgs) window: WindowArgs,
  ): Promise<JourneyCoverage> {
    return toJourneyCoverage(await this.journeys.coverage(context, brandId, window));
  }
}

/** What stands beside a chain. */
@Resolver(() => Journey)
export class JourneyResolver {
  constructor(private readonly journeys: JourneyService) {}

  @Access("READ_ASSETS")
  @FieldResolver(() => JourneyCoverage, {
    nullable: true,
    description:
      "How far all people of the brand are known across platforms in the same window; null only when it could not be read.",
  })
  async coverage(@Ctx() context: RequestContext, @Root() { brandId, from, to }: Journey): Promise<JourneyCoverage> {
    return toJourneyCoverage(await this.journeys.coverage(context, brandId, { from, to }));
  }
}
