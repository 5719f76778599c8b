import type { RequestContext } from "../../platform/request-context";
import { UserProblems } from "../../platform/user-error";
import type { AudienceEditor, AudiencePack } from "../audiences";
import type { LookAlikeModelStore } from "./look-alike-model.store";
import { lookAlikeRules } from "./look-alike-rules";

export interface NewLookAlikePack {
  readonly modelId: string;
  readonly topPercent: number;
  readonly name: string;
  readonly tags: readonly string[];
  readonly expiresAt: Date | null;
}

/** Makes packs of whom models found. */
export class LookAlikePacks {
  constructor(
    private readonly models: LookAlikeModelStore,
    private readonly editor: AudienceEditor,
  ) {}

  async create(
    context: RequestContext,
    { modelId, topPercent, name, tags, expiresAt }: NewLookAlikePack,
    idempotencyKey?: string,
  ): Promise<AudiencePack> {
    const model = await this.models.find(context, modelId);
    if (!model)
      throw UserProblems.one(
        "NOT_FOUND",
        ["input", "modelId"],
        "modelId must name a look-alike model of this organisation that has been fitted; list them with brand { lookAlikeModels }.",
      );
    if (topPercent < 1 || topPercent > 100)
      throw UserProblems.one(
        "INVALID_INPUT",
        ["input", "topPercent"],
        `topPercent must be 1 to 100, but got ${topPercent}.`,
      );
    const rules = lookAlikeRules(model, topPercent);
    return this.editor.create(context, { brandId: model.brandId, name, tags, rules, expiresAt }, idempotencyKey);
  }
}
