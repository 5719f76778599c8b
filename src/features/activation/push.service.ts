import DataLoader from "dataloader";
import type { EntityManager } from "typeorm";
import { newId } from "../../platform/ids";
import type { JobRun } from "../../platform/jobs/job-run";
import type { JobStore } from "../../platform/jobs/job-store";
import type { Page, PageRequest } from "../../platform/page";
import type { Database } from "../../platform/postgres/database";
import { type IdempotentCall, once } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import { settled } from "../../platform/settled";
import { UserProblems } from "../../platform/user-error";
import type { AccessService } from "../access";
import type { AudienceService } from "../audiences";
import type { PeopleCopies } from "../people";
import type { ActivatedPeopleStore } from "./activated-people.store";
import { type AudiencePush, PUSH_AUDIENCE_PACK, type PushReceipt } from "./audience-push";
import type { AudiencePushStore } from "./audience-push.store";
import { belowMinimum, type PlannedPush, type PushPaths, type PushPlanner, type PushRequest } from "./push-planner";

/** Most pushes of one call. */
export const MAX_PUSHES_AT_ONCE = 20;

export interface PushServiceParts {
  readonly database: Database;
  readonly jobs: JobStore;
  readonly access: AccessService;
  readonly packs: AudienceService;
  readonly planner: PushPlanner;
  readonly people: ActivatedPeopleStore;
  readonly store: AudiencePushStore;
  readonly copies: PeopleCopies;
}

/** Brings packs to destinations, and tells how far they are. */
export class PushService {
  constructor(private readonly parts: PushServiceParts) {}

  /** What the pushes would send. Nothing is sent, and nothing changes. */
  async dryRun(
    context: RequestContext,
    requests: readonly PushRequest[],
    pathsOf: (index: number) => PushPaths,
  ): Promise<readonly PlannedPush[]> {
    const planned: PlannedPush[] = [];
    for (const [index, request] of requests.entries())
      planned.push(await this.parts.planner.plan(context, request, pathsOf(index)));
    return planned;
  }

  /** All of them or none begin. The requests are worked out before the key is looked up, but a replay does not meet their refusal. */
  async push(
    context: RequestContext,
    call: IdempotentCall,
    pathsOf: (index: number) => PushPaths,
    requestsOf: () => Promise<readonly PushRequest[]>,
  ): Promise<readonly AudiencePush[]> {
    const { database, copies } = this.parts;
    const begun = await copies.make(async (assertHeld) => {
      const prepared = await settled(this.prepare(context, pathsOf, requestsOf));
      return once(database, context, call, async (manager) => {
        const pushes = prepared();
        assertHeld();
        for (const [index, push] of pushes.entries())
          await this.begin(manager, context, { ...push, paths: pathsOf(index) });
        return pushes.map(({ id }) => id);
      });
    });
    return this.inOrder(context, begun);
  }

  /** Asks the push to stop before its next chunk. */
  async stop(context: RequestContext, pushId: string): Promise<AudiencePush> {
    const { database, store, access, jobs } = this.parts;
    const push = await this.require(context, pushId);
    const run = (await jobs.find(context, push.runId))!;
    if (run.status !== "QUEUED" && run.status !== "RUNNING")
      throw wrongState(`A push must be under way to be stopped, but its run is ${run.status}.`);
    await database.withTenant(context, async (manager) => {
      await store.requestStop(manager, context, pushId);
      await access.audit(manager, context, "stopAudiencePush", `AudiencePush:${pushId}`, {});
    });
    return this.reread(context, pushId);
  }

  /** Goes on with a push that failed or was stopped, from the first chunk that the destination has not taken. */
  async resume(context: RequestContext, pushId: string, idempotencyKey?: string): Promise<AudiencePush> {
    const { database, store, access, jobs } = this.parts;
    const push = await this.require(context, pushId);
    const run = (await jobs.find(context, push.runId))!;
    const call = { key: idempotencyKey, mutation: "resumeAudiencePush", request: { pushId } };
    await once(database, context, call, async (manager) => {
      if (run.status !== "FAILED")
        throw wrongState(`A push must have failed or been stopped to be resumed, but its run is ${run.status}.`);
      const runId = await this.enqueue(manager, context, pushId);
      if (!(await store.followWith(manager, push, runId)))
        throw wrongState("A push must be resumed once, but somebody just did; read it again.");
      await access.audit(manager, context, "resumeAudiencePush", `AudiencePush:${pushId}`, {});
      return null;
    });
    return this.reread(context, pushId);
  }

  find(context: RequestContext, pushId: string): Promise<AudiencePush | null> {
    return this.pushes(context).load(pushId);
  }

