import { Arg, Ctx, ID, Mutation, Resolver } from "type-graphql";
import { Access } from "../../graphql/access";
import { IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { integerKeyOf } from "../../graphql/node";
import { payload } from "../../graphql/user-errors";
import type { RequestContext } from "../../platform/request-context";
import { IdentityInput } from "../people/identity.types";
import { MAX_SUPPRESSED_AT_ONCE, type SuppressionChange, type SuppressionService } from "./suppression.service";
import { SuppressIdentitiesPayload, UnsuppressIdentitiesPayload } from "./suppression.types";

const IDENTITIES = { description: `Hashed identities, 1 to ${MAX_SUPPRESSED_AT_ONCE}.` };
const BRAND = { nullable: true, description: "For pushes of this brand's packs only; absent: of all brands." } as const;

@Resolver()
export class SuppressionResolver {
  constructor(private readonly suppression: SuppressionService) {}

  @Access("PUSH_AUDIENCES")
  @Mutation(() => SuppressIdentitiesPayload, {
    description:
      "Puts identities on the organisation's suppression list (屏蔽名单): their people are in no push and no export any more, under whatever identity.",
  })
  suppressIdentities(
    @Ctx() context: RequestContext,
    @Arg("identities", () => [IdentityInput], IDENTITIES) identities: IdentityInput[],
    @Arg("brandId", () => ID, BRAND) brandId?: string | null,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<SuppressIdentitiesPayload> {
    return payload(async () => ({ added: await this.suppression.add(context, changeOf(identities, brandId), key) }));
  }

  @Access("PUSH_AUDIENCES")
  @Mutation(() => UnsuppressIdentitiesPayload, { description: "Takes identities off the suppression list." })
  unsuppressIdentities(
    @Ctx() context: RequestContext,
    @Arg("identities", () => [IdentityInput], IDENTITIES) identities: IdentityInput[],
    @Arg("brandId", () => ID, BRAND) brandId?: string | null,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<UnsuppressIdentitiesPayload> {
    return payload(async () => ({
      removed: await this.suppression.remove(context, changeOf(identities, brandId), key),
    }));
  }
}

const changeOf = (identities: readonly IdentityInput[], brandId: string | null | undefined): SuppressionChange => ({
  identities: identities.map(({ namespace, value }) => ({ namespace, value })),
  brandId: brandId == null ? null : integerKeyOf("Brand", brandId, ["brandId"]),
});
