import { newId } from "../../platform/ids";
import { JobFailure, type JobRun } from "../../platform/jobs/job-run";
import type { JobStore } from "../../platform/jobs/job-store";
import type { JobHandler, RunningJob } from "../../platform/jobs/worker";
import type { Database } from "../../platform/postgres/database";
import { once } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import { UserProblems } from "../../platform/user-error";
import type { ConsentReader, PeopleCopies, PeopleKeys, PeopleOverlay, PeopleSettlement, StablePlane } from "../people";
import type { TouchpointService } from "../touchpoints";
import type { Benefit } from "./benefit";
import type { BenefitService } from "./benefit.service";
import type { BenefitStore, NewIssue } from "./benefit.store";
import { BENEFIT_WITHDRAWN } from "./benefit-issuer";
import type { EvaluationService } from "./evaluation.service";
import type { MemberKeyStore } from "./member-key.store";

const ISSUE_BENEFIT = "ISSUE_BENEFIT";

export interface TierIssue {
  readonly benefitId: string;
  readonly evaluationId: string;
  readonly tiers: readonly string[];
}

interface IssuePayload extends TierIssue {
  /** When it was asked for: the instant of all its issues, and at which people must be members. */
  readonly at: string;
}

/** What a run did with the people of the tiers, as counts. */
export interface TierIssueResult {
  readonly issued: number;
  /** Had the benefit already. */
  readonly held: number;
  /** Are no members any more. */
  readonly left: number;
  /** Are members, but took back the consent given to the organisation. */
  readonly withoutConsent: number;
}

export interface IssueToTiersParts {
  readonly database: Database;
  readonly jobs: JobStore;
  readonly store: BenefitStore;
  readonly benefits: BenefitService;
  readonly evaluations: EvaluationService;
  readonly members: MemberKeyStore;
  readonly touchpoints: TouchpointService;
  readonly peopleKeys: PeopleKeys;
  readonly settle: PeopleSettlement;
  readonly plane: StablePlane;
  readonly overlay: PeopleOverlay;
  readonly copies: PeopleCopies;
  readonly consent: ConsentReader;
}

/** Gives a benefit to everybody in tiers of an evaluation who is a member still and has it not; all of them get it or nobody. */
export class IssueToTiers {
  constructor(private readonly parts: IssueToTiersParts) {}

  readonly registration: readonly [kind: string, handler: JobHandler] = [ISSUE_BENEFIT, (job) => this.run(job)];

  async enqueue(context: RequestContext, asked: TierIssue, idempotencyKey?: string): Promise<JobRun> {
    const { database, jobs, benefits, evaluations } = this.parts;
    const benefit = await benefits.require(context, asked.benefitId, ["input", "benefitId"]);
    if (benefit.withdrawnAt !== null)
      throw UserProblems.one("BENEFIT_WITHDRAWN", ["input", "benefitId"], BENEFIT_WITHDRAWN);
    const evaluation = await evaluations.find(context, asked.evaluationId);
    if (evaluation?.programmeId !== benefit.programmeId)
      throw UserProblems.one(
        "NOT_FOUND",
        ["input", "memberEvaluationId"],
        "memberEvaluationId must name an evaluation of the benefit's programme; make one with evaluateMembers.",
      );
    const known = evaluation.tiers.tiers.map(({ code }) => code);
    const unknown = asked.tiers.filter((code) => !known.includes(code));
    if (asked.tiers.length === 0 || unknown.length > 0)
      throw UserProblems.one(
        "INVALID_INPUT",
        ["input", "tiers"],
        `tiers must be some of ${known.join(", ")}, but got ${unknown.map((code) => JSON.stringify(code.slice(0, 60))).join(", ") || "none"}.`,
      );
    const call = { key: idempotencyKey, mutation: "issueBenefitsToTiers", request: asked };
    const runId = await once(database, context, call, async (manager) => {
      const now = context.clock.now();
      const id = newId(now);
      const payload: IssuePayload = { ...asked, at: now.toISOString() };
      await jobs.enqueue(manager, context, { id, kind: ISSUE_BENEFIT, payload });
      return id;
    });
    return (await jobs.find(context, runId))!;
  }

  async findRun(context: RequestContext, id: string): Promise<JobRun | null> {
    const run = await this.parts.jobs.find(context, id);
    return run?.kind === ISSUE_BENEFIT ? run : null;
  }

  private async run(job: RunningJob): Promise<void> {
    const { context } = job;
    const { benefits, settle, copies } = this.parts;
    const { benefitId } = job.run.payload as IssuePayload;
    const benefit = await benefits.find(context, benefitId);
    if (!benefit)
      throw new JobFailure("NOT_FOUND", "The brand must be granted to this organisation, but no longer is.");
    await settle.settle(context);
    await copies.make((assertHeld) => this.issue(job, benefit, assertHeld));
  }

  private async issue(job: RunningJob, benefit: Benefit, assertHeld: () => void): Promise<void> {
    const { context } = job;
    const { database, store } = this.parts;
    const holders = await database.withTenant(context, (manager) => store.findHolders(manager, benefit.id));
    const payload = job.run.payload as IssuePayload;
    const { issues, ...counts } = await this.plan(context, payload, holders.keys);
    job.progress(0.5);
    assertHeld();
    await job.publish(async (manager): Promise<TierIssueResult> => {
      await store.lockIssuing(manager, benefit.id);
      const terms = await store.findTerms(manager, benefit.id);
      if (terms.withdrawnAt !== null) throw new JobFailure("BENEFIT_WITHDRAWN", BENEFIT_WITHDRAWN);
      const now = await store.findHolders(manager, benefit.id);
      // Nothing is ever taken out of the ledger, so an equal number is the same issues.
      if (now.issues !== holders.issues)
        throw new Error(
          "Nobody must issue the benefit while a run looks who has it, but somebody did; it is tried again",
        );
      await store.insertIssues(manager, context, terms, issues, new Date(payload.at));
      return { issued: issues.length, ...counts };
    });
  }

  private async plan(
    context: RequestContext,
    { evaluationId, tiers, at }: IssuePayload,
    holders: readonly string[],
  ): Promise<{ readonly issues: readonly NewIssue[] } & Omit<TierIssueResult, "issued">> {
    const { evaluations, members, touchpoints, peopleKeys, plane, overlay, consent } = this.parts;
    const evaluation = (await evaluations.find(context, evaluationId))!;
    const sourceIds = await touchpoints.visibleSourceIds(context);
    const until = new Date(at);
    return plane.read(context, async () => {
      const overlayId = await overlay.idOf(context);
      const question = { brandIds: [evaluation.brandId], sourceIds, overlayId, until };
      const [people, accounts, having, withdrawn] = await Promise.all([
        evaluations.membersByTier(evaluation, overlayId),
        members.findAccounts(question),
        peopleKeys.personsOf(overlayId, holders),
        consent.withdrawn(context),
      ]);
      const holding = new Set(having.values());
      const issues: NewIssue[] = [];
      let [held, left, withoutConsent] = [0, 0, 0];
      for (const [place, { code }] of evaluation.tiers.tiers.entries()) {
        if (!tiers.includes(code)) continue;
        for (const person of people[place]!) {
          const identityKey = accounts.get(person);
          if (identityKey === undefined) left += 1;
          else if (holding.has(person)) held += 1;
          else if (withdrawn.has(person)) withoutConsent += 1;
          else issues.push({ identityKey, tier: code });
        }
      }
      return { issues, held, left, withoutConsent };
    });
  }
}
