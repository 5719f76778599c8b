import type { RoaringBitmap32 } from "roaring";
import type { RequestContext } from "../../platform/request-context";

/** Models whose scores rules may ask about; a later feature fits and keeps them. */
export interface LookAlikeModels {
  /** Null: the organisation has no such model that was published. */
  findName(context: RequestContext, modelId: string): Promise<string | null>;
  /** The people of the highest scores, 1 to 100 per cent of all who were scored, as they were then. */
  top(modelId: string, percent: number): Promise<RoaringBitmap32>;
}
