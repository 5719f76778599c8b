import type { Database } from "../../platform/postgres/database";
import { once } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList, UserProblems } from "../../platform/user-error";
import type { BrandService } from "../brands";
import { checkReason, type MonthAdoptionService } from "../budget-trees";
import type { YearPlan } from "./year-plan";
import type { YearPlanService } from "./year-plan.service";

export interface YearPlanAdoptionRequest {
  readonly yearPlanId: string;
  /** Null: under the brand. */
  readonly campaignId: string | null;
  readonly reason: string;
  readonly expectedVersion: number;
}

export interface YearPlanAdoptionParts {
  readonly database: Database;
  readonly brands: BrandService;
  readonly plans: YearPlanService;
  readonly months: MonthAdoptionService;
}

/** Brings an approved year plan into the brand's budget tree of the year. */
export class YearPlanAdoption {
  constructor(private readonly parts: YearPlanAdoptionParts) {}

  /** The id of the change in the control log. */
  async adopt(
    context: RequestContext,
    request: YearPlanAdoptionRequest,
    idempotencyKey?: string | null,
  ): Promise<string> {
    const { yearPlanId, campaignId, reason, expectedVersion } = request;
    const plan = await this.parts.plans.require(context, yearPlanId);
    const brand = (await this.parts.brands.findGranted(context, plan.brandId))!;
    const problems = new ProblemList();
    checkReason(problems, reason, ["reason"]);
    problems.throwIfAny();
    const call = { key: idempotencyKey, mutation: "adoptYearPlan", request };
    return once(this.parts.database, context, call, async (manager) => {
      assertAdoptable(plan, expectedVersion);
      const amounts = plan.lines.map(({ platform, month, amount }) => ({ month, channel: platform, amount }));
      return this.parts.months.adopt(manager, context, {
        ...{ brand, year: plan.year, campaignId, amounts, yearPlanId, reason },
      });
    });
  }
}

function assertAdoptable({ state, version }: YearPlan, expectedVersion: number): void {
  if (state !== "APPROVED")
    throw UserProblems.one(
      "NOT_APPROVED",
      ["id"],
      `A plan must be APPROVED to be adopted, but this one is ${state}; approve it with approveYearPlan first.`,
    );
  if (version !== expectedVersion)
    throw UserProblems.one(
      "VERSION_CONFLICT",
      ["expectedVersion"],
      `expectedVersion must be the plan's current version ${version}, but got ${expectedVersion}; read the plan again before you adopt it.`,
    );
}
