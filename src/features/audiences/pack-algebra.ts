import { combinePacks, type PackOperation } from "../../engines/segmentation/combine-packs";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList } from "../../platform/user-error";
import type { AudienceService } from "./audience.service";
import type { AudienceEditor, NewAudiencePack } from "./audience-editor";
import type { AudiencePack } from "./audience-pack";
import { checkPackIds } from "./check-pack-ids";

export interface CombinedPack extends Omit<NewAudiencePack, "rules"> {
  readonly operation: PackOperation;
  readonly packIds: readonly string[];
}

/**
 * Makes packs of packs. They are rules over packs and not members computed once: so they are explained, versioned, estimated and
 * refreshed as every pack is, and what they froze is that of their build.
 */
export class PackAlgebra {
  constructor(
    private readonly editor: AudienceEditor,
    private readonly packs: AudienceService,
  ) {}

  async create(
    context: RequestContext,
    { operation, packIds, ...pack }: CombinedPack,
    idempotencyKey?: string | null,
  ): Promise<AudiencePack> {
    const problems = new ProblemList();
    const found = await Promise.all(packIds.map((id) => this.packs.findPack(context, id)));
    checkPackIds(problems, found, { packIds, path: ["input", "packIds"], atLeast: 2 });
    const rules = combinePacks(operation, packIds);
    return this.editor.create(context, { ...pack, rules }, idempotencyKey, { problems });
  }
}
