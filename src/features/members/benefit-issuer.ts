import type { RoaringBitmap32 } from "roaring";
import type { Database } from "../../platform/postgres/database";
import { type IdempotentCall, replayable } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import { UserProblems } from "../../platform/user-error";
import type { ConsentReader, Identity, PeopleCopies } from "../people";
import type { TouchpointService } from "../touchpoints";
import { type AnsweredBenefitRow, type Benefit, type BenefitRowRejection, MAX_BENEFIT_ROWS } from "./benefit";
import type { BenefitService } from "./benefit.service";
import type { BenefitStore, IssueTerms, NewIssue } from "./benefit.store";
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
  readonly consent: ConsentReader;
}

const CONSENT_WITHDRAWN: BenefitRowRejection = {
  reason: "CONSENT_WITHDRAWN",
  field: ["identity"],
  message:
    "identity must be of somebody whose consent to this organisation stands, but it was withdrawn; upload the consent if it was given again.",
};

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
    const { database, store, programmes, touchpoints, members, tiers, consent } = this.parts;
    const programme = await programmes.require(context, benefit.programmeId, ["input", "benefitId"]);
    const sourceIds = await touchpoints.visibleSourceIds(context);
    const until = context.clock.now();
    const { rows, facts } = await this.parts.identities.resolve(context, identities, async (overlayId, people) => {
      const question = { brandIds: [programme.brandId], sourceIds, overlayId, until };
      const [memberSet, tierOf, withdrawn] = await Promise.all([
        members.findMembers(question, people),
        tiers.of(context, programme.id, overlayId),
        consent.withdrawn(context),
      ]);
      return { memberSet, tierOf, withdrawn };
    });
    assertHeld();
    return database.withTenant(context, async (manager) => {
      await store.lockIssuing(manager, benefit.id);
      const terms = await store.findTerms(manager, benefit.id);
      checkGiven(terms);
      const all = rows.flatMap((row) => (isRejected(row) ? [] : row.keys));
      const holding = new Set(await store.findHolding(manager, benefit.id, [...new Set(all)]));
      const issues: NewIssue[] = [];
      const answers = rows.map((row, index): AnsweredBenefitRow => {
        const rejection = isRejected(row) ? row : reasonAgainst(row, facts);
        if (rejection !== null) return { index, outcome: "REJECTED", rejection };
        const { key, keys, person } = row as NamedPerson & { readonly person: number };
        if (keys.some((one) => holding.has(one))) return { index, outcome: "DUPLICATE", rejection: null };
        for (const one of keys) holding.add(one);
        issues.push({ identityKey: key, tier: facts.tierOf(person) });
        return { index, outcome: "ACCEPTED", rejection: null };
      });
      await store.insertIssues(manager, context, terms, issues, until);
      return answers;
    });
  }
}

/** Null: the person may have it. */
function reasonAgainst(
  { person }: NamedPerson,
  { memberSet, withdrawn }: { readonly memberSet: ReadonlySet<number>; readonly withdrawn: RoaringBitmap32 },
): BenefitRowRejection | null {
  if (person === null || !memberSet.has(person)) return NOT_A_MEMBER;
  return withdrawn.has(person) ? CONSENT_WITHDRAWN : null;
}

export const BENEFIT_WITHDRAWN =
  "The benefit must be given still, but it was withdrawn; create another one under a new code.";

function checkGiven({ withdrawnAt }: IssueTerms): void {
  if (withdrawnAt !== null) throw UserProblems.one("BENEFIT_WITHDRAWN", ["input", "benefitId"], BENEFIT_WITHDRAWN);
}

/** Refuses a call of no rows or too many. */
export function checkRows(path: readonly string[], rows: number): void {
  if (rows >= 1 && rows <= MAX_BENEFIT_ROWS) return;
  throw UserProblems.one(
    "INVALID_INPUT",
    path,
    `${path.at(-1)} must have 1 to ${MAX_BENEFIT_ROWS} elements, but got ${rows}; send them in several calls.`,
  );
}
