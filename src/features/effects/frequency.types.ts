import { ArgsType, Field, Int, ObjectType, registerEnumType } from "type-graphql";
import {
  type BestFrequency,
  type NoBestReason,
  noBestReasons,
  SEPARABLE_BELOW,
} from "../../engines/effects/frequency-curve";
import { Access } from "../../graphql/access";
import { BigIntScalar } from "../../graphql/scalars";
import { toWindowAnswer, WindowAnswer } from "../journeys/window.types";
import { DEFAULT_CAP, DEFAULT_MINIMUM_PEOPLE, type FrequencyFigures } from "./frequency";
import { type FrequencyCurve as Curve, MAX_CAP } from "./frequency.service";
import { EffectRate } from "./rate.types";

const FrequencyVerdict = { SEPARABLE: "SEPARABLE", NOT_SEPARABLE: "NOT_SEPARABLE" };
registerEnumType(FrequencyVerdict, {
  name: "FrequencyVerdict",
  description: `Whether the best number of touches is better than its neighbours by more than chance: two-sided z-test of two proportions at ${SEPARABLE_BELOW}.`,
  valuesConfig: {
    SEPARABLE: { description: "It differs from both neighbours." },
    NOT_SEPARABLE: { description: "It does not: the numbers of the range may be as good, so the range is advised." },
  },
});

const NoBestReasonEnum = Object.fromEntries(noBestReasons.map((reason) => [reason, reason]));
registerEnumType(NoBestReasonEnum, {
  name: "NoBestFrequencyReason",
  description: "Why no number of touches is named the best; clients must handle unknown values.",
  valuesConfig: {
    TOO_FEW_PEOPLE: { description: "No number of touches has the minimum of people whose counts are told." },
    NO_CONVERSIONS: { description: "Of those numbers, none has a conversion." },
  },
});

@ArgsType()
export class FrequencyArgs {
  @Field(() => Int, {
    defaultValue: DEFAULT_CAP,
    description: `Last number of touches that is told; it stands for so many or more. 2 to ${MAX_CAP}.`,
  })
  cap!: number;

  @Field(() => Int, {
    defaultValue: DEFAULT_MINIMUM_PEOPLE,
    description:
      "Numbers of touches with fewer people are told, but neither the best nor part of its range. At least 1.",
  })
  minimumPeople!: number;
}

@Access("READ_ATTRIBUTION")
@ObjectType({ description: "The number of touches with the highest conversion rate, and those that may be as good." })
export class BestTouchFrequency {
  @Field(() => Int, { description: "That number; of equal rates the lowest." })
  touches!: number;

  @Field(() => FrequencyVerdict, { description: "Whether it stands out." })
  verdict!: string;

  @Field(() => Int, { description: "Lowest number of the advised range; without a gap up to `touches`." })
  from!: number;

  @Field(() => Int, { description: "Highest number of it; the cap stands for itself or more." })
  to!: number;
}

@Access("READ_ATTRIBUTION")
@ObjectType({
  description:
    "People with so many off-site touches of the campaign before they first ordered, or until the window's end if they did not.",
})
export class FrequencyPoint {
  @Field(() => Int, { description: "Off-site touches: impressions, content views, clicks and live views together." })
  touches!: number;

  @Field({ description: "True on the last point: so many touches or more." })
  isOpen!: boolean;

  @Field(() => BigIntScalar, { nullable: true, description: "People; null when withheld." })
  people!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Those of them with a net order in the window; null when withheld.",
  })
  conversions!: bigint | null;

  @Field(() => EffectRate, {
    nullable: true,
    description: "conversions / people; null when one is withheld, and without people.",
  })
  rate!: EffectRate | null;

  @Field(() => BestTouchFrequency, {
    nullable: true,
    description: "On the point with the highest rate; null elsewhere.",
  })
  best!: BestFrequency | null;
}

@Access("READ_ATTRIBUTION")
@ObjectType({
  description:
    "How conversion goes with the number of off-site touches in a campaign's window (触达频次). It compares people who were touched more and less; that touching them oftener would have won them does not follow.",
})
export class FrequencyCurve extends WindowAnswer {
  @Field(() => Int, { description: "Last number of touches; it stands for so many or more." })
  cap!: number;

  @Field(() => Int, { description: "People that a number of touches must have to be the best or in its range." })
  minimumPeople!: number;

  @Field(() => [FrequencyPoint], { description: "1 to `cap` touches, at most 50, each once." })
  points!: readonly FrequencyPoint[];

  @Field(() => BestTouchFrequency, {
    nullable: true,
    description: "The best number of touches; null: see noBestReason.",
  })
  best!: BestFrequency | null;

  @Field(() => NoBestReasonEnum, { nullable: true, description: "Why there is none; null when there is one." })
  noBestReason!: NoBestReason | null;
}

export const toFrequencyPoints = ({ points, best }: FrequencyFigures): readonly FrequencyPoint[] =>
  points.map((point) =>
    Object.assign(new FrequencyPoint(), { ...point, best: point.touches === best?.touches ? best : null }),
  );

export const toFrequencyCurve = ({ window, cap, minimumPeople, best, noBestReason, points }: Curve): FrequencyCurve =>
  Object.assign(new FrequencyCurve(), {
    ...toWindowAnswer(window),
    ...{ cap, minimumPeople, best, noBestReason },
    points: toFrequencyPoints({ cap, minimumPeople, best, noBestReason, points }),
  });
