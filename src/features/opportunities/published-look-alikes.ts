import type { RoaringBitmap32 } from "roaring";
import type { RequestContext } from "../../platform/request-context";
import type { LookAlikeModels } from "../audiences";
import type { LookAlikeModelStore } from "./look-alike-model.store";
import type { LookAlikePercentileStore } from "./look-alike-percentile.store";

/** What rules may ask of models. */
export class PublishedLookAlikes implements LookAlikeModels {
  constructor(
    private readonly models: LookAlikeModelStore,
    private readonly percentiles: LookAlikePercentileStore,
  ) {}

  async findName(context: RequestContext, modelId: string): Promise<string | null> {
    return (await this.models.find(context, modelId))?.name ?? null;
  }

  top(modelId: string, percent: number): Promise<RoaringBitmap32> {
    return this.percentiles.findTop(modelId, percent);
  }
}
