import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { EXPECTED_VERSION, IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { keyOf, toNodeId } from "../../graphql/node";
import { payload } from "../../graphql/user-errors";
import type { RequestContext } from "../../platform/request-context";
import { AccessKey } from "../access/access.types";
import type { CampaignService } from "../campaigns";
import { Campaign, toCampaign } from "../campaigns/campaign.types";
import {
  AllocateBudgetInput,
  AllocateBudgetPayload,
  ApproveBudgetPlanPayload,
  type ResponseCurveInput,
} from "./allocate-budget.types";
import type { CurveRequest } from "./allocation-request";
import type { BudgetService } from "./budget.service";
import { BudgetPlan, toBudgetPlan } from "./budget.types";
import { BudgetPlanComparison, toPlanComparison } from "./plan-comparison.types";

/** With the key of a stored curve in place of its id. */
function readCurve({ stored, ...curve }: ResponseCurveInput, path: readonly string[]): CurveRequest {
  if (stored == null) return curve;
  const responseCurveId = keyOf("ResponseCurve", stored.responseCurveId, [...path, "stored", "responseCurveId"]);
  return { ...curve, stored: { ...stored, responseCurveId } };
}

@Resolver(() => BudgetPlan)
export class BudgetResolver {
  constructor(
    private readonly budgets: BudgetService,
    private readonly campaigns: CampaignService,
  ) {}

  @Access("EDIT_BUDGETS")
  @Mutation(() => AllocateBudgetPayload, {
    description:
      "Splits a total over placements so that the objective is greatest, exact to the minor unit, and keeps it as a draft.",
  })
  allocateBudget(
    @Ctx() context: RequestContext,
    @Arg("input", () => AllocateBudgetInput, { description: "Total, curves and bounds." }) input: AllocateBudgetInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<AllocateBudgetPayload> {
    return payload(async () => {
      const campaignId = keyOf("Campaign", input.campaignId, ["input", "campaignId"]);
      const lines = input.lines.map(({ curve, curves, ...line }, index) => {
        const at = ["input", "lines", String(index)];
        return {
          ...line,
          placementId: keyOf("Placement", line.placementId, [...at, "placementId"]),
          curve: curve && readCurve(curve, [...at, "curve"]),
          curves: curves?.map(({ objective, curve: part }, place) => ({
            objective,
            curve: readCurve(part, [...at, "curves", String(place), "curve"]),
          })),
        };
      });
      const groups = input.groups?.map(({ audiencePackId, placementIds, ...group }, index) => {
        const at = ["input", "groups", String(index)];
        return {
          ...group,
          audiencePackId:
            audiencePackId == null ? null : keyOf("AudiencePack", audiencePackId, [...at, "audiencePackId"]),
          placementIds:
            placementIds?.map((id, place) => keyOf("Placement", id, [...at, "placementIds", String(place)])) ?? null,
        };
      });
      const request = { ...input, campaignId, lines, groups };
      return { budgetPlan: toBudgetPlan(await this.budgets.allocate(context, request, key)) };
    });
  }

  @Access("APPROVE_BUDGETS")
  @Mutation(() => ApproveBudgetPlanPayload, { description: "Agrees to a draft: DRAFT to APPROVED, once and for good." })
  approveBudgetPlan(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, { description: "The plan." }) id: string,
    @Arg("expectedVersion", () => Int, EXPECTED_VERSION) expectedVersion: number,
  ): Promise<ApproveBudgetPlanPayload> {
    return payload(async () => ({
      budgetPlan: toBudgetPlan(await this.budgets.approve(context, keyOf("BudgetPlan", id, ["id"]), expectedVersion)),
    }));
  }

  @Access("READ_BUDGETS")
  @FieldResolver(() => BudgetPlanComparison, {
    nullable: true,
    description: "What it does otherwise than another scenario, line by line; null: the other is not of its campaign.",
  })
  async comparison(
    @Ctx() context: RequestContext,
    @Root() { id }: BudgetPlan,
    @Arg("with", () => ID, { description: "Another plan of the campaign." }) otherId: string,
  ): Promise<BudgetPlanComparison | null> {
    const keys = [keyOf("BudgetPlan", id, ["id"]), keyOf("BudgetPlan", otherId, ["with"])] as const;
    const [plan, other] = await Promise.all(keys.map((key) => this.budgets.plans(context).load(key)));
    return plan && other && plan.campaignId === other.campaignId ? toPlanComparison(plan, other) : null;
  }

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => Campaign, { description: "The campaign whose placements share the total." })
  async campaign(@Ctx() context: RequestContext, @Root() plan: BudgetPlan): Promise<Campaign> {
    return toCampaign((await this.campaigns.campaigns(context).load(plan.campaignId))!, context.clock.now());
  }

  @Access("READ_BUDGETS")
  @FieldResolver(() => AccessKey, {
    nullable: true,
    description: "The key that approved it; null while it is a draft.",
  })
  async approvedBy(@Ctx() context: RequestContext, @Root() plan: BudgetPlan): Promise<AccessKey | null> {
    const key = plan.approvedById === null ? null : await this.budgets.approvers(context).load(plan.approvedById);
    return key && Object.assign(new AccessKey(), { ...key, id: toNodeId("AccessKey", key.id) });
  }
}
