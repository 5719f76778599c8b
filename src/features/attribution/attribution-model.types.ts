import { Field, ObjectType, registerEnumType } from "type-graphql";
import { attributionModels } from "../../engines/attribution/attribution-models";
import { Access } from "../../graphql/access";
import { type ModelKey, modelKeys } from "./model-key";

export const AttributionModelEnum = Object.fromEntries(modelKeys.map((key) => [key, key]));
registerEnumType(AttributionModelEnum, {
  name: "AttributionModel",
  description:
    "How the credit for a conversion is shared by the touches before it (归因模型); clients must handle unknown values.",
  valuesConfig: {
    FIRST_TOUCH: { description: "All of it to the first touch (首次触点)." },
    LAST_TOUCH: { description: "All of it to the last touch (末次触点)." },
    LINEAR_TOUCH: { description: "The same to every touch (线性): of k touches, one met twice earns 2/k." },
  },
});

@Access("READ_ATTRIBUTION")
@ObjectType({ description: "A model as a report used it." })
export class AttributionModelUse {
  @Field(() => AttributionModelEnum, { description: "The model." })
  model!: ModelKey;

  @Field({
    description:
      "True when the model run on platforms gives what the sum over their placements gives, but for rounding.",
  })
  isAdditiveAcrossDimensions!: boolean;

  @Field(() => [String], { description: "Its settings as `name=value`, by name; empty for a model without any." })
  parameters!: readonly string[];
}

export const toModelUse = (model: ModelKey): AttributionModelUse =>
  Object.assign(new AttributionModelUse(), {
    model,
    isAdditiveAcrossDimensions: attributionModels[model].isAdditiveAcrossDimensions,
    parameters: [],
  });
