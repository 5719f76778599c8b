import { Arg, Args, Ctx, FieldResolver, Mutation, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { integerKeyOf } from "../../graphql/node";
import { payload } from "../../graphql/user-errors";
import type { RequestContext } from "../../platform/request-context";
import { UserProblems } from "../../platform/user-error";
import { toAudiencePack } from "../audiences/audience-pack.types";
import { Brand } from "../brands/brand.types";
import { CreateTargetGroupPackPayload } from "./opportunity-payload.types";
import type { TargetGroupService } from "./target-group.service";
import { CreateTargetGroupPackInput, TargetGroups, TargetGroupsArgs, toTargetGroups } from "./target-group.types";
import type { GroupTrait } from "./target-group-rules";

@Resolver(() => Brand)
export class TargetGroupResolver {
  constructor(private readonly service: TargetGroupService) {}

  @Access("READ_AUDIENCES")
  @FieldResolver(() => TargetGroups, {
    nullable: true,
    description:
      "Which groups of the category's customers the brand is strong in, and what to show them where (TARGET_GROUPS). Null only when it could not be read.",
  })
  async targetGroups(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
    @Args(() => TargetGroupsArgs) args: TargetGroupsArgs,
  ): Promise<TargetGroups> {
    return toTargetGroups(await this.service.analyse(context, brandId, args));
  }

  @Access("EDIT_AUDIENCES")
  @Mutation(() => CreateTargetGroupPackPayload, {
    description: "Makes a pack of one target group, as a draft without members.",
  })
  createTargetGroupPack(
    @Ctx() context: RequestContext,
    @Arg("input", () => CreateTargetGroupPackInput, { description: "The new pack." }) input: CreateTargetGroupPackInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<CreateTargetGroupPackPayload> {
    return payload(async () => {
      const { name, tags, expiresAt = null, days } = input;
      const brandId = integerKeyOf("Brand", input.brandId, ["input", "brandId"]);
      const choice = { days, trait: traitOf(input) };
      const pack = await this.service.createPack(context, { brandId, name, tags, expiresAt }, choice, key);
      return { audiencePack: toAudiencePack(pack) };
    });
  }
}

/** What each trait is told by; the other fields are left out. */
const FIELDS = {
  TOUCHPOINT: ["platform", "action"],
  RIVAL_BUYER: [],
  ATTRIBUTE: ["attribute", "value"],
} as const;

function traitOf(input: CreateTargetGroupPackInput): GroupTrait {
  const { trait, platform, action, attribute, value } = input;
  const given = (["platform", "action", "attribute", "value"] as const).filter((field) => input[field] != null);
  if (given.join() !== FIELDS[trait].join()) {
    const needed = FIELDS[trait].length === 0 ? "none" : FIELDS[trait].join(" and ");
    const message = `For ${trait}, ${needed} of platform, action, attribute and value must be set, and no other.`;
    throw UserProblems.one("INVALID_INPUT", ["input", "trait"], message);
  }
  if (trait === "TOUCHPOINT") return { kind: trait, platform: platform!, action: action! };
  return trait === "ATTRIBUTE" ? { kind: trait, attribute: attribute!, value: value! } : { kind: trait };
}
