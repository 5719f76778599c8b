import { Field, Float, Int, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { BigIntScalar } from "../../graphql/scalars";
import { toWindowAnswer, WindowAnswer } from "../journeys/window.types";
import type { CampaignArrivals } from "./arrival.service";
import { EffectRate } from "./rate.types";

@Access("READ_ATTRIBUTION")
@ObjectType({ description: "People who arrived after a time of one class." })
class ArrivalLag {
  @Field(() => Int, { description: "Hours from the latest touch to the arrival, at least." })
  fromHours!: number;

  @Field(() => Int, { description: "Less than so many hours; in the last class at most." })
  toHours!: number;

  @Field(() => BigIntScalar, { nullable: true, description: "How many; null when withheld." })
  people!: bigint | null;
}

@Access("READ_ATTRIBUTION")
@ObjectType({ description: "From off-site touches to acts on site, each person once. Counts are null when withheld." })
class ArrivalLine {
  @Field(() => String, {
    nullable: true,
    description: "Only touches on this platform count; null: on all. People whom several reached stand under each.",
  })
  platform!: string | null;

  @Field(() => BigIntScalar, { nullable: true, description: "People with an off-site touch of the campaign." })
  touched!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description:
      "Of them, those with an on-site visit, engagement or order of the brand at or after a touch, within the hours.",
  })
  arrived!: bigint | null;

  @Field(() => EffectRate, {
    nullable: true,
    description: "Arrival rate (站外引流率): arrived / touched; null with either, and when nobody was touched.",
  })
  rate!: EffectRate | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "Hours from the latest touch that half of the arrived took at most; null when nobody arrived, and with arrived.",
  })
  medianHours!: number | null;

  @Field(() => Float, { nullable: true, description: "The same of nine in ten; interpolated like the median." })
  p90Hours!: number | null;

  @Field(() => [ArrivalLag], {
    description: "The arrived by how long it took, at most 10 classes; they sum to arrived.",
  })
  lags!: readonly ArrivalLag[];

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Of the arrived, those with an on-site engagement or order at or after their arrival.",
  })
  activated!: bigint | null;

  @Field(() => EffectRate, {
    nullable: true,
    description:
      "On-site activation rate (站内激发率): activated / arrived; null with either, and when nobody arrived.",
  })
  activationRate!: EffectRate | null;
}

@Access("READ_ATTRIBUTION")
@ObjectType({
  description:
    "How a campaign leads people from media to the shop (站外引流到站内). Touches of its window count, acts on site until `withinHours` after it.",
})
export class ArrivalFunnel extends WindowAnswer {
  @Field(() => Int, { description: "Hours after a touch within which an act on site is an arrival." })
  withinHours!: number;

  @Field(() => ArrivalLine, { description: "All platforms." })
  total!: ArrivalLine;

  @Field(() => [ArrivalLine], { description: "Platforms with a touch, by code." })
  platforms!: readonly ArrivalLine[];
}

export const toArrivalFunnel = ({ window, ...funnel }: CampaignArrivals): ArrivalFunnel =>
  Object.assign(new ArrivalFunnel(), { ...toWindowAnswer(window), ...funnel });
