import { Arg, Ctx, FieldResolver, ID, Mutation, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { integerKeyOf, keyOf } from "../../graphql/node";
import { payload } from "../../graphql/user-errors";
import type { RequestContext } from "../../platform/request-context";
import { Brand } from "../brands/brand.types";
import { toAudiencePack } from "./audience-pack.types";
import { type PackPayload, packPayload } from "./audience-payload.types";
import type { PackAlgebra } from "./pack-algebra";
import type { PackOverlap } from "./pack-overlap";
import { AudiencePackOverlap, CreateAudiencePackFromInput, toPackOverlap } from "./pack-overlap.types";

const CreateFromPayload = packPayload("createAudiencePackFrom", "The new pack");

const packKeys = (ids: readonly string[], path: readonly string[]): readonly string[] =>
  ids.map((id, index) => keyOf("AudiencePack", id, [...path, String(index)]));

@Resolver(() => Brand)
export class PackOverlapResolver {
  constructor(
    private readonly overlap: PackOverlap,
    private readonly algebra: PackAlgebra,
  ) {}

  @Access("READ_AUDIENCES")
  @FieldResolver(() => AudiencePackOverlap, {
    nullable: true,
    description: "How packs of the brand overlap, two and two, and what each has alone; null only with an error.",
  })
  async audiencePackOverlap(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
    @Arg("packIds", () => [ID], { description: "2 to 20 different packs of the brand, with members." })
    packIds: string[],
  ): Promise<AudiencePackOverlap> {
    return toPackOverlap(await this.overlap.find(context, brandId, packKeys(packIds, ["packIds"])));
  }

  @Access("EDIT_AUDIENCES")
  @Mutation(() => CreateFromPayload, {
    description: "Makes a pack of packs, as a draft whose rules name them; it takes their members when it is built.",
  })
  createAudiencePackFrom(
    @Ctx() context: RequestContext,
    @Arg("input", () => CreateAudiencePackFromInput, { description: "The new pack." })
    input: CreateAudiencePackFromInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<PackPayload> {
    return payload(async () => {
      const { name, operation, tags, expiresAt = null } = input;
      const brandId = integerKeyOf("Brand", input.brandId, ["input", "brandId"]);
      const packIds = packKeys(input.packIds, ["input", "packIds"]);
      const pack = { brandId, name, operation, packIds, tags, expiresAt };
      return { audiencePack: toAudiencePack(await this.algebra.create(context, pack, key)) };
    });
  }
}
