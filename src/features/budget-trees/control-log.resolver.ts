import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { type ConnectionShape, PageArgs, pageRequest, toConnection } from "../../graphql/connection";
import { EXPECTED_VERSION, IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { keyOf, toNodeId } from "../../graphql/node";
import { payload } from "../../graphql/user-errors";
import { toMajor } from "../../platform/money";
import type { RequestContext } from "../../platform/request-context";
import type { AccessService } from "../access";
import { AccessKey } from "../access/access.types";
import type { AudienceService } from "../audiences";
import { AudiencePack, toAudiencePack } from "../audiences/audience-pack.types";
import { Brand } from "../brands/brand.types";
import type { BudgetService } from "../budgets";
import { BudgetPlan, toBudgetPlan } from "../budgets/budget.types";
import type { CampaignService } from "../campaigns";
import { Campaign, toCampaign } from "../campaigns/campaign.types";
import { Placement, toPlacement } from "../campaigns/placement.types";
import type { BudgetAdoptionService } from "./budget-adoption.service";
import { NO_PACK } from "./budget-tree";
import { PlacementBudget, REASON } from "./budget-tree.types";
import type { ControlScope } from "./control-change.store";
import type { ControlLogService } from "./control-log.service";
import {
  AdoptBudgetPlanPayload,
  ControlChange,
  ControlChangeConnection,
  ControlledAmount,
  toControlChange,
  toControlledAmount,
  UndoControlChangePayload,
} from "./control-log.types";

@Resolver(() => ControlChange)
export class ControlChangeResolver {
  constructor(
    private readonly log: ControlLogService,
    private readonly adoption: BudgetAdoptionService,
    private readonly budgets: BudgetService,
    private readonly campaignService: CampaignService,
    private readonly access: AccessService,
  ) {}

  @Access("EDIT_BUDGETS")
  @Mutation(() => AdoptBudgetPlanPayload, {
    description:
      "Gives the placements of an approved plan its amounts, all or none, within the brand's budget tree where there is one.",
  })
  adoptBudgetPlan(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, { description: "The plan." }) id: string,
    @Arg("reason", () => String, REASON) reason: string,
    @Arg("expectedVersion", () => Int, EXPECTED_VERSION) expectedVersion: number,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<AdoptBudgetPlanPayload> {
    return payload(async () => {
      const budgetPlanId = keyOf("BudgetPlan", id, ["id"]);
      const changeId = await this.adoption.adopt(context, { budgetPlanId, reason, expectedVersion }, key);
      return {
        budgetPlan: toBudgetPlan((await this.budgets.plans(context).load(budgetPlanId))!),
        controlChange: await this.read(context, changeId),
      };
    });
  }

  @Access("EDIT_BUDGETS")
  @Mutation(() => UndoControlChangePayload, {
    description:
      "Takes a change back, all of its amounts or none: once, while it is in time and nothing changed them since.",
  })
  undoControlChange(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, { description: "The change." }) id: string,
    @Arg("reason", () => String, REASON) reason: string,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<UndoControlChangePayload> {
    return payload(async () => {
      const controlChangeId = keyOf("ControlChange", id, ["id"]);
      const undo = await this.log.undo(context, { controlChangeId, reason }, key);
      return { controlChange: await this.read(context, undo) };
    });
  }

  private async read(context: RequestContext, id: string): Promise<ControlChange> {
    return toControlChange((await this.log.changes(context).load(id))!, context.clock.now());
  }

  @Access("READ_BUDGETS")
  @FieldResolver(() => AccessKey, { nullable: true, description: "The key that made it; null: it is gone." })
  async changedBy(@Ctx() context: RequestContext, @Root() { row }: ControlChange): Promise<AccessKey | null> {
    const [key] = await this.access.keysByIds(context, [row.accessKeyId]);
    return key ? Object.assign(new AccessKey(), { ...key, id: toNodeId("AccessKey", key.id) }) : null;
  }

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => [Campaign], { description: "Campaigns whose amounts it changed, at most two." })
  async campaigns(@Ctx() context: RequestContext, @Root() { row }: ControlChange): Promise<Campaign[]> {
    const found = await this.campaignService.campaigns(context).loadMany(row.campaignIds);
    return found.flatMap((campaign) =>
      campaign === null || campaign instanceof Error ? [] : [toCampaign(campaign, context.clock.now())],
    );
  }

  @Access("READ_BUDGETS")
  @FieldResolver(() => BudgetPlan, {
    nullable: true,
    description: "The budget plan that was adopted; null of other kinds.",
  })
  async budgetPlan(@Ctx() context: RequestContext, @Root() { row }: ControlChange): Promise<BudgetPlan | null> {
    const plan = row.budgetPlanId === null ? null : await this.budgets.plans(context).load(row.budgetPlanId);
    return plan && toBudgetPlan(plan);
  }

  @Access("READ_BUDGETS")
  @FieldResolver(() => ControlChange, { nullable: true, description: "What it took back; null unless it is an UNDO." })
  undoes(@Ctx() context: RequestContext, @Root() { row }: ControlChange): Promise<ControlChange | null> {
    return this.other(context, row.undoesId);
  }

  @Access("READ_BUDGETS")
  @FieldResolver(() => ControlChange, { nullable: true, description: "What took it back; null: it stands." })
  undoneBy(@Ctx() context: RequestContext, @Root() { row }: ControlChange): Promise<ControlChange | null> {
    return this.other(context, row.undoneById);
  }

  private async other(context: RequestContext, id: string | null): Promise<ControlChange | null> {
    const row = id === null ? null : await this.log.changes(context).load(id);
    return row && toControlChange(row, context.clock.now());
  }
}

