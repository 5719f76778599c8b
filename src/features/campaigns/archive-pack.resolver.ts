import { Arg, Ctx, ID, Int, Mutation, Resolver } from "type-graphql";
import { Access } from "../../graphql/access";
import { EXPECTED_VERSION } from "../../graphql/idempotency-key";
import { payload } from "../../graphql/user-errors";
import type { RequestContext } from "../../platform/request-context";
import { toAudiencePack } from "../audiences/audience-pack.types";
import { type PackPayload, packPayload } from "../audiences/audience-payload.types";
import { PACK_ID, packToChange } from "../audiences/pack-to-change.types";
import type { PackArchiver } from "./pack-archiver";

const ArchivePayload = packPayload("archiveAudiencePack", "The archived pack");

@Resolver()
export class ArchivePackResolver {
  constructor(private readonly archiver: PackArchiver) {}

  @Access("EDIT_AUDIENCES")
  @Mutation(() => ArchivePayload, {
    description: "Puts a pack away for ever; refused while a placement that is aimed at it runs.",
  })
  archiveAudiencePack(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, PACK_ID) id: string,
    @Arg("expectedVersion", () => Int, EXPECTED_VERSION) expectedVersion: number,
  ): Promise<PackPayload> {
    return payload(async () => ({
      audiencePack: toAudiencePack(await this.archiver.archive(context, packToChange(id, expectedVersion))),
    }));
  }
}
