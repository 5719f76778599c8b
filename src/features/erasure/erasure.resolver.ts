import { Arg, Args, Ctx, FieldResolver, Mutation, Resolver } from "type-graphql";
import { Access } from "../../graphql/access";
import { type ConnectionShape, PageArgs, pageRequest, toConnection } from "../../graphql/connection";
import { IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { payload } from "../../graphql/user-errors";
import type { RequestContext } from "../../platform/request-context";
import { Viewer } from "../brands/brand.types";
import type { ErasureService } from "./erasure.service";
import {
  EraseIdentityInput,
  EraseIdentityPayload,
  type IdentityErasure,
  IdentityErasureConnection,
  toIdentityErasure,
} from "./erasure.types";

/** Forgetting people. */
@Resolver(() => Viewer)
export class ErasureResolver {
  constructor(private readonly service: ErasureService) {}

  @Access("ERASE_PEOPLE")
  @FieldResolver(() => IdentityErasureConnection, {
    description: "Erasures that the caller's organisation asked for, newest first.",
  })
  async erasures(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
  ): Promise<ConnectionShape<IdentityErasure>> {
    return toConnection(await this.service.page(context, pageRequest(page)), toIdentityErasure, () =>
      this.service.count(context),
    );
  }

  @Access("ERASE_PEOPLE")
  @Mutation(() => EraseIdentityPayload, {
    description:
      "Erases a person for everybody: touchpoints, identities, attributes, consent, labels, members. The identities are blocked from the moment it begins: rows that name one are refused with IDENTITY_ERASED.",
  })
  eraseIdentity(
    @Ctx() context: RequestContext,
    @Arg("input", () => EraseIdentityInput, { description: "Whom." }) input: EraseIdentityInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<EraseIdentityPayload> {
    return payload(async () => ({
      identityErasure: toIdentityErasure(await this.service.request(context, input, key)),
    }));
  }
}
