import { Arg, Ctx, ID, Query, Resolver } from "type-graphql";
import { Access } from "../../graphql/access";
import { integerKeyOf, keyOf } from "../../graphql/node";
import { DateTimeScalar } from "../../graphql/scalars";
import type { RequestContext } from "../../platform/request-context";
import type { RuleSetDiffService } from "./rule-set-diff.service";
import { RuleSetDiff, toRuleSetDiff } from "./rule-set-diff.types";

/** What a change of rules does to a brand's figures, before it is put in force. */
@Resolver()
export class RuleSetDiffResolver {
  constructor(private readonly diffs: RuleSetDiffService) {}

  @Access("READ_ASSETS")
  @Query(() => RuleSetDiff, {
    nullable: true,
    description:
      "A brand's people by two versions of rules at one instant: who would move. Computed when asked for, null only beside an error.",
  })
  async compareRuleSets(
    @Ctx() context: RequestContext,
    @Arg("fromId", () => ID, { description: "The first rules, e.g. those in force." }) fromId: string,
    @Arg("toId", () => ID, { description: "The others; of the same code or another." }) toId: string,
    @Arg("brandId", () => ID, { description: "Whose people." }) brandId: string,
    @Arg("asOf", () => DateTimeScalar, {
      description:
        "The instant, any past one from 2000-01-01 UTC on; on a whole hour of the brand's zone where small groups are withheld.",
    })
    asOf: Date,
  ): Promise<RuleSetDiff> {
    const request = {
      fromId: keyOf("RuleSet", fromId, ["fromId"]),
      toId: keyOf("RuleSet", toId, ["toId"]),
      brandId: integerKeyOf("Brand", brandId, ["brandId"]),
      asOf,
    };
    return toRuleSetDiff(await this.diffs.diff(context, request));
  }
}
