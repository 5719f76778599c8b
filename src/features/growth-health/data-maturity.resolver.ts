import { Arg, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { DateTimeScalar } from "../../graphql/scalars";
import type { RequestContext } from "../../platform/request-context";
import { Brand } from "../brands/brand.types";
import type { DataMaturityService } from "./data-maturity.service";
import { DataMaturityScore, toScore } from "./data-maturity.types";

@Resolver(() => Brand)
export class DataMaturityResolver {
  constructor(private readonly maturity: DataMaturityService) {}

  @Access("READ_ASSETS")
  @FieldResolver(() => [DataMaturityScore], {
    description:
      "Three scores of how far the brand's work rests on data (数字化、数据化、数智化), each from checks that are met by what is there, with the evidence.",
  })
  async dataMaturity(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
    @Arg("asOf", () => DateTimeScalar, { description: "Instant of snapshot, benchmark and cost." }) asOf: Date,
  ): Promise<readonly DataMaturityScore[]> {
    return (await this.maturity.scores(context, brandId, asOf)).map(toScore);
  }
}