@Resolver(() => ControlledAmount)
export class ControlledAmountResolver {
  constructor(
    private readonly campaigns: CampaignService,
    private readonly packs: AudienceService,
  ) {}

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => Placement, { nullable: true, description: "The placement; null of a place in a tree." })
  async placement(@Ctx() context: RequestContext, @Root() amount: ControlledAmount): Promise<Placement | null> {
    const row = amount.placementId === null ? null : await this.campaigns.placements(context).load(amount.placementId);
    return row && toPlacement(row);
  }

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => Campaign, {
    nullable: true,
    description: "The place's campaign; null of the brand and its months, and of a placement.",
  })
  async campaign(@Ctx() context: RequestContext, @Root() { place }: ControlledAmount): Promise<Campaign | null> {
    const row = place?.campaignId == null ? null : await this.campaigns.campaigns(context).load(place.campaignId);
    return row && toCampaign(row, context.clock.now());
  }

  @Access("READ_AUDIENCES")
  @FieldResolver(() => AudiencePack, {
    nullable: true,
    description: "The place's crowd; null above a crowd, without a pack, and of a placement.",
  })
  async audiencePack(
    @Ctx() context: RequestContext,
    @Root() { place }: ControlledAmount,
  ): Promise<AudiencePack | null> {
    const isPack = place?.crowd != null && place.crowd !== NO_PACK;
    const pack = isPack ? await this.packs.findPack(context, place.crowd!) : null;
    return pack && toAudiencePack(pack);
  }
}

async function logPage(
  log: ControlLogService,
  context: RequestContext,
  scope: ControlScope,
  page: PageArgs,
): Promise<ConnectionShape<ControlChange>> {
  const now = context.clock.now();
  return toConnection(
    await log.page(context, scope, pageRequest(page)),
    (row) => toControlChange(row, now),
    () => log.count(context, scope),
  );
}

@Resolver(() => Brand)
export class BrandControlLogResolver {
  constructor(private readonly log: ControlLogService) {}

  @Access("READ_BUDGETS")
  @FieldResolver(() => ControlChangeConnection, { description: "Every change of its running budgets, newest first." })
  controlLog(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
    @Args(() => PageArgs) page: PageArgs,
  ): Promise<ConnectionShape<ControlChange>> {
    return logPage(this.log, context, { brandId, campaignId: null }, page);
  }
}

@Resolver(() => Campaign)
export class CampaignControlLogResolver {
  constructor(private readonly log: ControlLogService) {}

  @Access("READ_BUDGETS")
  @FieldResolver(() => ControlChangeConnection, { description: "Every change of its running budgets, newest first." })
  controlLog(
    @Ctx() context: RequestContext,
    @Root() { brandId, campaignId }: Campaign,
    @Args(() => PageArgs) page: PageArgs,
  ): Promise<ConnectionShape<ControlChange>> {
    return logPage(this.log, context, { brandId, campaignId }, page);
  }
}

@Resolver(() => Placement)
export class PlacementBudgetResolver {
  constructor(private readonly adoption: BudgetAdoptionService) {}

  @Access("READ_BUDGETS")
  @FieldResolver(() => PlacementBudget, {
    nullable: true,
    description: "What it may cost; null: no budget plan with it was adopted.",
  })
  async budget(@Ctx() context: RequestContext, @Root() { placementId }: Placement): Promise<PlacementBudget | null> {
    const row = await this.adoption.budgetOf(context).load(placementId);
    if (!row) return null;
    const { amount: minor, currencyCode, budgetPlanId, changedAt } = row;
    return Object.assign(new PlacementBudget(), {
      ...{ budgetPlanId, changedAt, amount: toMajor({ minor, currencyCode }) },
    });
  }
}

@Resolver(() => PlacementBudget)
export class PlacementBudgetPlanResolver {
  constructor(private readonly budgets: BudgetService) {}

  @Access("READ_BUDGETS")
  @FieldResolver(() => BudgetPlan, { description: "The plan that gave it." })
  async budgetPlan(@Ctx() context: RequestContext, @Root() budget: PlacementBudget): Promise<BudgetPlan> {
    return toBudgetPlan((await this.budgets.plans(context).load(budget.budgetPlanId))!);
  }
}

@Resolver(() => BudgetPlan)
export class PlanAdoptionResolver {
  constructor(
    private readonly adoption: BudgetAdoptionService,
    private readonly budgets: BudgetService,
  ) {}

  @Access("READ_BUDGETS")
  @FieldResolver(() => [ControlledAmount], {
    description: "What adopting it would change now: each placement whose amount is another; empty: nothing.",
  })
  async changesToAdopt(@Ctx() context: RequestContext, @Root() { id }: BudgetPlan): Promise<ControlledAmount[]> {
    const plan = (await this.budgets.plans(context).load(keyOf("BudgetPlan", id, ["id"])))!;
    const current = await Promise.all(
      plan.lines.map(({ placementId }) => this.adoption.budgetOf(context).load(placementId)),
    );
    return plan.lines.flatMap(({ placementId, amount: after }, index) => {
      const before = current[index]?.amount ?? null;
      return before === after
        ? []
        : [toControlledAmount({ placeKey: null, placementId, before, after }, plan.currencyCode)];
    });
  }
}
