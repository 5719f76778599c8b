import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList, UserProblems } from "../../platform/user-error";
import { checkName } from "../campaigns";
import type { Benefit } from "./benefit";
import { type BenefitService, type Cost, checkValidDays, readUnitCost } from "./benefit.service";
import type { BenefitStore } from "./benefit.store";

/** Absent: as it is. */
export interface BenefitChange {
  readonly name?: string | null | undefined;
  /** Null: what is issued from now on does not expire. */
  readonly validDays?: number | null | undefined;
  readonly unitCost?: Cost | null | undefined;
}

export interface BenefitTarget {
  readonly id: string;
  readonly expectedVersion: number;
}

/** Changes benefits. Issues and redemptions of before keep what they were made with. */
export class BenefitEditor {
  constructor(
    private readonly database: Database,
    private readonly store: BenefitStore,
    private readonly benefits: BenefitService,
  ) {}

  async change(context: RequestContext, target: BenefitTarget, change: BenefitChange): Promise<Benefit> {
    const now = await this.current(context, target);
    const problems = new ProblemList();
    for (const field of ["name", "unitCost"] as const)
      if (change[field] === null)
        problems.add(
          "INVALID_INPUT",
          ["input", field],
          `${field} must have a value, but got null; leave it out to keep it.`,
        );
    const name = change.name ?? now.name;
    const validDays = change.validDays === undefined ? now.validDays : change.validDays;
    checkName(problems, name, ["input", "name"]);
    checkValidDays(problems, validDays);
    const { currencyCode } = now.unitCost;
    const minor = change.unitCost ? readUnitCost(problems, change.unitCost, currencyCode) : now.unitCost.minor;
    problems.throwIfAny();
    return this.write(context, { ...now, name, validDays, unitCost: { minor, currencyCode } });
  }

  /** Nobody is given it from then on; who has it may use it until it expires. A withdrawn one stays as it is. */
  async withdraw(context: RequestContext, target: BenefitTarget): Promise<Benefit> {
    const now = await this.current(context, target);
    return now.withdrawnAt === null ? this.write(context, { ...now, withdrawnAt: context.clock.now() }) : now;
  }

  private async current(context: RequestContext, { id, expectedVersion }: BenefitTarget): Promise<Benefit> {
    const benefit = await this.benefits.require(context, id, ["id"]);
    if (benefit.version !== expectedVersion) throw versionConflict(benefit.version, expectedVersion);
    return benefit;
  }

  private async write(context: RequestContext, changed: Benefit): Promise<Benefit> {
    const isCurrent = await this.database.withTenant(context, async (manager) => {
      await this.store.lockIssuing(manager, changed.id);
      return this.store.update(manager, changed);
    });
    const after = (await this.store.find(context, changed.id))!;
    if (!isCurrent) throw versionConflict(after.version, changed.version);
    return after;
  }
}

const versionConflict = (current: number, expected: number): UserProblems =>
  UserProblems.one(
    "VERSION_CONFLICT",
    ["expectedVersion"],
    `expectedVersion must be the benefit's current version ${current}, but got ${expected}; read it again and repeat the change.`,
  );
