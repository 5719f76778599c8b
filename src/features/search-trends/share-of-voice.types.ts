import { ArgsType, Field, Float, ID, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { toNodeId } from "../../graphql/node";
import { BigIntScalar, DateScalar } from "../../graphql/scalars";
import { Category } from "../brands/brand.types";
import {
  CountedShare,
  DayWindow,
  DayWindowAnswer,
  DayWindowArgs,
  DayWindowInput,
  toDayWindowAnswer,
} from "./day-window.types";
import type { Days } from "./days";
import { FEWEST_RIVALS, type VoiceReason } from "./share-of-voice";
import type { ShareOfVoice as Voice } from "./share-of-voice.service";

export const VoiceReasonEnum = {
  SUPPRESSED: "SUPPRESSED",
  TOO_FEW_RIVALS: "TOO_FEW_RIVALS",
  BASE_NOT_POSITIVE: "BASE_NOT_POSITIVE",
};
registerEnumType(VoiceReasonEnum, {
  name: "VoiceNullReason",
  description: "Why a share of voice is null; clients must handle unknown values.",
  valuesConfig: {
    SUPPRESSED: {
      description:
        "It, or another day by subtraction, would tell of fewer people than the threshold or of too few rivals.",
    },
    TOO_FEW_RIVALS: {
      description: `One or two other brands had a voice: what is left of the total would tell of one of them; ${FEWEST_RIVALS} are needed.`,
    },
    BASE_NOT_POSITIVE: { description: "No brand of the category had a voice." },
  },
});

@ArgsType()
export class ShareOfVoiceArgs extends DayWindowArgs {
  @Field(() => DayWindowInput, {
    nullable: true,
    description: "Days before, over when the window begins; absent: as many days right before it.",
  })
  before?: DayWindowInput | null;

  @Field(() => ID, { nullable: true, description: "A category that the brand sells in; absent: its primary one." })
  categoryId?: string | null;
}

@Access("READ_ASSETS")
@ObjectType({ description: "Share of voice of a day." })
class VoicePoint {
  @Field(() => DateScalar, { description: "The day, in the brand's zone." })
  day!: string;

  @Field(() => CountedShare, { nullable: true, description: "Own voice / the category's; null with reason." })
  share!: CountedShare | null;

  @Field(() => VoiceReasonEnum, { nullable: true, description: "Why share is null." })
  reason!: VoiceReason | null;
}

@Access("READ_ASSETS")
@ObjectType({ description: "Share of voice of a stretch of days." })
class VoicePeriod {
  @Field(() => DayWindow, { description: "The days." })
  days!: Days;

  @Field(() => CountedShare, {
    nullable: true,
    description:
      "Own voice / the category's, of touchpoints (人次); the interval takes each for one by itself, which repeated ones of a person are not. Null with reason.",
  })
  share!: CountedShare | null;

  @Field(() => VoiceReasonEnum, { nullable: true, description: "Why share is null." })
  reason!: VoiceReason | null;

  @Field(() => BigIntScalar, { nullable: true, description: "Searches about the brand; null when withheld." })
  searches!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Mentions of the brand (提及): reviews, shares and answers; null when withheld.",
  })
  mentions!: bigint | null;

  @Field(() => [VoicePoint], { description: "Every day of it, the oldest first; 366 at most." })
  points!: readonly VoicePoint[];
}

@Access("READ_ASSETS")
@ObjectType({
  description:
    "Share of voice (声量占比): SEARCH, REVIEW, SHARE and ANSWER touchpoints about the brand / those about all brands of the category, it included. Of the cloud's sources only, and of touchpoints of the category or, for brands whose primary category it is, of none. Rivals are told together only.",
})
export class ShareOfVoice extends DayWindowAnswer {
  @Field(() => Category, { description: "The category; those below it belong to it." })
  category!: Category;

  @Field(() => VoicePeriod, { description: "The window." })
  after!: VoicePeriod;

  @Field(() => VoicePeriod, { description: "The days before." })
  before!: VoicePeriod;

  @Field(() => Float, { nullable: true, description: "Share after less share before, -1 to 1; null when one is null." })
  difference!: number | null;
}

export const toShareOfVoice = ({ category, after, before, ...asked }: Voice): ShareOfVoice =>
  Object.assign(new ShareOfVoice(), {
    ...toDayWindowAnswer(asked),
    category: Object.assign(new Category(), { ...category, id: toNodeId("Category", category.id) }),
    after,
    before,
    difference: after.share && before.share && after.share.value - before.share.value,
  });
