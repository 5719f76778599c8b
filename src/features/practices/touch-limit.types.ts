import { Field, Int, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { type TouchLimit as Limit, type TouchLimitSource, touchLimitSources } from "./touch-limit";

const TouchLimitSourceEnum = Object.fromEntries(touchLimitSources.map((source) => [source, source]));
registerEnumType(TouchLimitSourceEnum, {
  name: "TouchLimitSource",
  description: "Where a bound of touches comes from; clients must handle unknown values.",
  valuesConfig: {
    GIVEN: { description: "The caller gave it." },
    BEST_FREQUENCY: { description: "The campaign's best frequency, which stands out (SEPARABLE)." },
    FREQUENCY_RANGE: {
      description:
        "The campaign's best frequency does not stand out (NOT_SEPARABLE): the lowest number of those that may be as good.",
    },
  },
});

@Access("READ_AUDIENCES")
@ObjectType({ description: "After how many touches people are left alone, and why." })
export class TouchLimit {
  /** Key of the campaign; not a field of the schema. */
  campaignId!: string | null;

  @Field(() => Int, { description: "Whom so many touches did not bring is left alone." })
  maxTouches!: number;

  @Field(() => TouchLimitSourceEnum, { description: "Where the number comes from." })
  source!: TouchLimitSource;
}

export const toTouchLimit = (limit: Limit): TouchLimit => Object.assign(new TouchLimit(), limit);
