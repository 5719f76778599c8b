import DataLoader from "dataloader";
import type { RoaringBitmap32 } from "roaring";
import type { EntityManager } from "typeorm";
import type { Page } from "../../platform/page";
import type { RequestContext } from "../../platform/request-context";
import { UserProblems } from "../../platform/user-error";
import type { FrozenPeople, PeopleOverlay } from "../people";
import type { AudienceMemberStore } from "./audience-member.store";
import { type AudiencePack, hasMembers, type PackBuild } from "./audience-pack";
import type { AudiencePackStore } from "./audience-pack.store";
import { assertCursors, type PackFilter, type PackList } from "./pack-list";

/** Reads packs and members; what the caller may not see does not exist. */
export class AudienceService {
  constructor(
    private readonly store: AudiencePackStore,
    private readonly memberStore: AudienceMemberStore,
    private readonly frozen: FrozenPeople,
    private readonly overlay: PeopleOverlay,
  ) {}

  packs(context: RequestContext): DataLoader<string, AudiencePack | null> {
    return context.memo(
      this.packs,
      () =>
        new DataLoader<string, AudiencePack | null>(async (ids) => {
          const found = new Map((await this.store.findByIds(context, ids)).map((pack) => [pack.id, pack]));
          return ids.map((id) => found.get(id) ?? null);
        }),
    );
  }

  findPack(context: RequestContext, packId: string): Promise<AudiencePack | null> {
    return this.packs(context).load(packId);
  }

  /** A pack for a change; anything else is the caller's mistake at `field`. */
  async requirePack(context: RequestContext, packId: string, field: readonly string[]): Promise<AudiencePack> {
    const pack = await this.findPack(context, packId);
    if (pack) return pack;
    const message = `${field.join(".")} must name a pack of this organisation; list them with brand { audiencePacks }.`;
    throw UserProblems.one("NOT_FOUND", field, message);
  }

  /** Brands of those of the packs that the caller may see, by pack. */
  async brandsOfPacks(context: RequestContext, packIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const packs = await Promise.all(packIds.map((id) => this.findPack(context, id)));
    return new Map(packs.flatMap((pack) => (pack ? [[pack.id, pack.brandId] as const] : [])));
  }

  /** Frozen members of the published build, as the people they are now. */
  async members(context: RequestContext, packId: string): Promise<RoaringBitmap32> {
    const pack = await this.requirePack(context, packId, ["id"]);
    if (hasMembers(pack)) return this.membersOfBuild(context, pack.build.id);
    const message = `id must name a pack with members, but "${pack.name}" is ${pack.state}; build it first.`;
    throw UserProblems.one("PACK_NOT_BUILT", ["id"], message);
  }

  /** The same of any build. */
  async membersOfBuild(context: RequestContext, buildId: string): Promise<RoaringBitmap32> {
    return this.frozen.current(await this.memberStore.find(buildId), await this.overlay.idOf(context));
  }

  /** Binds a pack to its members, in the caller's transaction. False: it was built anew or changed meanwhile. */
  async freeze(
    manager: EntityManager,
    context: RequestContext,
    { id, build }: AudiencePack & { build: PackBuild },
  ): Promise<boolean> {
    this.packs(context).clear(id);
    return (await this.store.freeze(manager, context, id, build.id)) || this.store.isFrozen(manager, id, build.id);
  }

  page(context: RequestContext, brandId: number, list: PackList): Promise<Page<AudiencePack>> {
    assertCursors(list);
    return this.store.findPage(context, brandId, list);
  }

  count(context: RequestContext, brandId: number, filter: PackFilter): Promise<number> {
    return this.store.count(context, brandId, filter);
  }

  /** Reads a pack again after a change in the same request. */
  async reread(context: RequestContext, packId: string): Promise<AudiencePack> {
    const pack = await this.packs(context).clear(packId).load(packId);
    if (!pack) throw new Error(`Pack ${packId} must be there after its change, but is not.`);
    return pack;
  }
}