  async findRun(context: RequestContext, runId: string): Promise<JobRun | null> {
    const run = await this.parts.jobs.find(context, runId);
    return run?.kind === PUSH_AUDIENCE_PACK ? run : null;
  }

  findByRun(context: RequestContext, runId: string): Promise<AudiencePush | null> {
    return this.parts.store.findByRun(context, runId);
  }

  page(context: RequestContext, packId: string, page: PageRequest): Promise<Page<AudiencePush>> {
    return this.parts.store.findPage(context, packId, page);
  }

  count(context: RequestContext, packId: string): Promise<number> {
    return this.parts.store.count(context, packId);
  }

  /** What the destination has taken so far. */
  receipt(context: RequestContext, pushId: string): Promise<PushReceipt> {
    const loader = context.memo(
      this.receipt,
      () =>
        new DataLoader<string, PushReceipt>(
          async (ids) => {
            const found = await this.parts.store.findReceipts(context, ids);
            const byId = new Map(found.map((receipt) => [receipt.pushId, receipt]));
            return ids.map((id) => byId.get(id) ?? { pushId: id, sent: 0, matched: null });
          },
          { cache: false },
        ),
    );
    return loader.load(pushId);
  }

  /** Plans the pushes and keeps a copy of their people. */
  private async prepare(
    context: RequestContext,
    pathsOf: (index: number) => PushPaths,
    requestsOf: () => Promise<readonly PushRequest[]>,
  ): Promise<readonly { readonly id: string; readonly planned: PlannedPush }[]> {
    const planned = await this.dryRun(context, await requestsOf(), pathsOf);
    for (const [index, { plan, minimum }] of planned.entries())
      if (plan.people < minimum) throw belowMinimum(minimum, pathsOf(index).pack);
    const pushes = planned.map((one) => ({ id: newId(context.clock.now()), planned: one }));
    for (const { id, planned: one } of pushes) await this.parts.people.insert(id, one.people);
    return pushes;
  }

  private async begin(
    manager: EntityManager,
    context: RequestContext,
    { id, planned, paths }: { readonly id: string; readonly planned: PlannedPush; readonly paths: PushPaths },
  ): Promise<void> {
    const { packs, store, access } = this.parts;
    const { pack, destination, base, plan } = planned;
    const mode = plan.entered === null ? "FULL" : "DELTA";
    if (mode === "FULL" && !(await packs.freeze(manager, context, pack))) throw movedOn(pack.name, paths.pack);
    const runId = await this.enqueue(manager, context, id);
    const of = { audiencePackId: pack.id, connectorId: destination.id, buildId: pack.build.id };
    const createdAt = context.clock.now();
    await store.insert(manager, context, { id, ...of, basePushId: base?.id ?? null, mode, runId, plan, createdAt });
    await access.audit(manager, context, "pushAudiencePack", `AudiencePush:${id}`, { ...of, mode });
  }

  private async enqueue(manager: EntityManager, context: RequestContext, pushId: string): Promise<string> {
    const id = newId(context.clock.now());
    await this.parts.jobs.enqueue(manager, context, { id, kind: PUSH_AUDIENCE_PACK, payload: { pushId } });
    return id;
  }

  private async require(context: RequestContext, pushId: string): Promise<AudiencePush> {
    const push = await this.find(context, pushId);
    if (push) return push;
    throw UserProblems.one("NOT_FOUND", ["id"], "id must name a push of this organisation; see pushes of its pack.");
  }

  private async reread(context: RequestContext, pushId: string): Promise<AudiencePush> {
    return (await this.inOrder(context, [pushId]))[0]!;
  }

  private async inOrder(context: RequestContext, ids: readonly string[]): Promise<readonly AudiencePush[]> {
    for (const id of ids) this.pushes(context).clear(id);
    return (await this.pushes(context).loadMany(ids)) as readonly AudiencePush[];
  }

  private pushes(context: RequestContext): DataLoader<string, AudiencePush | null> {
    return context.memo(
      this.pushes,
      () =>
        new DataLoader<string, AudiencePush | null>(async (ids) => {
          const found = new Map((await this.parts.store.findByIds(context, ids)).map((push) => [push.id, push]));
          return ids.map((id) => found.get(id) ?? null);
        }),
    );
  }
}

const wrongState = (message: string): UserProblems => UserProblems.one("WRONG_STATE", ["id"], message);

const movedOn = (name: string, field: readonly string[]): UserProblems =>
  UserProblems.one(
    "VERSION_CONFLICT",
    field,
    `The pack must keep its members while a push begins, but "${name}" was changed or built anew; push it again.`,
  );
