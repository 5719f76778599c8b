import { Arg, Args, Ctx, FieldResolver, Int, Mutation, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { type ConnectionShape, PageArgs, pageRequest, toConnection } from "../../graphql/connection";
import { EXPECTED_VERSION, IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { integerKeyOf, keyOf, toNodeId } from "../../graphql/node";
import { payload } from "../../graphql/user-errors";
import type { RequestContext } from "../../platform/request-context";
import type { AudienceService } from "../audiences";
import { AudiencePack, toAudiencePack } from "../audiences/audience-pack.types";
import type { BrandService } from "../brands";
import { Brand } from "../brands/brand.types";
import type { CampaignService } from "../campaigns";
import { Campaign, toCampaign } from "../campaigns/campaign.types";
import { yearOf } from "./budget-adoption.service";
import { NO_PACK } from "./budget-tree";
import type { BudgetTreeService, NodeFilter } from "./budget-tree.service";
import {
  BudgetLevelEnum,
  BudgetNode,
  BudgetNodeConnection,
  type BudgetPlaceInput,
  BudgetTree,
  CreateBudgetTreeInput,
  MoveBudgetInput,
  SetBudgetInput,
  toBudgetNode,
  toBudgetTree,
} from "./budget-tree.types";
import type { ControlLogService } from "./control-log.service";
import { CreateBudgetTreePayload, MoveBudgetPayload, SetBudgetPayload, toControlChange } from "./control-log.types";
import type { PlaceRequest } from "./read-budget-input";

const ANY_VERSION = {
  nullable: true,
  description: `${EXPECTED_VERSION.description} Absent: whatever the version is, as no change can overspend.`,
};

function readPlace(place: BudgetPlaceInput, path: readonly string[]): PlaceRequest {
  const { campaignId, audiencePackId, ...rest } = place;
  return {
    ...rest,
    campaignId: campaignId == null ? null : keyOf("Campaign", campaignId, [...path, "campaignId"]),
    audiencePackId: audiencePackId == null ? null : keyOf("AudiencePack", audiencePackId, [...path, "audiencePackId"]),
  };
}

@Resolver(() => BudgetTree)
export class BudgetTreeResolver {
  constructor(
    private readonly trees: BudgetTreeService,
    private readonly log: ControlLogService,
    private readonly brands: BrandService,
  ) {}

  @Access("EDIT_BUDGETS")
  @Mutation(() => CreateBudgetTreePayload, {
    description: "Makes the budget of a plan year, all of its places at once.",
  })
  createBudgetTree(
    @Ctx() context: RequestContext,
    @Arg("input", () => CreateBudgetTreeInput, { description: "The year and its places." })
    input: CreateBudgetTreeInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<CreateBudgetTreePayload> {
    return payload(async () => {
      const brandId = integerKeyOf("Brand", input.brandId, ["input", "brandId"]);
      const lines = input.lines.map(({ place, planned }, index) => ({
        place: readPlace(place, ["input", "lines", String(index), "place"]),
        planned,
      }));
      return { budgetTree: toBudgetTree(await this.trees.create(context, { ...input, brandId, lines }, key)) };
    });
  }

  @Access("EDIT_BUDGETS")
  @Mutation(() => SetBudgetPayload, {
    description: "Plans another amount for one place, within the place above and not below what it needs.",
  })
  setBudget(
    @Ctx() context: RequestContext,
    @Arg("input", () => SetBudgetInput, { description: "The place and its amount." }) input: SetBudgetInput,
    @Arg("expectedVersion", () => Int, ANY_VERSION) expectedVersion?: number | null,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<SetBudgetPayload> {
    return payload(async () => {
      const treeId = keyOf("BudgetTree", input.budgetTreeId, ["input", "budgetTreeId"]);
      const { planned, reason } = input;
      const place = readPlace(input.place, ["input", "place"]);
      const request = { treeId, place, planned, reason, expectedVersion: expectedVersion ?? null };
      return this.changed(context, treeId, await this.trees.set(context, request, key));
    });
  }

  @Access("EDIT_BUDGETS")
  @Mutation(() => MoveBudgetPayload, {
    description: "Moves an amount from one place to another; what holds both together stays as it is.",
  })
  moveBudget(
    @Ctx() context: RequestContext,
    @Arg("input", () => MoveBudgetInput, { description: "From where to where, and how much." }) input: MoveBudgetInput,
    @Arg("expectedVersion", () => Int, ANY_VERSION) expectedVersion?: number | null,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<MoveBudgetPayload> {
    return payload(async () => {
      const treeId = keyOf("BudgetTree", input.budgetTreeId, ["input", "budgetTreeId"]);
      const { amount, reason } = input;
      const [from, to] = [readPlace(input.from, ["input", "from"]), readPlace(input.to, ["input", "to"])];
      const request = { treeId, from, to, amount, reason, expectedVersion: expectedVersion ?? null };
      return this.changed(context, treeId, await this.trees.move(context, request, key));
    });
  }

  private async changed(context: RequestContext, treeId: string, changeId: string) {
    const tree = await this.trees.reread(context, treeId);
    const change = (await this.log.changes(context).load(changeId))!;
    return { budgetTree: toBudgetTree(tree), controlChange: toControlChange(change, context.clock.now()) };
  }

  @Access("SIGNED_IN")
  @FieldResolver(() => Brand, { description: "Whose budget it is." })
  async brand(@Ctx() context: RequestContext, @Root() tree: BudgetTree): Promise<Brand> {
    const row = (await this.brands.findGranted(context, tree.brandId))!;
    return Object.assign(new Brand(), { ...row, brandId: row.id, id: toNodeId("Brand", row.id) });
  }

  @Access("READ_BUDGETS")
  @FieldResolver(() => BudgetNode, { description: "The brand's place: the whole year." })
  async root(@Ctx() context: RequestContext, @Root() { treeId }: BudgetTree): Promise<BudgetNode> {
    return toBudgetNode((await this.trees.node(context, treeId, ""))!);
  }

  @Access("READ_BUDGETS")
  @FieldResolver(() => BudgetNodeConnection, { description: "Its places, each before its parts." })
  nodes(
    @Ctx() context: RequestContext,
    @Root() { treeId }: BudgetTree,
    @Args(() => PageArgs) page: PageArgs,
    @Arg("level", () => BudgetLevelEnum, { nullable: true, description: "Those of one level; absent: all." })
    level?: NodeFilter["level"],
  ): Promise<ConnectionShape<BudgetNode>> {
    return nodesPage(this.trees, context, { treeId, parent: null, level: level ?? null }, page);
  }
}

async function nodesPage(
  trees: BudgetTreeService,
  context: RequestContext,
  filter: NodeFilter,
  page: PageArgs,
): Promise<ConnectionShape<BudgetNode>> {
  return toConnection(await trees.page(context, filter, pageRequest(page)), toBudgetNode, () =>
    trees.count(context, filter),
  );
}

@Resolver(() => BudgetNode)
export class BudgetNodeResolver {
  constructor(
    private readonly trees: BudgetTreeService,
    private readonly campaigns: CampaignService,
    private readonly packs: AudienceService,
  ) {}

  @Access("READ_BUDGETS")
  @FieldResolver(() => BudgetNodeConnection, { description: "Its parts, one level deeper." })
  parts(
    @Ctx() context: RequestContext,
    @Root() { treeId, key }: BudgetNode,
    @Args(() => PageArgs) page: PageArgs,
  ): Promise<ConnectionShape<BudgetNode>> {
    return nodesPage(this.trees, context, { treeId, parent: key, level: null }, page);
  }

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => Campaign, { nullable: true, description: "The campaign; null of the brand." })
  async campaign(@Ctx() context: RequestContext, @Root() { place }: BudgetNode): Promise<Campaign | null> {
    const row = place.campaignId === null ? null : await this.campaigns.campaigns(context).load(place.campaignId);
    return row && toCampaign(row, context.clock.now());
  }

  @Access("READ_AUDIENCES")
  @FieldResolver(() => AudiencePack, {
    nullable: true,
    description: "The crowd; null above a crowd, and of the crowd of placements without a pack.",
  })
  async audiencePack(@Ctx() context: RequestContext, @Root() { place }: BudgetNode): Promise<AudiencePack | null> {
    const isPack = place.crowd !== null && place.crowd !== NO_PACK;
    const pack = isPack ? await this.packs.findPack(context, place.crowd!) : null;
    return pack && toAudiencePack(pack);
  }
}

@Resolver(() => Brand)
export class BrandBudgetTreeResolver {
  constructor(private readonly trees: BudgetTreeService) {}

  @Access("READ_BUDGETS")
  @FieldResolver(() => BudgetTree, { nullable: true, description: "Its budget of a plan year; null: none was made." })
  async budgetTree(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
    @Arg("year", () => Int, { description: "The plan year." }) year: number,
  ): Promise<BudgetTree | null> {
    const tree = await this.trees.ofYear(context, brandId, year);
    return tree && toBudgetTree(tree);
  }
}

@Resolver(() => Campaign)
export class CampaignBudgetNodeResolver {
  constructor(
    private readonly trees: BudgetTreeService,
    private readonly brands: BrandService,
  ) {}

  @Access("READ_BUDGETS")
  @FieldResolver(() => BudgetNode, {
    nullable: true,
    description: "Its place in the budget tree of the year in which it begins; null: it has none.",
  })
  async budget(@Ctx() context: RequestContext, @Root() campaign: Campaign): Promise<BudgetNode | null> {
    const brand = await this.brands.findGranted(context, campaign.brandId);
    const tree = brand && (await this.trees.ofYear(context, brand.id, yearOf(campaign, brand)));
    const node = tree && (await this.trees.node(context, tree.id, campaign.campaignId));
    return node && toBudgetNode(node);
  }
}
