import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { EXPECTED_VERSION, IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { integerKeyOf, keyOf } from "../../graphql/node";
import { payload } from "../../graphql/user-errors";
import type { RequestContext } from "../../platform/request-context";
import type { BrandService } from "../brands";
import { Brand, Category, toBrand, toCategory, Viewer } from "../brands/brand.types";
import type { PlaybookService } from "../playbooks";
import { Playbook, toPlaybook } from "../playbooks/playbook.types";
import type { BrandGroupDraft, BrandGroupService } from "./brand-group.service";
import type { GroupStrategyService } from "./group-strategy.service";
import {
  BrandGroup,
  GroupStrategy,
  GroupStrategyVersion,
  InheritedStrategy,
  toBrandGroup,
  toGroupStrategy,
  toInherited,
} from "./group-strategy.types";
import { BrandGroupInput, ChangeBrandGroupPayload, CreateBrandGroupPayload } from "./group-strategy-input.types";

@Resolver(() => BrandGroup)
export class BrandGroupResolver {
  constructor(
    private readonly groups: BrandGroupService,
    private readonly strategyService: GroupStrategyService,
    private readonly brandService: BrandService,
  ) {}

  @Access("EDIT_CAMPAIGNS")
  @Mutation(() => CreateBrandGroupPayload, { description: "Makes a group of granted brands." })
  createBrandGroup(
    @Ctx() context: RequestContext,
    @Arg("input", () => BrandGroupInput, { description: "The new group." }) input: BrandGroupInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<CreateBrandGroupPayload> {
    return payload(async () => ({
      brandGroup: toBrandGroup(await this.groups.create(context, toDraft(input), key)),
    }));
  }

  @Access("EDIT_CAMPAIGNS")
  @Mutation(() => ChangeBrandGroupPayload, {
    description:
      "Sets a group anew, whole; a brand that leaves it inherits nothing of it any more, what it adopted stays.",
  })
  changeBrandGroup(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, { description: "Id of a BrandGroup." }) id: string,
    @Arg("input", () => BrandGroupInput, { description: "The group as it shall be." }) input: BrandGroupInput,
    @Arg("expectedVersion", () => Int, EXPECTED_VERSION) expectedVersion: number,
  ): Promise<ChangeBrandGroupPayload> {
    return payload(async () => {
      const groupId = keyOf("BrandGroup", id, ["id"]);
      return { brandGroup: toBrandGroup(await this.groups.change(context, groupId, expectedVersion, toDraft(input))) };
    });
  }

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => [Brand], { description: "Its brands that are granted to the organisation." })
  async brands(@Ctx() context: RequestContext, @Root() { row }: BrandGroup): Promise<readonly Brand[]> {
    const found = await Promise.all(row.brandIds.map((id) => this.brandService.findGranted(context, id)));
    return found.flatMap((brand) => (brand ? toBrand(brand) : []));
  }

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => [GroupStrategy], { description: "Its strategies by name, at most 100." })
  async strategies(@Ctx() context: RequestContext, @Root() { row }: BrandGroup): Promise<readonly GroupStrategy[]> {
    return (await this.strategyService.ofGroup(context, row.id)).map(toGroupStrategy);
  }
}

@Resolver(() => Viewer)
export class ViewerBrandGroupsResolver {
  constructor(private readonly groups: BrandGroupService) {}

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => [BrandGroup], { description: "The organisation's brand groups by name, at most 50." })
  async brandGroups(@Ctx() context: RequestContext): Promise<readonly BrandGroup[]> {
    return (await this.groups.all(context)).map(toBrandGroup);
  }
}

@Resolver(() => Brand)
export class BrandInheritanceResolver {
  constructor(private readonly strategies: GroupStrategyService) {}

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => [InheritedStrategy], {
    description: "What it inherits from its groups, by name: strategies in whose scope it is.",
  })
  async inheritedStrategies(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
  ): Promise<readonly InheritedStrategy[]> {
    return (await this.strategies.inherited(context, brandId)).map(toInherited);
  }
}

@Resolver(() => GroupStrategy)
export class GroupStrategyResolver {
  constructor(
    private readonly strategies: GroupStrategyService,
    private readonly groups: BrandGroupService,
  ) {}

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => BrandGroup, { description: "The group." })
  async group(@Ctx() context: RequestContext, @Root() { row }: GroupStrategy): Promise<BrandGroup> {
    return toBrandGroup((await this.groups.find(context, row.brandGroupId))!);
  }

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => [InheritedStrategy], { description: "The brands in its scope, and how each of them has it." })
  async heirs(@Ctx() context: RequestContext, @Root() { row }: GroupStrategy): Promise<readonly InheritedStrategy[]> {
    return (await this.strategies.heirs(context, row)).map(toInherited);
  }
}

@Resolver(() => GroupStrategyVersion)
export class GroupStrategyVersionResolver {
  constructor(
    private readonly playbooks: PlaybookService,
    private readonly brandService: BrandService,
  ) {}

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => Playbook, {
    nullable: true,
    description: "The playbook that was promoted; null: its brand is no longer granted.",
  })
  async source(@Ctx() context: RequestContext, @Root() { row }: GroupStrategyVersion): Promise<Playbook | null> {
    const playbook = await this.playbooks.find(context, row.playbookId);
    return playbook && toPlaybook(playbook);
  }

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => [Category], { description: "Its scope; empty: every brand of the group." })
  async categories(
    @Ctx() context: RequestContext,
    @Root() { row }: GroupStrategyVersion,
  ): Promise<readonly Category[]> {
    const found = await this.brandService.categories(context).loadMany([...row.categoryIds]);
    return found.flatMap((category) => (category === null || category instanceof Error ? [] : toCategory(category)));
  }
}

@Resolver(() => InheritedStrategy)
export class InheritedStrategyResolver {
  constructor(private readonly brandService: BrandService) {}

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => Brand, { description: "The brand that has it so." })
  async brand(@Ctx() context: RequestContext, @Root() { brandId }: InheritedStrategy): Promise<Brand> {
    return toBrand((await this.brandService.findGranted(context, brandId))!);
  }
}

const toDraft = ({ name, brandIds }: BrandGroupInput): BrandGroupDraft => ({
  name,
  brandIds: brandIds.map((id, index) => integerKeyOf("Brand", id, ["input", "brandIds", String(index)])),
});
