import { Arg, Ctx, ID, Int, Mutation, Resolver } from "type-graphql";
import { Access } from "../../graphql/access";
import { EXPECTED_VERSION, IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { integerKeyOf, keyOf } from "../../graphql/node";
import { payload } from "../../graphql/user-errors";
import type { RequestContext } from "../../platform/request-context";
import { toPlaybook } from "../playbooks/playbook.types";
import type { GroupStrategyService, Promotion } from "./group-strategy.service";
import { toGroupStrategy, toInherited } from "./group-strategy.types";
import {
  AdoptGroupStrategyInput,
  AdoptGroupStrategyPayload,
  DropStrategyOverridePayload,
  PromoteNextVersionInput,
  PromoteNextVersionPayload,
  PromotePlaybookInput,
  PromotePlaybookPayload,
  SetStrategyOverridePayload,
  StrategyOverrideInput,
} from "./group-strategy-input.types";
import type { OverrideTarget, StrategyOverrideService } from "./strategy-override.service";

const STRATEGY_ID = { description: "Id of a GroupStrategy." };
const BRAND_ID = { description: "A brand in the strategy's scope." };
const OVERRIDE_VERSION = { description: "InheritedStrategy.overrideVersion that the caller saw; 0: there is none." };

@Resolver()
export class GroupStrategyChangeResolver {
  constructor(
    private readonly strategies: GroupStrategyService,
    private readonly overrides: StrategyOverrideService,
  ) {}

  @Access("EDIT_CAMPAIGNS")
  @Mutation(() => PromotePlaybookPayload, {
    description: "Makes a strategy of the group of what one of its brands did; the others inherit it at once.",
  })
  promotePlaybook(
    @Ctx() context: RequestContext,
    @Arg("input", () => PromotePlaybookInput, { description: "The new strategy." }) input: PromotePlaybookInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<PromotePlaybookPayload> {
    return payload(async () => {
      const brandGroupId = keyOf("BrandGroup", input.brandGroupId, ["input", "brandGroupId"]);
      const promotion = { ...toPromotion(input), brandGroupId, name: input.name };
      return { groupStrategy: toGroupStrategy(await this.strategies.promote(context, promotion, key)) };
    });
  }

  @Access("EDIT_CAMPAIGNS")
  @Mutation(() => PromoteNextVersionPayload, {
    description: "Puts the next version of a strategy in force; what brands override of it stays.",
  })
  promoteNextVersion(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, STRATEGY_ID) id: string,
    @Arg("input", () => PromoteNextVersionInput, { description: "What is promoted." }) input: PromoteNextVersionInput,
    @Arg("expectedVersion", () => Int, EXPECTED_VERSION) expectedVersion: number,
  ): Promise<PromoteNextVersionPayload> {
    return payload(async () => {
      const target = { id: keyOf("GroupStrategy", id, ["id"]), expectedVersion };
      return {
        groupStrategy: toGroupStrategy(await this.strategies.promoteNext(context, target, toPromotion(input))),
      };
    });
  }

  @Access("EDIT_CAMPAIGNS")
  @Mutation(() => SetStrategyOverridePayload, {
    description: "Says anew, whole, what a brand does otherwise than its group.",
  })
  setStrategyOverride(
    @Ctx() context: RequestContext,
    @Arg("groupStrategyId", () => ID, STRATEGY_ID) groupStrategyId: string,
    @Arg("brandId", () => ID, BRAND_ID) brandId: string,
    @Arg("input", () => StrategyOverrideInput, { description: "The override." }) input: StrategyOverrideInput,
    @Arg("expectedVersion", () => Int, OVERRIDE_VERSION) expectedVersion: number,
  ): Promise<SetStrategyOverridePayload> {
    return payload(async () => {
      const override = {
        ...{ reason: input.reason, isDeclined: input.isDeclined, frequency: input.frequency ?? null },
        packs: input.packs.map(({ name, audiencePackId }, index) => ({
          name,
          audiencePackId: keyOf("AudiencePack", audiencePackId, ["input", "packs", String(index), "audiencePackId"]),
        })),
      };
      const target = toTarget(groupStrategyId, brandId, expectedVersion);
      return { inheritedStrategy: toInherited(await this.overrides.set(context, target, override)) };
    });
  }

  @Access("EDIT_CAMPAIGNS")
  @Mutation(() => DropStrategyOverridePayload, { description: "Has a brand do as its group says again." })
  dropStrategyOverride(
    @Ctx() context: RequestContext,
    @Arg("groupStrategyId", () => ID, STRATEGY_ID) groupStrategyId: string,
    @Arg("brandId", () => ID, BRAND_ID) brandId: string,
    @Arg("expectedVersion", () => Int, OVERRIDE_VERSION) expectedVersion: number,
  ): Promise<DropStrategyOverridePayload> {
    return payload(async () => {
      const target = toTarget(groupStrategyId, brandId, expectedVersion);
      return { inheritedStrategy: toInherited(await this.overrides.drop(context, target)) };
    });
  }

  @Access("EDIT_CAMPAIGNS")
  @Mutation(() => AdoptGroupStrategyPayload, {
    description:
      "Makes a playbook of the brand of what it inherits, its override in place and dates by the clock of its zone; instantiatePlaybook makes campaigns of it.",
  })
  adoptGroupStrategy(
    @Ctx() context: RequestContext,
    @Arg("input", () => AdoptGroupStrategyInput, { description: "The new playbook." }) input: AdoptGroupStrategyInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<AdoptGroupStrategyPayload> {
    return payload(async () => {
      const groupStrategyId = keyOf("GroupStrategy", input.groupStrategyId, ["input", "groupStrategyId"]);
      const brandId = integerKeyOf("Brand", input.brandId, ["input", "brandId"]);
      const wanted = { groupStrategyId, brandId, name: input.name };
      return { playbook: toPlaybook(await this.strategies.adopt(context, wanted, key)) };
    });
  }
}

const toTarget = (groupStrategyId: string, brandId: string, expectedVersion: number): OverrideTarget => ({
  groupStrategyId: keyOf("GroupStrategy", groupStrategyId, ["groupStrategyId"]),
  brandId: integerKeyOf("Brand", brandId, ["brandId"]),
  expectedVersion,
});

const toPromotion = ({ playbookId, categoryIds, note, leaveOutPacks }: PromoteNextVersionInput): Promotion => ({
  ...{ note, leaveOutPacks },
  playbookId: keyOf("Playbook", playbookId, ["input", "playbookId"]),
  categoryIds: categoryIds.map((id, index) => integerKeyOf("Category", id, ["input", "categoryIds", String(index)])),
});
