import { Field, Float, Int, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { toNodeId } from "../../graphql/node";
import { BigIntScalar, DateTimeScalar } from "../../graphql/scalars";
import { RuleSet } from "../assets/rule-set.types";
import { MediaProgramme, toMediaProgramme } from "./programme.types";
import { NEW_CUSTOMER_DAYS, type PullNewDefinition } from "./pull-new";
import { MAX_RANKED_PROGRAMMES, type ProgrammeRanking, type PullNew } from "./pull-new.service";

export const PullNewDefinitionEnum = {
  STAGE_ZERO_BEFORE: "STAGE_ZERO_BEFORE",
  SHARE_OF_A1_TOUCHED: "SHARE_OF_A1_TOUCHED",
  NO_ORDER_365D: "NO_ORDER_365D",
};
registerEnumType(PullNewDefinitionEnum, {
  name: "PullNewDefinition",
  description:
    "Who is new (拉新), and of whom the share is taken. Before: the label at the window's first instant; after: the deepest stage attained at any instant of the window, as in StageReach.",
  valuesConfig: {
    STAGE_ZERO_BEFORE: {
      description:
        "Of the people reached, those who stood at no stage before, or whom the brand had not met, and who are at least AWARE (A1) after.",
    },
    SHARE_OF_A1_TOUCHED: {
      description:
        "The same new people, of those reached who stood at AWARE (A1) or deeper before or attained it: reached people who never came to A1 are left out of the base.",
    },
    NO_ORDER_365D: {
      description: `New customers: of the people reached, those who ordered in the window and not in the ${NEW_CUSTOMER_DAYS} days before it; orders refunded in full do not count.`,
    },
  },
});

@Access("READ_ASSETS")
@ObjectType({ description: "Wilson score interval of a share, 95 %." })
class ShareInterval {
  @Field(() => Float, { description: "Its lower end, 0 to 1." })
  low!: number;

  @Field(() => Float, { description: "Its upper end, 0 to 1." })
  high!: number;
}

@Access("READ_ASSETS")
@ObjectType({ description: "A window of time, half open." })
class MeasuredWindow {
  @Field(() => DateTimeScalar, { description: "Its first instant." })
  from!: Date;

  @Field(() => DateTimeScalar, { description: "The first instant after it." })
  to!: Date;
}

@Access("READ_ASSETS")
@ObjectType({
  description:
    "How well a media programme wins new people (拉新效率). Reached: had a served touchpoint with its code in the window, about the brand or about none.",
})
export class PullNewEfficiency {
  @Field(() => PullNewDefinitionEnum, { description: "The definition that was used." })
  definition!: PullNewDefinition;

  @Field(() => Float, {
    nullable: true,
    description: "numerator / denominator, 0 to 1; null of a base of nobody, and where a count is withheld.",
  })
  value!: number | null;

  @Field(() => BigIntScalar, { nullable: true, description: "New people; null when withheld." })
  numerator!: bigint | null;

  @Field(() => BigIntScalar, { nullable: true, description: "The people the share is taken of; null when withheld." })
  denominator!: bigint | null;

  @Field(() => BigIntScalar, { nullable: true, description: "People reached, each once; null when withheld." })
  reached!: bigint | null;

  @Field(() => ShareInterval, { nullable: true, description: "How sure the share is; null with value." })
  interval!: ShareInterval | null;

  @Field({ description: "True when a count is withheld, or follows from one, because its group is small." })
  isSuppressed!: boolean;

  @Field(() => Int, { description: "Groups of fewer people are withheld; 1: none are." })
  threshold!: number;

  @Field(() => MeasuredWindow, { description: "The window that was measured." })
  window!: MeasuredWindow;

  @Field(() => DateTimeScalar, { description: "When the touchpoints were read; later ones are not in it." })
  asOf!: Date;

  @Field(() => RuleSet, {
    nullable: true,
    description: "The rules that labelled people; null for NO_ORDER_365D, which asks no label.",
  })
  ruleSet!: RuleSet | null;
}

@Access("READ_ASSETS")
@ObjectType({ description: "A programme in a ranking." })
class RankedMediaProgramme {
  @Field(() => Int, {
    nullable: true,
    description: "1 is the best; equal values share a rank, and the next value takes the next; null without a value.",
  })
  rank!: number | null;

  @Field(() => MediaProgramme, { description: "The programme." })
  mediaProgramme!: MediaProgramme;

  @Field(() => PullNewEfficiency, { description: "What it is ranked by." })
  pullNew!: PullNewEfficiency;
}

@Access("READ_ASSETS")
@ObjectType({
  description: "Touchpoints of the brand with the code of a programme that the organisation does not have (UNKNOWN).",
})
class UnknownProgrammes {
  @Field(() => BigIntScalar, { nullable: true, description: "Touchpoints; null when withheld with people." })
  touchpoints!: bigint | null;

  @Field(() => BigIntScalar, { nullable: true, description: "People, each once; null when too few to tell." })
  people!: bigint | null;
}

@Access("READ_ASSETS")
@ObjectType({ description: "A brand's media programmes, ranked by how well they win new people." })
export class MediaProgrammeRanking {
  @Field(() => [RankedMediaProgramme], {
    description: `The best ${MAX_RANKED_PROGRAMMES} at most, best first; equal values stand by code, those without a value last.`,
  })
  rows!: readonly RankedMediaProgramme[];

  @Field(() => Int, { description: "How many programmes were compared: all of the brand." })
  compared!: number;

  @Field(() => UnknownProgrammes, { description: "What no programme gets." })
  unknown!: UnknownProgrammes;
}

export const toPullNew = ({ ruleSet, ...pullNew }: PullNew): PullNewEfficiency =>
  Object.assign(new PullNewEfficiency(), {
    ...pullNew,
    ruleSet: ruleSet && Object.assign(new RuleSet(), { ...ruleSet, id: toNodeId("RuleSet", ruleSet.id) }),
  });

export const toRanking = ({ rows, ...ranking }: ProgrammeRanking): MediaProgrammeRanking =>
  Object.assign(new MediaProgrammeRanking(), {
    ...ranking,
    rows: rows.map(({ rank, programme, pullNew }) => ({
      rank,
      mediaProgramme: toMediaProgramme(programme),
      pullNew: toPullNew(pullNew),
    })),
  });
