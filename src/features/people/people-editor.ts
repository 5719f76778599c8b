import { newId } from "../../platform/ids";
import type { JobRun } from "../../platform/jobs/job-run";
import type { JobStore } from "../../platform/jobs/job-store";
import type { Database } from "../../platform/postgres/database";
import { replayable } from "../../platform/postgres/idempotency";
import type { AdvisoryLocks } from "../../platform/postgres/locks";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList, UserProblems } from "../../platform/user-error";
import type { AccessService } from "../access";
import type { BrandService } from "../brands";
import { checkIdentity } from "./check-identity";
import { IDENTITY_WAS_ERASED } from "./erased-row";
import type { Identity } from "./identity";
import type { OwnSource, PeopleAssertionStore } from "./people-assertion.store";
import { CLOUD } from "./people-graph.store";
import { PLANE_SHAPE } from "./people-locks";
import type { PeopleStateStore } from "./people-state.store";
import type { KnownIdentity, PersonDirectory } from "./person-directory";
import { SETTLE_PEOPLE, type SettleRequests } from "./settle-requests";

/** Two identities of which somebody says that they are one person, or that they are not. */
export interface PeopleAssertion {
  readonly sourceId: number;
  readonly identities: readonly Identity[];
  readonly reason: string;
}

/** A settle that somebody asked for by hand. */
export interface SettleRun {
  readonly run: JobRun;
  /** Counts of people above zero and below this are not told to its organisation. */
  readonly suppressedBelow: number;
}

export interface PeopleEditorParts {
  readonly database: Database;
  readonly locks: AdvisoryLocks;
  readonly jobs: JobStore;
  readonly access: AccessService;
  readonly brands: BrandService;
  readonly people: PersonDirectory;
  readonly state: PeopleStateStore;
  readonly assertions: PeopleAssertionStore;
  readonly requests: SettleRequests;
}

const MAX_REASON = 500;

/**
 * Merging and unmerging by hand. An identity that nobody knew before becomes known by it, so that the answer tells nobody
 * whether it was. What is said through a source of the cloud holds for all, otherwise for its organisation alone.
 */
export class PeopleEditor {
  constructor(private readonly its: PeopleEditorParts) {}

  /** Links two identities, and takes back an earlier unmerge of them. */
  merge(context: RequestContext, input: PeopleAssertion, idempotencyKey?: string): Promise<SettleRun> {
    return this.assert(context, "mergePeople", input, idempotencyKey);
  }

  /** Keeps two identities apart for good: no link, seen before or later, joins them, not through others either. */
  unmerge(context: RequestContext, input: PeopleAssertion, idempotencyKey?: string): Promise<SettleRun> {
    return this.assert(context, "unmergePeople", input, idempotencyKey);
  }

  async findRun(context: RequestContext, id: string): Promise<SettleRun | null> {
    const run = await this.its.jobs.find(context, id);
    if (run?.kind !== SETTLE_PEOPLE) return null;
    const { smallGroupThreshold } = await this.its.access.ownOrganisation(context);
    return { run, suppressedBelow: smallGroupThreshold };
  }

  private async assert(
    context: RequestContext,
    mutation: "mergePeople" | "unmergePeople",
    input: PeopleAssertion,
    key?: string,
  ): Promise<SettleRun> {
    const { database } = this.its;
    const { source, identities } = await this.check(context, input);
    const runId = await replayable(database, context, { key, mutation, request: input }, async () => {
      const known = await this.write(context, mutation, source, identities);
      return this.askAndAudit(context, mutation, input, source, known);
    });
    return (await this.findRun(context, runId))!;
  }

  private async check(
    context: RequestContext,
    { sourceId, identities, reason }: PeopleAssertion,
  ): Promise<{ readonly source: OwnSource; readonly identities: readonly Identity[] }> {
    const problems = new ProblemList();
    const source = await this.its.assertions.findOwnSource(context, sourceId);
    if (!source)
      problems.add(
        "NOT_FOUND",
        ["input", "sourceId"],
        "sourceId must name a source of this organisation; make one with createTouchpointSource.",
      );
    if (source?.visibility === "CLOUD" && !context.permissions.has("EDIT_CATALOGUE"))
      problems.add(
        "INVALID_INPUT",
        ["input", "sourceId"],
        "A CLOUD source speaks for everybody, which takes an operator of the cloud; name an ORGANISATION source.",
      );
    if (reason.trim() === "" || reason.length > MAX_REASON)
      problems.add(
        "INVALID_INPUT",
        ["input", "reason"],
        `reason must have 1 to ${MAX_REASON} characters, but got ${reason.trim().length}.`,
      );
    const namespaces = await this.its.brands.namespaces();
    const checked = identities.map((identity, index) => {
      const result = checkIdentity(identity, namespaces);
      if (!("problem" in result)) return result;
      problems.add("INVALID_INPUT", ["input", "identities", String(index), result.field], result.problem);
      return identity;
    });
    const [a, b] = checked;
    if (checked.length !== 2 || (a!.namespace === b!.namespace && a!.value === b!.value))
      problems.add(
        "INVALID_INPUT",
        ["input", "identities"],
        `identities must be two different ones, but got ${checked.length === 2 ? "one twice" : checked.length}.`,
      );
    problems.throwIfAny();
    return { source: source!, identities: checked };
  }

  /** Under the lock of intake, as it does the same: resolves identities and links them. */
  private write(
    context: RequestContext,
    mutation: "mergePeople" | "unmergePeople",
    source: OwnSource,
    identities: readonly Identity[],
  ): Promise<readonly KnownIdentity[]> {
    const { locks, state, people, assertions } = this.its;
    return locks.hold([], async () => {
      const now = context.clock.now();
      const { version } = await state.find();
      const origin = { source, chunk: null, now, peopleVersion: version, context };
      const rows = identities.map((identity) => [identity]);
      for (const [erased] of await people.findErased(rows, origin))
        throw UserProblems.one(
          "IDENTITY_ERASED",
          ["input", "identities", String(erased), "value"],
          IDENTITY_WAS_ERASED,
        );
      const known = await people.resolve(rows, origin);
      await assertions.insertCut({
        organisationId: source.visibility === "CLOUD" ? CLOUD : context.organisationId,
        keyA: known[0]!.key,
        keyB: known[1]!.key,
        isCut: mutation === "unmergePeople",
        sourceId: source.id,
        at: now,
      });
      if (mutation === "mergePeople") await people.resolve([identities], origin);
      return known;
    }, [PLANE_SHAPE]);
  }

  /** A run of its own, so that its caller can follow it. */
  private async askAndAudit(
    context: RequestContext,
    mutation: string,
    { reason }: PeopleAssertion,
    source: OwnSource,
    identities: readonly KnownIdentity[],
  ): Promise<string> {
    const { database, jobs, access, requests } = this.its;
    const isCloud = source.visibility === "CLOUD";
    await requests.note(context, {
      ordinals: isCloud ? identities.map(({ ordinal }) => ordinal) : [],
      ownOverlay: !isCloud,
    });
    const id = newId(context.clock.now());
    await database.withTenant(context, async (manager) => {
      await jobs.enqueue(manager, context, { id, kind: SETTLE_PEOPLE, payload: {} });
      await access.audit(manager, context, mutation, `TouchpointSource:${source.id}`, { reason, run: id });
    });
    return id;
  }
}
