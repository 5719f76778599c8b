import { DateTime } from "luxon";
import { newId } from "../../platform/ids";
import type { JobRun } from "../../platform/jobs/job-run";
import type { JobStore } from "../../platform/jobs/job-store";
import type { Page, PageRequest } from "../../platform/page";
import type { Database } from "../../platform/postgres/database";
import { once } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList, RequestError, UserProblems } from "../../platform/user-error";
import type { AccessKey, AccessService } from "../access";
import type { BrandService } from "../brands";
import type { CustomerValueModel } from "./customer-value-model";
import type { CustomerValueModelStore } from "./customer-value-model.store";
import { FIT_CUSTOMER_VALUE, type FitCustomerValueRequest, type FitCustomerValueResult } from "./fit-customer-value";
import { startOfDay } from "./purchase-window";

const MAX_HOLDOUT_DAYS = 365;

export interface CustomerValueModelServiceParts {
  readonly database: Database;
  readonly jobs: JobStore;
  readonly access: AccessService;
  readonly brands: BrandService;
  readonly models: CustomerValueModelStore;
}

/** The registry of models: has them fitted, shows them, and records who agreed to use one. */
export class CustomerValueModelService {
  constructor(private readonly parts: CustomerValueModelServiceParts) {}

  /** The queued run. */
  async fit(context: RequestContext, request: FitCustomerValueRequest, key?: string): Promise<JobRun> {
    const { database, jobs } = this.parts;
    const problems = new ProblemList();
    await this.check(context, request, problems);
    const call = { key, mutation: "fitCustomerValueModel", request };
    const runId = await once(database, context, call, async (manager) => {
      problems.throwIfAny();
      const id = newId(context.clock.now());
      await jobs.enqueue(manager, context, { id, kind: FIT_CUSTOMER_VALUE, payload: request });
      return id;
    });
    return (await this.findRun(context, runId))!;
  }

  async findRun(context: RequestContext, runId: string): Promise<JobRun | null> {
    const run = await this.parts.jobs.find(context, runId);
    return run?.kind === FIT_CUSTOMER_VALUE ? run : null;
  }

  /** What a run published; null until it succeeded. */
  async findOfRun(context: RequestContext, runId: string): Promise<CustomerValueModel | null> {
    const run = await this.findRun(context, runId);
    const result = run?.result as FitCustomerValueResult | null | undefined;
    return result ? this.find(context, result.customerValueModelId) : null;
  }

  find(context: RequestContext, id: string): Promise<CustomerValueModel | null> {
    return this.parts.models.find(context, id);
  }

  page(context: RequestContext, brandId: number, page: PageRequest): Promise<Page<CustomerValueModel>> {
    for (const name of ["after", "before"] as const)
      if (page[name] !== null && !(page[name].length === 1 && /^\d{1,9}$/.test(page[name][0]!)))
        throw new RequestError("BAD_USER_INPUT", `${name} must be a cursor that customerValueModels returned.`);
    return this.parts.models.findPage(context, brandId, page);
  }

  count(context: RequestContext, brandId: number): Promise<number> {
    return this.parts.models.count(context, brandId);
  }

  /** Once and for good, with an audit row in the same transaction: from then on customers may be scored by it. */
  async approve(context: RequestContext, id: string): Promise<CustomerValueModel> {
    const { database, access, models } = this.parts;
    const model = await this.require(context, id, ["id"]);
    await database.withTenant(context, async (manager) => {
      if (!(await models.approve(manager, context, id)))
        throw UserProblems.one(
          "ALREADY_APPROVED",
          ["id"],
          `A model must not be approved yet to be approved, but version ${model.version} was; go on with scoreCustomerValue.`,
        );
      const detail = { version: model.version, dataHash: model.report.dataHash };
      await access.audit(manager, context, "approveCustomerValueModel", `CustomerValueModel:${id}`, detail);
    });
    return (await this.find(context, id))!;
  }

  async approver(context: RequestContext, { approvedById }: CustomerValueModel): Promise<AccessKey | null> {
    return approvedById === null ? null : ((await this.parts.access.keysByIds(context, [approvedById]))[0] ?? null);
  }

  /** A visible model; anything else is the caller's mistake at `field`. */
  async require(context: RequestContext, id: string, field: readonly string[]): Promise<CustomerValueModel> {
    const model = await this.find(context, id);
    if (!model)
      throw UserProblems.one(
        "NOT_FOUND",
        field,
        `${field.join(".")} must name a customer value model of this organisation; list them with brand { customerValueModels }.`,
      );
    return model;
  }

  private async check(
    context: RequestContext,
    { brandId, acquiredFrom, asOf, holdoutDays }: FitCustomerValueRequest,
    problems: ProblemList,
  ): Promise<void> {
    const brand = await this.parts.brands.requireGranted(context, brandId, ["input", "brandId"]);
    checkDay(problems, context, asOf, brand.zone, ["input", "asOf"]);
    if (acquiredFrom !== null && acquiredFrom >= asOf)
      problems.add(
        "INVALID_INPUT",
        ["input", "acquiredFrom"],
        `acquiredFrom must be before asOf (${asOf}), but got ${acquiredFrom}; leave it out for all customers.`,
      );
    if (holdoutDays < 0 || holdoutDays > MAX_HOLDOUT_DAYS)
      problems.add(
        "INVALID_INPUT",
        ["input", "holdoutDays"],
        `holdoutDays must be 0 to ${MAX_HOLDOUT_DAYS}, but got ${holdoutDays}; 0 holds out nothing.`,
      );
  }
}

/** A day that has begun: what it counts, the days before it, is over. */
export function checkDay(
  problems: ProblemList,
  context: RequestContext,
  day: string,
  zone: string,
  path: readonly string[],
): void {
  const now = context.clock.now();
  if (startOfDay(day, zone) <= now) return;
  const today = DateTime.fromJSDate(now, { zone }).toISODate();
  problems.add(
    "INVALID_INPUT",
    path,
    `${path.at(-1)} must be a day that has begun in ${zone}, at most ${today}, but got ${day}; the days before it are what it counts.`,
  );
}
