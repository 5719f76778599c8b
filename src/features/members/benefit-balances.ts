import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import { UserProblems } from "../../platform/user-error";
import type { AccessService } from "../access";
import type { Identity } from "../people";
import type { Benefit, IssuedBenefit } from "./benefit";
import type { BenefitService } from "./benefit.service";
import type { BenefitStore } from "./benefit.store";
import { isRejected, type MemberIdentities } from "./member-identities";

export interface Balance {
  readonly benefit: Benefit;
  readonly issue: IssuedBenefit;
  readonly usesLeft: number;
}

export interface BenefitBalancesParts {
  readonly database: Database;
  readonly access: AccessService;
  readonly benefits: BenefitService;
  readonly store: BenefitStore;
  readonly identities: MemberIdentities;
}

/** One person's benefits, for the service desk. Every look-up is recorded, also one that finds nothing, but never whom it was about. */
export class BenefitBalances {
  constructor(private readonly parts: BenefitBalancesParts) {}

  /** Under any identity of the person, what was issued under all of them; what expires first stands first. */
  async of(context: RequestContext, programmeId: string, identity: Identity): Promise<readonly Balance[]> {
    const { database, access, benefits, store, identities } = this.parts;
    const { rows } = await identities.resolve(context, [identity], async () => null);
    const [person] = rows;
    if (isRejected(person!)) throw UserProblems.one("INVALID_INPUT", [...person.field], person.message);
    const known = await benefits.ofProgramme(context, programmeId);
    const issues = await database.withTenant(context, async (manager) => {
      const subject = `MembershipProgramme:${programmeId}`;
      await access.audit(manager, context, "inspectBenefits", subject, { namespace: identity.namespace });
      return store.holdIssues(
        manager,
        known.map(({ id }) => id),
        person!.keys,
      );
    });
    const now = context.clock.now().getTime();
    return issues
      .map((issue): Balance => {
        const benefit = known.find(({ id }) => id === issue.benefitId)!;
        return { benefit, issue, usesLeft: now < issue.expiresAt ? benefit.uses - issue.used : 0 };
      })
      .sort((a, b) =>
        a.issue.expiresAt < b.issue.expiresAt
          ? -1
          : a.issue.expiresAt > b.issue.expiresAt
            ? 1
            : a.issue.id < b.issue.id
              ? -1
              : 1,
      );
  }
}
