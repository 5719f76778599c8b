import { Field, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { DateTimeScalar } from "../../graphql/scalars";
import { userErrorType } from "../../graphql/user-errors";
import type { UserProblem } from "../../platform/user-error";
import { TouchpointSource } from "./touchpoint.types";

@Access("INGEST_TOUCHPOINTS")
@ObjectType({
  description:
    "How a media platform's monitor sends touchpoints back (媒体监测回流): a POST of JSON or NDJSON that it signs, without a key.",
})
export class TouchpointCallback {
  @Field({ description: "Where to send, relative to the address of this API; at most 4 MB and 20,000 rows a call." })
  url!: string;

  @Field({
    description:
      "Header that signs: t=<unix seconds>,v1=<hex HMAC-SHA256 over `<t>.<raw body>`>, t within 300 s of the server's clock.",
  })
  signatureHeader!: string;

  @Field({ description: "Whether rows are mapped; if not, they are TouchpointInput." })
  isMapped!: boolean;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "When the present secret was made; null: there is none yet, so nothing is taken.",
  })
  rotatedAt!: Date | null;
}

export const CallbackUserError = userErrorType("Callback", {
  INVALID_MAPPING: "The mapping does not fit its JSON schema or cannot be used for callbacks.",
});

@Access("INGEST_TOUCHPOINTS")
@ObjectType({ description: "Answer of rotateCallbackSecret." })
export class RotateCallbackSecretPayload {
  @Field(() => TouchpointSource, { nullable: true, description: "The source; null when refused." })
  touchpointSource?: TouchpointSource | null;

  @Field(() => String, {
    nullable: true,
    description: "The secret to sign with, shown here only: keep it. Null when refused.",
  })
  secret?: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "Until when the former secret is valid too, a day; null when there was none or the call was refused.",
  })
  previousValidUntil?: Date | null;

  @Field(() => [CallbackUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}

@Access("INGEST_TOUCHPOINTS")
@ObjectType({ description: "Answer of setCallbackMapping." })
export class SetCallbackMappingPayload {
  @Field(() => TouchpointSource, { nullable: true, description: "The source; null when refused." })
  touchpointSource?: TouchpointSource | null;

  @Field(() => [CallbackUserError], {
    description: "Why it was refused, every problem with its path; empty on success.",
  })
  userErrors!: readonly UserProblem[];
}
