import type { RuleInput } from "../../engines/segmentation/rule-input";
import type { LookAlikeModel } from "./look-alike-model";

/** Who is like the seed, without the seed. */
export const lookAlikeRules = ({ id, seedPackId }: LookAlikeModel, topPercent: number): RuleInput => ({
  allOf: [{ lookAlike: { modelId: id, topPercent } }, { not: { pack: { id: seedPackId } } }],
});
