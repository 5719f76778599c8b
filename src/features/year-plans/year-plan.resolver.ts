import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { EXPECTED_VERSION, IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { integerKeyOf, keyOf, toNodeId } from "../../graphql/node";
import { payload } from "../../graphql/user-errors";
import type { RequestContext } from "../../platform/request-context";
import { AccessKey } from "../access/access.types";
import type { BrandService } from "../brands";
import { Brand } from "../brands/brand.types";
import { MAX_LISTED_PLANS } from "./year-plan";
import type { YearPlanService } from "./year-plan.service";
import {
  ApproveYearPlanPayload,
  PlanYearInput,
  PlanYearPayload,
  toYearPlan,
  toYearPlanComparison,
  YearPlan,
  YearPlanComparison,
} from "./year-plan.types";

@Resolver(() => YearPlan)
export class YearPlanResolver {
  constructor(
    private readonly plans: YearPlanService,
    private readonly brands: BrandService,
  ) {}

  @Access("EDIT_BUDGETS")
  @Mutation(() => PlanYearPayload, {
    description:
      "Splits a year's total over months and channels so that the objective is greatest, and keeps it as a draft.",
  })
  planYear(
    @Ctx() context: RequestContext,
    @Arg("input", () => PlanYearInput, { description: "Total, channels and months." }) input: PlanYearInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<PlanYearPayload> {
    return payload(async () => {
      const brandId = integerKeyOf("Brand", input.brandId, ["input", "brandId"]);
      const channels = input.channels.map((channel, index) => ({
        ...channel,
        responseCurveId: keyOf("ResponseCurve", channel.responseCurveId, [
          ...["input", "channels", String(index), "responseCurveId"],
        ]),
      }));
      return { yearPlan: toYearPlan(await this.plans.plan(context, { ...input, brandId, channels }, key)) };
    });
  }

  @Access("APPROVE_BUDGETS")
  @Mutation(() => ApproveYearPlanPayload, { description: "Agrees to a draft: DRAFT to APPROVED, once and for good." })
  approveYearPlan(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, { description: "The plan." }) id: string,
    @Arg("expectedVersion", () => Int, EXPECTED_VERSION) expectedVersion: number,
  ): Promise<ApproveYearPlanPayload> {
    return payload(async () => ({
      yearPlan: toYearPlan(await this.plans.approve(context, keyOf("YearPlan", id, ["id"]), expectedVersion)),
    }));
  }

  @Access("SIGNED_IN")
  @FieldResolver(() => Brand, { description: "Whose year it is." })
  async brand(@Ctx() context: RequestContext, @Root() { row }: YearPlan): Promise<Brand> {
    const brand = (await this.brands.findGranted(context, row.brandId))!;
    return Object.assign(new Brand(), { ...brand, brandId: brand.id, id: toNodeId("Brand", brand.id) });
  }

  @Access("READ_BUDGETS")
  @FieldResolver(() => YearPlanComparison, {
    nullable: true,
    description: "What it does otherwise than another scenario; null: the other is not of its brand and year.",
  })
  async comparison(
    @Ctx() context: RequestContext,
    @Root() { row }: YearPlan,
    @Arg("with", () => ID, { description: "Another plan of the brand's year." }) otherId: string,
  ): Promise<YearPlanComparison | null> {
    const other = await this.plans.plans(context).load(keyOf("YearPlan", otherId, ["with"]));
    return other && other.brandId === row.brandId && other.year === row.year ? toYearPlanComparison(row, other) : null;
  }

  @Access("READ_BUDGETS")
  @FieldResolver(() => AccessKey, {
    nullable: true,
    description: "The key that approved it; null while it is a draft.",
  })
  async approvedBy(@Ctx() context: RequestContext, @Root() { row }: YearPlan): Promise<AccessKey | null> {
    const key = await this.plans.approver(context, row);
    return key && Object.assign(new AccessKey(), { ...key, id: toNodeId("AccessKey", key.id) });
  }
}

@Resolver(() => Brand)
export class BrandYearPlansResolver {
  constructor(private readonly plans: YearPlanService) {}

  @Access("READ_BUDGETS")
  @FieldResolver(() => [YearPlan], {
    description: `The newest ${MAX_LISTED_PLANS} plans of a year, newest first; older ones are found by their id.`,
  })
  async yearPlans(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
    @Arg("year", () => Int, { description: "The plan year." }) year: number,
  ): Promise<YearPlan[]> {
    return (await this.plans.ofYear(context, brandId, year)).map(toYearPlan);
  }
}
