import { newId } from "../../platform/ids";
import type { JobRun } from "../../platform/jobs/job-run";
import type { JobStore } from "../../platform/jobs/job-store";
import type { Page, PageRequest } from "../../platform/page";
import type { Database } from "../../platform/postgres/database";
import { once } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import { type SuppressedPartition, suppress, suppressPartition } from "../../platform/small-groups";
import { RequestError, UserProblems } from "../../platform/user-error";
import type { AccessService } from "../access";
import type { FrozenPeople, PeopleOverlay } from "../people";
import { EVALUATE_MEMBERS, type EvaluatePayload, type EvaluateResult } from "./evaluate-members";
import type { MemberEvaluation } from "./evaluation";
import type { EvaluationStore } from "./evaluation.store";
import type { MemberTierStore } from "./member-tier.store";
import type { MembershipService } from "./membership.service";
import type { MembershipStore } from "./membership.store";
import { crossTiers, suppressMoves, type TierMoves } from "./tier-moves";

export interface NewEvaluation {
  readonly programmeId: string;
  readonly asOf: Date;
  /** Null: the newest. */
  readonly tiersVersion: number | null;
}

/** An evaluation as its organisation may see it now; null where withheld. */
export interface ShownEvaluation {
  readonly evaluation: MemberEvaluation;
  readonly threshold: number;
  readonly members: bigint | null;
  readonly tiers: SuppressedPartition;
  readonly erasedPeople: bigint | null;
}

export interface EvaluationServiceParts {
  readonly database: Database;
  readonly jobs: JobStore;
  readonly store: EvaluationStore;
  readonly memberships: MembershipStore;
  readonly programmes: MembershipService;
  readonly tiers: MemberTierStore;
  readonly access: AccessService;
  readonly overlay: PeopleOverlay;
  readonly frozen: FrozenPeople;
}

/** Asks for evaluations and shows published ones. Every figure leaves through `show` or `moves`, both suppressed. */
export class EvaluationService {
  constructor(private readonly parts: EvaluationServiceParts) {}

  /** Asks for an evaluation; a job makes it. */
  async evaluate(context: RequestContext, input: NewEvaluation, idempotencyKey?: string): Promise<JobRun> {
    const { database, jobs, memberships, programmes } = this.parts;
    const programme = await programmes.require(context, input.programmeId, ["input", "membershipProgrammeId"]);
    const now = context.clock.now();
    if (input.asOf > now)
      throw UserProblems.one(
        "INVALID_INPUT",
        ["input", "asOf"],
        `asOf must not be in the future, but got ${input.asOf.toISOString()} at ${now.toISOString()}.`,
      );
    const version = input.tiersVersion ?? programme.tiers.version;
    const tiers = await memberships.findVersion(context, programme.id, version);
    if (!tiers)
      throw UserProblems.one(
        "NOT_FOUND",
        ["input", "tiersVersion"],
        `tiersVersion must be 1 to ${programme.tiers.version}, but got ${version}.`,
      );
    const asOf = input.asOf.toISOString();
    const payload: EvaluatePayload = { brandId: programme.brandId, tiersId: tiers.id, asOf };
    const call = { key: idempotencyKey, mutation: "evaluateMembers", request: { ...input, asOf } };
    const runId = await once(database, context, call, async (manager) => {
      const id = newId(now);
      await jobs.enqueue(manager, context, { id, kind: EVALUATE_MEMBERS, payload });
      return id;
    });
    return (await jobs.find(context, runId))!;
  }

  async findRun(context: RequestContext, id: string): Promise<JobRun | null> {
    const run = await this.parts.jobs.find(context, id);
    return run?.kind === EVALUATE_MEMBERS ? run : null;
  }

  /** What the run published; null until it succeeded. */
  async findOfRun(context: RequestContext, runId: string): Promise<MemberEvaluation | null> {
    const result = (await this.findRun(context, runId))?.result as EvaluateResult | null | undefined;
    return result ? this.find(context, result.memberEvaluationId) : null;
  }

  /** Null also when the brand is no longer granted. */
  find(context: RequestContext, id: string): Promise<MemberEvaluation | null> {
    return this.parts.store.findById(context, id);
  }

  /** The newest at or before an instant, of any version of the tiers. */
  latest(context: RequestContext, programmeId: string, until: Date): Promise<MemberEvaluation | null> {
    return this.parts.store.findNewest(context, { programmeId, tiersId: null, until });
  }

  page(context: RequestContext, programmeId: string, request: PageRequest): Promise<Page<MemberEvaluation>> {
    for (const [name, cursor] of Object.entries({ after: request.after, before: request.before })) {
      if (cursor === null) continue;
      const [asOf, id] = cursor;
      if (cursor.length === 2 && !Number.isNaN(Date.parse(asOf!)) && UUID.test(id!)) continue;
      throw new RequestError(
        "BAD_USER_INPUT",
        `${name} must be a cursor that membershipProgramme.evaluations returned.`,
      );
    }
    return this.parts.store.findPage(context, programmeId, request);
  }

  count(context: RequestContext, programmeId: string): Promise<number> {
    return this.parts.store.count(context, programmeId);
  }

  async show(context: RequestContext, evaluation: MemberEvaluation): Promise<ShownEvaluation> {
    const threshold = await this.threshold(context);
    return {
      evaluation,
      threshold,
      members: suppress(
        evaluation.counts.reduce((sum, count) => sum + count, 0n),
        threshold,
      ),
      tiers: suppressPartition(evaluation.counts, threshold),
      erasedPeople: suppress(evaluation.erasedPeople, threshold),
    };
  }

  /** `since` null: the newest earlier one under the same tiers. Null without an evaluation then. */
  async moves(context: RequestContext, to: MemberEvaluation, since: Date | null): Promise<TierMoves | null> {
    if (since !== null && since >= to.asOf)
      throw new RequestError(
        "BAD_USER_INPUT",
        `since must lie before the evaluation's asOf (${to.asOf.toISOString()}), but got ${since.toISOString()}.`,
      );
    const { store, overlay } = this.parts;
    const tiersId = to.tiers.id;
    const from = await (since === null
      ? store.findNewest(context, { programmeId: to.programmeId, tiersId, until: new Date(to.asOf.getTime() - 1) })
      : store.findAt(context, { tiersId, asOf: since }));
    if (from === null) return null;
    const overlayId = await overlay.idOf(context);
    const [before, after, threshold] = await Promise.all([
      this.membersByTier(from, overlayId),
      this.membersByTier(to, overlayId),
      this.threshold(context),
    ]);
    const table = suppressMoves(crossTiers(before, after), { from, to }, threshold);
    return { from, to, threshold, table };
  }

  /** By tier, lowest first. Who was merged since stands in the highest of the tiers that parts of them had. */
  membersByTier(evaluation: MemberEvaluation, overlayId: string | null) {
    return this.peopleByTier(evaluation.id, evaluation.counts.length, overlayId);
  }

  /** The same of a published evaluation with so many tiers. */
  async peopleByTier(evaluationId: string, tiers: number, overlayId: string | null) {
    const people = await this.parts.tiers.find(evaluationId, tiers);
    return [...(await this.parts.frozen.currentParts([...people].reverse(), overlayId))].reverse();
  }

  private async threshold(context: RequestContext): Promise<number> {
    return (await this.parts.access.ownOrganisation(context)).smallGroupThreshold;
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
