import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import { Access } from "../../graphql/access";
import { IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { integerKeyOf } from "../../graphql/node";
import { payload } from "../../graphql/user-errors";
import type { RequestContext } from "../../platform/request-context";
import type { ReachExportService } from "./reach-export.service";
import { ExportReachInput, ExportReachPayload, toReachExport } from "./reach-export.types";

@Resolver()
export class ReachExportResolver {
  constructor(private readonly exports: ReachExportService) {}

  @Access("READ_ASSETS")
  @Mutation(() => ExportReachPayload, {
    description: "Writes platforms' reaches by exposure into a file. A total that adds reaches up is refused.",
  })
  exportReach(
    @Ctx() context: RequestContext,
    @Arg("input", () => ExportReachInput, { description: "What to write." }) input: ExportReachInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<ExportReachPayload> {
    return payload(async () => {
      const brandId = integerKeyOf("Brand", input.brandId, ["input", "brandId"]);
      return { export: toReachExport(await this.exports.export(context, { ...input, brandId }, key)) };
    });
  }
}
