import { Arg, Ctx, FieldResolver, ID, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { integerKeyOf, keyOf } from "../../graphql/node";
import { DateTimeScalar } from "../../graphql/scalars";
import type { RequestContext } from "../../platform/request-context";
import { RuleSet } from "../assets/rule-set.types";
import type { RuleSetDiffService } from "./rule-set-diff.service";
import { RuleSetDiff, toRuleSetDiff } from "./rule-set-diff.types";

/** What a change of rules does to a brand's figures, before it is put in force. */
@Resolver(() => RuleSet)
export class RuleSetDiffResolver {
  constructor(private readonly diffs: RuleSetDiffService) {}

  @Access("READ_ASSETS")
  @FieldResolver(() => RuleSetDiff, {
    nullable: true,
    description:
      "A brand's people by these rules and by others at one instant; computed when asked for, null only beside an error.",
  })
  async diff(
    @Ctx() context: RequestContext,
    @Root() { id }: RuleSet,
    @Arg("with", () => ID, { description: "Id of the other version; of the same code or another." }) other: string,
    @Arg("brandId", () => ID, { description: "Whose people." }) brandId: string,
    @Arg("asOf", () => DateTimeScalar, {
      description:
        "The instant, any past one from 2000-01-01 UTC on; on a whole hour of the brand's zone where small groups are withheld.",
    })
    asOf: Date,
  ): Promise<RuleSetDiff> {
    const request = {
      fromId: keyOf("RuleSet", id, ["id"]),
      toId: keyOf("RuleSet", other, ["with"]),
      brandId: integerKeyOf("Brand", brandId, ["brandId"]),
      asOf,
    };
    return toRuleSetDiff(await this.diffs.diff(context, request));
  }
}
