import { Arg, Ctx, FieldResolver, Int, Mutation, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { EXPECTED_VERSION } from "../../graphql/idempotency-key";
import { integerKeyOf } from "../../graphql/node";
import { DateTimeScalar } from "../../graphql/scalars";
import { payload } from "../../graphql/user-errors";
import type { RequestContext } from "../../platform/request-context";
import { Brand } from "../brands/brand.types";
import type { GrowthHealthService } from "./growth-health.service";
import {
  GrowthHealthCard,
  SetGrowthHealthThresholdInput,
  SetGrowthHealthThresholdPayload,
  toCard,
  toThreshold,
} from "./growth-health.types";

@Resolver(() => Brand)
export class GrowthHealthResolver {
  constructor(private readonly health: GrowthHealthService) {}

  @Access("READ_ASSETS")
  @FieldResolver(() => [GrowthHealthCard], {
    description: "Four cards, one for each family of what makes growth hard, each against its threshold.",
  })
  async growthHealth(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
    @Arg("asOf", () => DateTimeScalar, { description: "Instant of snapshot and benchmark." }) asOf: Date,
  ): Promise<readonly GrowthHealthCard[]> {
    return (await this.health.cards(context, brandId, asOf)).map((card) => toCard(card, asOf));
  }

  @Access("EDIT_DIAGNOSIS")
  @Mutation(() => SetGrowthHealthThresholdPayload, {
    description: "Says from which value on a family is healthy for the organisation; figures stay as they are.",
  })
  setGrowthHealthThreshold(
    @Ctx() context: RequestContext,
    @Arg("input", () => SetGrowthHealthThresholdInput, { description: "The threshold." })
    input: SetGrowthHealthThresholdInput,
    @Arg("expectedVersion", () => Int, EXPECTED_VERSION) version: number,
  ): Promise<SetGrowthHealthThresholdPayload> {
    return payload(async () => {
      const { family, threshold } = input;
      const brandId = integerKeyOf("Brand", input.brandId, ["input", "brandId"]);
      return {
        threshold: toThreshold(await this.health.setThreshold(context, brandId, { family, threshold, version })),
      };
    });
  }
}
