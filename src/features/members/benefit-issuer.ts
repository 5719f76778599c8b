import type { Database } from "../../platform/postgres/database";
import { type IdempotentCall, replayable } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import { UserProblems } from "../../platform/user-error";
import type { Identity, PeopleCopies } from "../people";
import type { TouchpointService } from "../touchpoints";
import { type AnsweredBenefitRow, type Benefit, type BenefitRowRejection, MAX_BENEFIT_ROWS } from "./benefit";
import type { BenefitService } from "./benefit.service";
import type { BenefitStore, NewIssue } from "./benefit.store";
import { isRejected, type MemberIdentities, type NamedPerson } from "./member-identities";
import type { MemberKeyStore } from "./member-key.store";
import type { MembershipService } from "./membership.service";
import type { PresentTiers } from "./present-tiers";

export interface BenefitIssuerParts {
  readonly database: Database;
  readonly store: BenefitStore;
  readonly benefits: BenefitService;
  readonly programmes: MembershipService;
  readonly identities: MemberIdentities;
  readonly members: MemberKeyStore;
  readonly tiers: PresentTiers;
  readonly touchpoints: TouchpointService;
  readonly copies: PeopleCopies;
}

const NOT_A_MEMBER: BenefitRowRejection = {
  reason: "NOT_A_MEMBER",
  field: ["identity"],
  message:
    "identity must be of somebody who is a member of the brand now, but nobody such is known under it; send the MEMBER_JOIN first.",
};

/** Gives a benefit to people row by row: each person gets it once, under whatever identity. */
export class BenefitIssuer {
  constructor(private readonly parts: BenefitIssuerParts) {}

  async issue(
    context: RequestContext,
    benefitId: string,
    identities: readonly Identity[],
    key?: string | null,
  ): Promise<readonly AnsweredBenefitRow[]> {
    const { database, benefits, copies } = this.parts;
    const benefit = await benefits.require(context, benefitId, ["input", "benefitId"]);
    checkRows(["input", "identities"], identities.length);
    const call: IdempotentCall = { key, mutation: "issueBenefits", request: [benefitId, identities] };
    return replayable(database, context, call, () =>
      copies.make((assertHeld) => this.commit(context, benefit, identities, assertHeld)),
    );
  }

  private async commit(
    context: RequestContext,
    benefit: Benefit,
    identities: readonly Identity[],
    assertHeld: () => void,
  ): Promise<readonly AnsweredBenefitRow[]> {
    const { database, store, programmes, touchpoints, members, tiers } = this.parts;
    const programme = await programmes.require(context, benefit.programmeId, ["input", "benefitId"]);
    const sourceIds = await touchpoints.visibleSourceIds(context);
    const until = context.clock.now();
    const { rows, facts } = await this.parts.identities.resolve(context, identities, async (overlayId, people) => {
      const question = { brandIds: [programme.brandId], sourceIds, overlayId, until };
      const [memberSet, tierOf] = await Promise.all([
        members.findMembers(question, people),
        tiers.of(context, programme.id, overlayId),
      ]);
      return { memberSet, tierOf };
    });
    assertHeld();
    return database.withTenant(context, async (manager) => {
      await store.lockIssuing(manager, benefit.id);
      const all = rows.flatMap((row) => (isRejected(row) ? [] : row.keys));
      const holding = new Set(await store.findHolding(manager, benefit.id, [...new Set(all)]));
      const issues: NewIssue[] = [];
      const answers = rows.map((row, index): AnsweredBenefitRow => {
        const rejection = isRejected(row) ? row : isMember(row, facts.memberSet) ? null : NOT_A_MEMBER;
        if (rejection !== null) return { index, outcome: "REJECTED", rejection };
        const { key, keys, person } = row as NamedPerson & { readonly person: number };
        if (keys.some((one) => holding.has(one))) return { index, outcome: "DUPLICATE", rejection: null };
        for (const one of keys) holding.add(one);
        issues.push({ identityKey: key, tier: facts.tierOf(person) });
        return { index, outcome: "ACCEPTED", rejection: null };
      });
      await store.insertIssues(manager, context, benefit, issues, until);
      return answers;
    });
  }
}

const isMember = ({ person }: NamedPerson, members: ReadonlySet<number>): boolean =>
  person !== null && members.has(person);

/** Refuses a call of no rows or too many. */
export function checkRows(path: readonly string[], rows: number): void {
  if (rows >= 1 && rows <= MAX_BENEFIT_ROWS) return;
  throw UserProblems.one(
    "INVALID_INPUT",
    path,
    `${path.at(-1)} must have 1 to ${MAX_BENEFIT_ROWS} elements, but got ${rows}; send them in several calls.`,
  );
}
