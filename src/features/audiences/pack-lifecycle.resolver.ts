import { Arg, Ctx, ID, Int, Mutation, Resolver } from "type-graphql";
import { Access } from "../../graphql/access";
import { EXPECTED_VERSION, IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { keyOf } from "../../graphql/node";
import { DateTimeScalar } from "../../graphql/scalars";
import { payload } from "../../graphql/user-errors";
import type { RequestContext } from "../../platform/request-context";
import type { AudiencePack } from "./audience-pack";
import { toAudiencePack } from "./audience-pack.types";
import { type PackPayload, packPayload } from "./audience-payload.types";
import { AudiencePackRefreshInput, CloneAudiencePackInput } from "./pack-history.types";
import type { PackLifecycle } from "./pack-lifecycle";
import { PACK_ID, packToChange } from "./pack-to-change.types";

const SetTagsPayload = packPayload("setAudiencePackTags", "The pack with its new tags");
const SetExpiryPayload = packPayload("setAudiencePackExpiry", "The pack with its new end");
const HandOverPayload = packPayload("handOverAudiencePack", "The pack with its new owner");
const FreezePayload = packPayload("freezeAudiencePack", "The frozen pack");
const SetRefreshPayload = packPayload("setAudiencePackRefresh", "The pack with its new schedule");
const ClonePayload = packPayload("cloneAudiencePack", "The new pack");

@Resolver()
export class AudiencePackLifecycleResolver {
  constructor(private readonly lifecycle: PackLifecycle) {}

  @Access("EDIT_AUDIENCES")
  @Mutation(() => SetTagsPayload, { description: "Gives a pack other tags, in place of all that it has." })
  setAudiencePackTags(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, PACK_ID) id: string,
    @Arg("tags", () => [String], { description: "At most 20 labels of 1 to 40 characters; none: []." }) tags: string[],
    @Arg("expectedVersion", () => Int, EXPECTED_VERSION) expectedVersion: number,
  ): Promise<PackPayload> {
    return answer(() => this.lifecycle.setTags(context, packToChange(id, expectedVersion), tags));
  }

  @Access("EDIT_AUDIENCES")
  @Mutation(() => SetExpiryPayload, {
    description: "Sets or moves the end of a pack; one that has expired goes on as what it was before.",
  })
  setAudiencePackExpiry(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, PACK_ID) id: string,
    @Arg("expectedVersion", () => Int, EXPECTED_VERSION) expectedVersion: number,
    @Arg("expiresAt", () => DateTimeScalar, {
      nullable: true,
      description: "When it stops being usable, in the future; null: never.",
    })
    expiresAt?: Date | null,
  ): Promise<PackPayload> {
    return answer(() => this.lifecycle.setExpiry(context, packToChange(id, expectedVersion), expiresAt ?? null));
  }

  @Access("EDIT_AUDIENCES")
  @Mutation(() => HandOverPayload, { description: "Gives a pack another owner." })
  handOverAudiencePack(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, PACK_ID) id: string,
    @Arg("ownerId", () => ID, { description: "Id of an AccessKey of the organisation." }) ownerId: string,
    @Arg("expectedVersion", () => Int, EXPECTED_VERSION) expectedVersion: number,
  ): Promise<PackPayload> {
    return answer(() =>
      this.lifecycle.handOver(context, packToChange(id, expectedVersion), keyOf("AccessKey", ownerId, ["ownerId"])),
    );
  }

  @Access("EDIT_AUDIENCES")
  @Mutation(() => FreezePayload, {
    description: "Keeps the rules and members of a BUILT pack as they are, for good; a build that is under way fails.",
  })
  freezeAudiencePack(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, PACK_ID) id: string,
    @Arg("expectedVersion", () => Int, EXPECTED_VERSION) expectedVersion: number,
  ): Promise<PackPayload> {
    return answer(() => this.lifecycle.freeze(context, packToChange(id, expectedVersion)));
  }

  @Access("EDIT_AUDIENCES")
  @Mutation(() => SetRefreshPayload, {
    description: "Has a pack built again by a schedule, on behalf of who sets it, or on demand only.",
  })
  setAudiencePackRefresh(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, PACK_ID) id: string,
    @Arg("expectedVersion", () => Int, EXPECTED_VERSION) expectedVersion: number,
    @Arg("schedule", () => AudiencePackRefreshInput, { nullable: true, description: "Null: on demand only." })
    schedule?: AudiencePackRefreshInput | null,
  ): Promise<PackPayload> {
    const cadence = schedule && { hourOfDay: schedule.hourOfDay ?? null, everyHours: schedule.everyHours ?? null };
    return answer(() => this.lifecycle.setRefresh(context, packToChange(id, expectedVersion), cadence ?? null));
  }

  @Access("EDIT_AUDIENCES")
  @Mutation(() => ClonePayload, {
    description: "Makes a draft with the rules of a pack in any state, also an archived one; the caller owns it.",
  })
  cloneAudiencePack(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, PACK_ID) id: string,
    @Arg("input", () => CloneAudiencePackInput, { description: "The new pack." }) input: CloneAudiencePackInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<PackPayload> {
    const { name, tags = null, expiresAt = null } = input;
    return answer(() => {
      const packId = keyOf("AudiencePack", id, ["id"]);
      return this.lifecycle.clone(context, { packId, name, tags, expiresAt }, key);
    });
  }
}

const answer = (work: () => Promise<AudiencePack>): Promise<PackPayload> =>
  payload(async () => ({ audiencePack: toAudiencePack(await work()) }));
