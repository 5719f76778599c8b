import type { EntityManager } from "typeorm";
import { newId } from "../../platform/ids";
import type { Database } from "../../platform/postgres/database";
import { type IdempotentCall, once } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList } from "../../platform/user-error";
import type { AccessService } from "../access";
import type { BrandService } from "../brands";
import type { AudienceService } from "./audience.service";
import { nameTaken, type PackToChange } from "./audience-editor";
import type { AudiencePack, PackChange } from "./audience-pack";
import type { AudiencePackStore } from "./audience-pack.store";
import { checkExpiry, checkName, checkTags } from "./check-pack";
import { requireChangeable, versionConflict } from "./pack-change";
import { checkCadence, nextRefreshAt, type RefreshCadence } from "./pack-schedule";
import type { PackScheduleStore } from "./pack-schedule.store";

export interface PackClone {
  readonly packId: string;
  readonly name: string;
  /** Null: those of the pack. */
  readonly tags: readonly string[] | null;
  readonly expiresAt: Date | null;
}

export interface PackLifecycleInput {
  readonly database: Database;
  readonly access: AccessService;
  readonly brands: BrandService;
  readonly store: AudiencePackStore;
  readonly schedules: PackScheduleStore;
  readonly packs: AudienceService;
}

/** Changes of a pack that leave its rules alone. */
export class PackLifecycle {
  constructor(private readonly its: PackLifecycleInput) {}

  setTags(context: RequestContext, change: PackToChange, tags: readonly string[]): Promise<AudiencePack> {
    const problems = new ProblemList();
    checkTags(problems, tags, ["tags"]);
    return this.change(context, change, "setTags", problems, (manager, pack) =>
      this.its.store.advance(manager, context, pack, "TAGS_SET", [...new Set(tags)]),
    );
  }

  /** Null: it stays for ever. One that has expired goes on as what it was before. */
  setExpiry(context: RequestContext, change: PackToChange, expiresAt: Date | null): Promise<AudiencePack> {
    const problems = new ProblemList();
    checkExpiry(problems, expiresAt, context.clock.now(), ["expiresAt"]);
    return this.change(context, change, "setExpiry", problems, (manager, pack) =>
      this.its.store.advance(manager, context, pack, "EXPIRY_SET", expiresAt),
    );
  }

  async handOver(context: RequestContext, change: PackToChange, ownerKeyId: string): Promise<AudiencePack> {
    const problems = new ProblemList();
    if ((await this.its.access.keysByIds(context, [ownerKeyId])).length === 0)
      problems.add("NOT_FOUND", ["ownerId"], "ownerId must name an access key of this organisation.");
    return this.change(context, change, "handOver", problems, (manager, pack) =>
      this.its.store.advance(manager, context, pack, "HANDED_OVER", ownerKeyId),
    );
  }

  /** Its rules and members stay as they are from now on. */
  freeze(context: RequestContext, change: PackToChange): Promise<AudiencePack> {
    return this.change(context, change, "freeze", new ProblemList(), (manager, pack) =>
      this.its.store.advance(manager, context, pack, "FROZEN", "FROZEN"),
    );
  }

  /** `guard` may refuse, inside the transaction that archives. */
  archive(
    context: RequestContext,
    change: PackToChange,
    guard: (manager: EntityManager) => Promise<void>,
  ): Promise<AudiencePack> {
    return this.change(context, change, "archive", new ProblemList(), async (manager, pack) => {
      const isDone = await this.its.store.advance(manager, context, pack, "ARCHIVED", "ARCHIVED");
      if (isDone) await guard(manager);
      return isDone;
    });
  }

  /** Null: it is built on demand only. */
  async setRefresh(
    context: RequestContext,
    change: PackToChange,
    cadence: RefreshCadence | null,
  ): Promise<AudiencePack> {
    const problems = new ProblemList();
    if (cadence !== null) checkCadence(problems, cadence, ["schedule"]);
    const { brandId } = await this.its.packs.requirePack(context, change.packId, ["id"]);
    const brand = await this.its.brands.findGranted(context, brandId);
    return this.change(context, change, "setRefresh", problems, async (manager, pack) => {
      if (!(await this.its.store.takeVersion(manager, context, pack, "REFRESH_SET"))) return false;
      if (cadence === null) await this.its.schedules.remove(manager, pack.id);
      else {
        const startsAt = context.clock.now();
        const nextAt = nextRefreshAt({ ...cadence, startsAt }, startsAt, brand!.zone);
        await this.its.schedules.put(manager, context, { packId: pack.id, ...cadence, startsAt, nextAt });
      }
      return true;
    });
  }

  /** A draft with the same rules, in the hands of who clones; problems are thrown inside the transaction, as `create` does. */
  async clone(context: RequestContext, input: PackClone, idempotencyKey?: string | null): Promise<AudiencePack> {
    const { packId, name, tags, expiresAt } = input;
    const { brandId, rules, tags: ownTags } = await this.its.packs.requirePack(context, packId, ["id"]);
    const problems = new ProblemList();
    checkName(problems, name, ["input", "name"]);
    checkTags(problems, tags ?? [], ["input", "tags"]);
    checkExpiry(problems, expiresAt, context.clock.now());
    const call: IdempotentCall = { key: idempotencyKey, mutation: "cloneAudiencePack", request: input };
    const cloneId = await once(this.its.database, context, call, async (manager) => {
      problems.throwIfAny();
      const id = newId(context.clock.now());
      const clone = { id, brandId, name, tags: [...new Set(tags ?? ownTags)], rules, expiresAt, clonedFromId: packId };
      if (!(await this.its.store.insert(manager, context, clone))) throw nameTaken(name);
      return id;
    });
    return this.its.packs.reread(context, cloneId);
  }

  private async change(
    context: RequestContext,
    { packId, expectedVersion }: PackToChange,
    change: PackChange,
    problems: ProblemList,
    work: (manager: EntityManager, pack: AudiencePack) => Promise<boolean>,
  ): Promise<AudiencePack> {
    const pack = await this.its.packs.requirePack(context, packId, ["id"]);
    requireChangeable(pack, change, expectedVersion);
    problems.throwIfAny();
    const isDone = await this.its.database.withTenant(context, (manager) => work(manager, pack));
    const now = await this.its.packs.reread(context, packId);
    if (!isDone) throw versionConflict(now, expectedVersion);
    return now;
  }
}
