import { Arg, Ctx, FieldResolver, ID, Mutation, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { integerKeyOf } from "../../graphql/node";
import { payload } from "../../graphql/user-errors";
import type { RequestContext } from "../../platform/request-context";
import { callbackPath } from "./callback.route";
import type { CallbackService } from "./callback.service";
import { RotateCallbackSecretPayload, SetCallbackMappingPayload, TouchpointCallback } from "./callback.types";
import { SIGNATURE_HEADER } from "./callback-signature";
import { toTouchpointSource } from "./touchpoint.resolver";
import { TouchpointSource } from "./touchpoint.types";

const SOURCE_ID = { description: "A source of the caller's organisation." };

@Resolver(() => TouchpointSource)
export class CallbackResolver {
  constructor(private readonly callbacks: CallbackService) {}

  @Access("INGEST_TOUCHPOINTS")
  @FieldResolver(() => TouchpointCallback, {
    nullable: true,
    description: "How its monitor sends touchpoints without GraphQL; null for a source of another organisation.",
  })
  async callback(@Ctx() context: RequestContext, @Root() { id }: TouchpointSource): Promise<TouchpointCallback | null> {
    const state = await this.callbacks.find(context, integerKeyOf("TouchpointSource", id, ["id"]));
    if (!state) return null;
    const { isMapped, rotatedAt } = state;
    const shape = { url: callbackPath(id), signatureHeader: SIGNATURE_HEADER, isMapped, rotatedAt };
    return Object.assign(new TouchpointCallback(), shape);
  }

  @Access("INGEST_TOUCHPOINTS")
  @Mutation(() => RotateCallbackSecretPayload, {
    description: "Makes a new secret for a source's callbacks; the former one stays valid for a day.",
  })
  rotateCallbackSecret(
    @Ctx() context: RequestContext,
    @Arg("sourceId", () => ID, SOURCE_ID) sourceId: string,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<RotateCallbackSecretPayload> {
    return payload(async () => {
      const id = integerKeyOf("TouchpointSource", sourceId, ["sourceId"]);
      const { source, ...secret } = await this.callbacks.rotate(context, id, key);
      return { touchpointSource: toTouchpointSource(source), ...secret };
    });
  }

  @Access("INGEST_TOUCHPOINTS")
  @Mutation(() => SetCallbackMappingPayload, {
    description: "Says how rows of a source's callbacks become touchpoints, from the next call on.",
  })
  setCallbackMapping(
    @Ctx() context: RequestContext,
    @Arg("sourceId", () => ID, SOURCE_ID) sourceId: string,
    @Arg("mapping", () => String, {
      nullable: true,
      description:
        "A mapping as files have it (docs/touchpoint-mapping.schema.json), as JSON text, of format NDJSON; null: rows are TouchpointInput.",
    })
    mapping: string | null,
  ): Promise<SetCallbackMappingPayload> {
    return payload(async () => {
      const id = integerKeyOf("TouchpointSource", sourceId, ["sourceId"]);
      return { touchpointSource: toTouchpointSource(await this.callbacks.setMapping(context, id, mapping ?? null)) };
    });
  }
}
