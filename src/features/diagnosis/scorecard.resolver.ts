import { Arg, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { DateTimeScalar } from "../../graphql/scalars";
import type { RequestContext } from "../../platform/request-context";
import { Brand } from "../brands/brand.types";
import type { DiagnosisService } from "./diagnosis.service";
import { AssetScorecard, toScorecard } from "./scorecard.types";

@Resolver(() => Brand)
export class ScorecardResolver {
  constructor(private readonly diagnoses: DiagnosisService) {}

  @Access("READ_ASSETS")
  @FieldResolver(() => AssetScorecard, {
    nullable: true,
    description:
      "The brand before and after, e.g. at the first and last instant of a campaign, by the newest refreshes of these instants; figures of an instant without one are null. Null only with an error beside it.",
  })
  async assetScorecard(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
    @Arg("before", () => DateTimeScalar, { description: "The first instant." }) before: Date,
    @Arg("after", () => DateTimeScalar, { description: "The second one; later." }) after: Date,
  ): Promise<AssetScorecard> {
    return toScorecard(brandId, await this.diagnoses.compare(context, brandId, before, after), context.clock.now());
  }
}
