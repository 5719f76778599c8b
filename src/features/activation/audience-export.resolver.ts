import { Arg, Ctx, FieldResolver, ID, Mutation, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { keyOf, parseNodeId } from "../../graphql/node";
import { payload } from "../../graphql/user-errors";
import type { ExportFormat } from "../../platform/exports/export-format";
import type { RequestContext } from "../../platform/request-context";
import type { AudienceService } from "../audiences";
import { AudiencePack, toAudiencePack } from "../audiences/audience-pack.types";
import {
  AudienceExport,
  AudienceExportFile,
  ExportAudiencePackPayload,
  ExportFormatEnum,
  toAudienceExport,
} from "./audience-export.types";
import type { ExportService } from "./export.service";

@Resolver(() => AudienceExport)
export class AudienceExportResolver {
  constructor(
    private readonly exports: ExportService,
    private readonly packs: AudienceService,
  ) {}

  @Access("PUSH_AUDIENCES")
  @Mutation(() => ExportAudiencePackPayload, {
    description: "Writes the hashed ids of a built pack's members in one namespace into a file, in the background.",
  })
  exportAudiencePack(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, { description: "Id of an AudiencePack that is BUILT or FROZEN." }) id: string,
    @Arg("namespace", () => String, { description: "A declared namespace of identities." }) namespace: string,
    @Arg("format", () => ExportFormatEnum, { description: "How the file is written." }) format: ExportFormat,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<ExportAudiencePackPayload> {
    return payload(async () => {
      const audiencePackId = keyOf("AudiencePack", id, ["id"]);
      return {
        export: toAudienceExport(await this.exports.export(context, { audiencePackId, namespace, format }, key)),
      };
    });
  }

  @Access("PUSH_AUDIENCES")
  @FieldResolver(() => AudienceExportFile, {
    nullable: true,
    description:
      "The file; null until it is written, and once it is gone: expired, or it held somebody who was erased.",
  })
  async file(@Ctx() context: RequestContext, @Root() { id }: AudienceExport): Promise<AudienceExportFile | null> {
    const file = await this.exports.file(context, parseNodeId(id)!.key);
    if (!file) return null;
    const { url, validUntil } = this.exports.linkTo(file, context.clock.now());
    const { sha256, createdAt, expiresAt } = file;
    const counts = { bytes: BigInt(file.bytes), ids: BigInt(file.ids) };
    return Object.assign(
      new AudienceExportFile(),
      { url, urlValidUntil: validUntil, sha256, createdAt, expiresAt },
      counts,
    );
  }

  @Access("PUSH_AUDIENCES")
  @FieldResolver(() => AudiencePack, { nullable: true, description: "The pack; null when not visible." })
  async audiencePack(@Ctx() context: RequestContext, @Root() { packId }: AudienceExport): Promise<AudiencePack | null> {
    const pack = await this.packs.findPack(context, packId);
    return pack && toAudiencePack(pack);
  }
}
