import { ArgsType, Field, Int, ObjectType } from "type-graphql";
import { DateTimeScalar } from "../../graphql/scalars";
import { WHOLE_HOURS } from "../../platform/whole-hours";
import { type DataState, dataState } from "../touchpoints";
import { DataStateEnum } from "../touchpoints/data-state.types";
import type { GrantedWindow } from "./brand-window";

@ArgsType()
export class WindowArgs {
  @Field(() => DateTimeScalar, { description: `First instant of the window. ${WHOLE_HOURS}` })
  from!: Date;

  @Field(() => DateTimeScalar, { description: `The first instant after it; later than from. ${WHOLE_HOURS}` })
  to!: Date;
}

/** What every answer about a window of a brand says of itself. */
@ObjectType()
export abstract class WindowAnswer {
  @Field(() => DateTimeScalar, { description: "First instant of the window." })
  from!: Date;

  @Field(() => DateTimeScalar, { description: "The first instant after it." })
  to!: Date;

  @Field(() => DateTimeScalar, {
    description: "When it was read: what happened at or after this instant, or was imported later, does not count.",
  })
  asOf!: Date;

  @Field(() => DataStateEnum, {
    description:
      "PROVISIONAL (暂定) while late data is still expected, then COMPLETE; never OUTDATED, as it is counted when it is asked for.",
  })
  dataState!: DataState;

  @Field(() => Int, {
    description:
      "Counts of people above zero and below this are withheld, and with them as many others as would give them away; 1: none are.",
  })
  suppressedBelow!: number;

  @Field(() => Int, {
    description:
      "Counts of people are rounded to multiples of this, so that they add up only nearly; ratios are of rounded counts. 1: they are exact.",
  })
  roundedTo!: number;
}

export const toWindowAnswer = ({ from, to, asOf, threshold, roundingBase }: GrantedWindow): WindowAnswer => ({
  from,
  to,
  asOf,
  dataState: dataState({ isOutdated: false, asOf: to }, asOf),
  suppressedBelow: threshold,
  roundedTo: roundingBase,
});
