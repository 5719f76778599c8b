import { Field, Int, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { BigIntScalar } from "../../graphql/scalars";
import type { Rate } from "../effects";
import { EffectRate } from "../effects/rate.types";
import { toWindowAnswer, WindowAnswer } from "../journeys/window.types";
import type { VoiceShare } from "../search-trends";
import { CountedShare } from "../search-trends/day-window.types";
import { VoiceReasonEnum } from "../search-trends/share-of-voice.types";
import { type TakeoverHop, takeoverHops } from "./takeover-result";
import type { TakeoverResult as Result } from "./takeover-result.service";

const TakeoverHopEnum = Object.fromEntries(takeoverHops.map((hop) => [hop, hop]));
registerEnumType(TakeoverHopEnum, {
  name: "TakeoverHop",
  description: "A step from the search to the order (流量闭环); clients must handle unknown values.",
  valuesConfig: {
    SEARCH: { description: "Searched a booked keyword in the booked hours (搜索)." },
    DETAIL: { description: "Saw the product's page (商详)." },
    CART: { description: "Put it into the cart (加购)." },
    ORDER: { description: "Ordered it, net of refunds (下单)." },
  },
});

@Access("READ_ATTRIBUTION")
@ObjectType({ description: "Share of voice of the booked keywords (声量占比)." })
class TakeoverVoice {
  @Field(() => CountedShare, {
    nullable: true,
    description:
      "Searches of the booked keywords on the platform about the brand / those about all brands of its primary category, of the cloud's sources; null with reason.",
  })
  share!: CountedShare | null;

  @Field(() => VoiceReasonEnum, { nullable: true, description: "Why share is null." })
  reason!: string | null;
}

@Access("READ_ATTRIBUTION")
@ObjectType({ description: "People at one step. Counts are null when withheld." })
class TakeoverHopLine {
  @Field(() => TakeoverHopEnum, { description: "The step." })
  hop!: TakeoverHop;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "People who came here by all steps before, each at or after the one before it.",
  })
  people!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "People of the step before who did not come here; null for the first.",
  })
  lost!: bigint | null;

  @Field(() => EffectRate, {
    nullable: true,
    description: "lost / people of the step before; null with either, of nobody, and for the first.",
  })
  lossRate!: Rate | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "People who did it at or after their search, with or without the steps between.",
  })
  afterSearch!: bigint | null;
}

@Access("READ_ATTRIBUTION")
@ObjectType({
  description:
    "What a keyword takeover brought. Searches of the booked hours count, about the brand or about none, and what follows on the same platform until withinHours after them.",
})
export class KeywordTakeoverResult extends WindowAnswer {
  @Field(() => Int, { description: "Hours after the booked ones until which steps count." })
  withinHours!: number;

  @Field(() => TakeoverVoice, {
    nullable: true,
    description: "In the booked hours; null for a brand without a category.",
  })
  shareOfVoice!: VoiceShare | null;

  @Field(() => TakeoverVoice, { nullable: true, description: "In as many hours right before; null likewise." })
  shareOfVoiceBefore!: VoiceShare | null;

  @Field(() => [TakeoverHopLine], { description: "From SEARCH to ORDER." })
  hops!: readonly TakeoverHopLine[];
}

export const toTakeoverResult = ({ window, withinHours, voice, voiceBefore, hops }: Result): KeywordTakeoverResult =>
  Object.assign(new KeywordTakeoverResult(), {
    ...{ ...toWindowAnswer(window), withinHours, shareOfVoice: voice, shareOfVoiceBefore: voiceBefore },
    hops: hops.map((hop) => Object.assign(new TakeoverHopLine(), hop)),
  });
