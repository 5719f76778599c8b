import { Field, ObjectType, registerEnumType } from "type-graphql";
import { attributionModels } from "../../engines/attribution/attribution-models";
import { Access } from "../../graphql/access";
import type { AttributionReport } from "./attribution-report";
import { type ModelKey, modelKeys } from "./model-key";

export const AttributionModelEnum = Object.fromEntries(modelKeys.map((key) => [key, key]));
registerEnumType(AttributionModelEnum, {
  name: "AttributionModel",
  description:
    "How the credit for a conversion is shared by the touches before it (归因模型); clients must handle unknown values.",
  valuesConfig: {
    FIRST_TOUCH: { description: "All of it to the first touch (首次触点)." },
    LAST_TOUCH: { description: "All of it to the last touch (末次触点)." },
    LAST_NON_DIRECT_TOUCH: {
      description:
        "All of it to the last touch that is not direct (末次非直接触点); direct is a touch on site by no placement and no campaign.",
    },
    LINEAR_TOUCH: { description: "The same to every touch (线性): of k touches, one met twice earns 2/k." },
    POSITION_BASED: {
      description: "By place (位置归因): shares to the first and the last touch as set, the rest to those between.",
    },
    TIME_DECAY: { description: "Half as much with every half-life before the conversion (时间衰减)." },
    MARKOV: {
      description:
        "In proportion to the conversions lost without a line (马尔可夫移除效应), in a chain that also learns from journeys without a conversion.",
    },
    SHAPLEY: {
      description:
        "What lines add to one another's conversion rate (沙普利值), journeys without a conversion included; exact up to 16 lines, above that sampled.",
    },
    EQUAL_SPLIT: {
      description:
        "The same to every distinct line of a journey: the baseline that learns nothing, also called set Shapley.",
    },
  },
});

@Access("READ_ATTRIBUTION")
@ObjectType({ description: "A model as a report used it." })
export class AttributionModelUse {
  @Field(() => AttributionModelEnum, { description: "The model." })
  model!: ModelKey;

  @Field({
    description:
      "True when the model run on platforms gives what the sum over their placements gives, but for rounding; false: it was run on each dimension's lines, and lines of one dimension are no parts of another's.",
  })
  isAdditiveAcrossDimensions!: boolean;

  @Field(() => [String], {
    description:
      "Its settings as `name=value`; with a dimension before it what the run on that dimension says, e.g. `HOUR.largestStandardError=0.8` in conversions, where Shapley values are sampled.",
  })
  parameters!: readonly string[];
}

export function toModelUses({ models, settings, notes }: AttributionReport): readonly AttributionModelUse[] {
  const all = attributionModels(settings);
  return models.map((key) =>
    Object.assign(new AttributionModelUse(), {
      model: key,
      isAdditiveAcrossDimensions: all[key].isAdditiveAcrossDimensions,
      parameters: [...all[key].parameters, ...(notes[key] ?? [])],
    }),
  );
}
