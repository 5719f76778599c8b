import { parseMinor } from "../../platform/money";
import type { Database } from "../../platform/postgres/database";
import { type IdempotentCall, replayable } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import { isText } from "../campaigns";
import { type Identity, type PeopleCopies, readInstant } from "../people";
import type { AnsweredBenefitRow, Benefit, BenefitRowRejection } from "./benefit";
import type { BenefitService } from "./benefit.service";
import type { BenefitStore } from "./benefit.store";
import { checkRows } from "./benefit-issuer";
import { isRejected, type MemberIdentities } from "./member-identities";
import type { MembershipService } from "./membership.service";
import { planRedemptions, type RedemptionRequest } from "./plan-redemptions";

/** A use of a benefit as a shop sends it. */
export interface RedemptionDraft {
  readonly benefitCode: string;
  readonly identity: Identity;
  /** The shop's own number of the redemption. */
  readonly redemptionId: string;
  /** RFC 3339. */
  readonly redeemedAt: string;
  /** Null: what a use of the benefit costs by its definition. */
  readonly cost: { readonly amount: string; readonly currencyCode: string } | null;
}

export interface BenefitRedeemerParts {
  readonly database: Database;
  readonly store: BenefitStore;
  readonly benefits: BenefitService;
  readonly programmes: MembershipService;
  readonly identities: MemberIdentities;
  readonly copies: PeopleCopies;
}

type CheckedDraft = Omit<RedemptionRequest, "keys">;

const MAX_REFERENCE_LENGTH = 200;
/** Another call takes a number at the same moment about once; more often only where somebody makes it so. */
const MAX_ROUNDS = 10;

/** Takes uses of benefits row by row. No issue is used more often than its benefit allows, whoever asks at the same moment. */
export class BenefitRedeemer {
  constructor(private readonly parts: BenefitRedeemerParts) {}

  async redeem(
    context: RequestContext,
    programmeId: string,
    drafts: readonly RedemptionDraft[],
    key?: string | null,
  ): Promise<readonly AnsweredBenefitRow[]> {
    const { database, benefits, programmes, copies } = this.parts;
    const programme = await programmes.require(context, programmeId, ["input", "membershipProgrammeId"]);
    checkRows(["input", "redemptions"], drafts.length);
    const known = new Map(
      (await benefits.ofProgramme(context, programme.id)).map((benefit) => [benefit.code, benefit]),
    );
    const now = context.clock.now();
    const checked = drafts.map((draft, index) => checkDraft(draft, index, known, now));
    const call: IdempotentCall = { key, mutation: "redeemBenefits", request: [programmeId, drafts] };
    return replayable(database, context, call, () =>
      copies.make((assertHeld) => this.commit(context, drafts, checked, assertHeld)),
    );
  }

  private async commit(
    context: RequestContext,
    drafts: readonly RedemptionDraft[],
    checked: readonly (CheckedDraft | BenefitRowRejection)[],
    assertHeld: () => void,
  ): Promise<readonly AnsweredBenefitRow[]> {
    const identities = drafts.map(({ identity }) => identity);
    const { rows } = await this.parts.identities.resolve(context, identities, async () => null);
    const judged = checked.map((draft, index): RedemptionRequest | BenefitRowRejection => {
      const person = rows[index]!;
      return isRejected(draft) ? draft : isRejected(person) ? person : { ...draft, keys: person.keys };
    });
    const requests = judged.filter((row): row is RedemptionRequest => !isRejected(row));
    assertHeld();
    const taken = await this.write(context, requests);
    const answers = new Map(taken.map((answer) => [answer.index, answer]));
    return judged.map((row, index) =>
      isRejected(row) ? { index, outcome: "REJECTED", rejection: row } : answers.get(index)!,
    );
  }

  private async write(
    context: RequestContext,
    requests: readonly RedemptionRequest[],
  ): Promise<readonly AnsweredBenefitRow[]> {
    const { database, store } = this.parts;
    const benefitIds = [...new Set(requests.map(({ benefit }) => benefit.id))];
    const keys = [...new Set(requests.flatMap((request) => request.keys))];
    const references = [...new Set(requests.map(({ reference }) => reference))];
    for (let round = 1; round <= MAX_ROUNDS; round++) {
      const answers = await database
        .withTenant(context, async (manager) => {
          const issues = await store.holdIssues(manager, benefitIds, keys);
          const redemptions = await store.findRedemptions(manager, benefitIds, references);
          const plan = planRedemptions(requests, { issues, redemptions });
          const stands = await store.insertRedemptions(manager, context, plan.redemptions);
          if (stands.size < plan.redemptions.length) throw new NumberTaken();
          return plan.answers;
        })
        .catch((error) => {
          if (error instanceof NumberTaken) return null;
          throw error;
        });
      if (answers !== null) return answers;
    }
    throw new Error(`Redemptions must find their numbers free or taken, but others took them ${MAX_ROUNDS} times`);
  }
}

/** Another call took a redemption's number while this one looked; what it wrote is to be seen now. */
class NumberTaken extends Error {}

function checkDraft(
  { benefitCode, redemptionId, redeemedAt, cost }: RedemptionDraft,
  index: number,
  benefits: ReadonlyMap<string, Benefit>,
  now: Date,
): CheckedDraft | BenefitRowRejection {
  const benefit = benefits.get(benefitCode);
  if (!benefit) {
    const codes = [...benefits.keys()].slice(0, 30).join(", ");
    return {
      reason: "UNKNOWN_BENEFIT",
      field: ["benefitCode"],
      message: `benefitCode must be of a benefit of the programme (${codes || "it has none"}), but got ${JSON.stringify(benefitCode.slice(0, 60))}.`,
    };
  }
  if (!isText(redemptionId, MAX_REFERENCE_LENGTH))
    return {
      reason: "INVALID_VALUE",
      field: ["redemptionId"],
      message: `redemptionId must be 1 to ${MAX_REFERENCE_LENGTH} characters, none of them a control character, but got ${JSON.stringify(redemptionId.slice(0, 60))}.`,
    };
  const at = readInstant("redeemedAt", redeemedAt, now);
  if (typeof at === "object") return { reason: "INVALID_TIME", field: ["redeemedAt"], message: at.message };
  const { currencyCode, minor: unitCost } = benefit.unitCost;
  const given =
    cost === null ? unitCost : cost.currencyCode === currencyCode ? parseMinor(cost.amount, currencyCode) : null;
  if (given === null || given < 0n)
    return {
      reason: "INVALID_VALUE",
      field: ["cost"],
      message: `cost must be an amount of at least 0 in whole minor units of the brand's currency ${currencyCode}, but got ${cost!.amount} ${cost!.currencyCode.slice(0, 3)}; leave it out for ${benefit.code}'s own.`,
    };
  return { index, benefit, reference: redemptionId, redeemedAt: new Date(at), costMinor: given };
}
