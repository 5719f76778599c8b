import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { DateTimeScalar } from "../../graphql/scalars";
import type { RequestContext } from "../../platform/request-context";
import { primaryOf } from "../experiments";
import { Experiment } from "../experiments/experiment.types";
import type { VariantDrawService } from "./variant-draw";
import { ExperimentVariantDraw, toVariantDraw } from "./variant-draw.types";

@Resolver(() => Experiment)
export class VariantDrawResolver {
  constructor(private readonly draws: VariantDrawService) {}

  @Access("READ_AUDIENCES")
  @FieldResolver(() => ExperimentVariantDraw, {
    description: "Which variant to show next, drawn by its chance to be the best on the primary metric.",
  })
  async variantDraw(
    @Ctx() context: RequestContext,
    @Root() { row }: Experiment,
    @Arg("seed", () => Int, { description: "Of the draw: another one for each draw that is used." }) seed: number,
    @Arg("asOf", () => DateTimeScalar, { nullable: true, description: "As `readOut` takes it." }) asOf?: Date | null,
  ): Promise<ExperimentVariantDraw> {
    const { isHigherBetter } = row.design.metrics[primaryOf(row.design)]!;
    return toVariantDraw(await this.draws.draw(context, row, { seed, asOf: asOf ?? null }), seed, isHigherBetter);
  }
}
