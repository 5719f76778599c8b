import { Arg, Ctx, ID, Mutation, Resolver } from "type-graphql";
import { Access } from "../../graphql/access";
import { IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { integerKeyOf } from "../../graphql/node";
import { payload } from "../../graphql/user-errors";
import type { RequestContext } from "../../platform/request-context";
import { UploadedIdentitiesInput, UploadIdentitiesPayload } from "./upload.types";
import type { UploadIntake } from "./upload-intake";
import { type AnsweredRows, answerRows } from "./upload-row.types";

@Resolver()
export class UploadResolver {
  constructor(private readonly intake: UploadIntake) {}

  @Access("INGEST_TOUCHPOINTS")
  @Mutation(() => UploadIdentitiesPayload, {
    description:
      "Takes 1 to 1,000 people of a first party (一方数据) under their hashed identities, with consent, and answers row by row; ACCEPTED means durable.",
  })
  uploadIdentities(
    @Ctx() context: RequestContext,
    @Arg("sourceId", () => ID, {
      description: "A source of the caller's organisation; its visibility decides whose figures the links enter.",
    })
    sourceId: string,
    @Arg("rows", () => [UploadedIdentitiesInput], { description: "1 to 1,000 rows." }) rows: UploadedIdentitiesInput[],
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<UploadIdentitiesPayload> {
    return payload<AnsweredRows>(
      async () => {
        const source = integerKeyOf("TouchpointSource", sourceId, ["sourceId"]);
        return answerRows(await this.intake.upload(context, source, rows, key));
      },
      { rows: [] },
    );
  }
}
