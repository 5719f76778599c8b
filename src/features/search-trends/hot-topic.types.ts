import { ArgsType, Field, Float, InputType, Int, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { Node, toNodeId } from "../../graphql/node";
import { registrationPayload } from "../../graphql/registration";
import { DateTimeScalar } from "../../graphql/scalars";
import { userErrorType } from "../../graphql/user-errors";
import { MAX_REGISTERED_ROWS } from "../../platform/registration";
import { CountedShare, DayWindowAnswer, NullReasonEnum, toDayWindowAnswer } from "./day-window.types";
import { MAX_COMPARED_TOPICS, MAX_HOT_TOPICS, RELEVANCE_DAYS } from "./hot-topic";
import type { HotTopicReport as Report } from "./hot-topic.service";
import { SPELLING } from "./search-alias.types";
import type { NullReason } from "./shown";
import { MAX_HALF_LIFE_HOURS, MAX_MARKS, type TrendTopic as TrendTopicRow, topicRejections } from "./trend-topic";

@Access("READ_ASSETS")
@ObjectType({ implements: Node, description: "A topic of the day (热点), as a source reported it." })
export class TrendTopic extends Node {
  @Field({ description: "Who measured its heat." })
  source!: string;

  @Field({ description: "What the source knows it by." })
  code!: string;

  @Field({ description: "Title for people." })
  title!: string;

  @Field(() => Float, { description: "Heat at its start, in the source's own unit." })
  heat!: number;

  @Field(() => DateTimeScalar, { description: "When it began." })
  startsAt!: Date;

  @Field(() => Float, { description: "Hours in which its heat halves (衰减)." })
  halfLifeHours!: number;

  @Field(() => [String], { description: `Tags of touchpoints about it, at most ${MAX_MARKS}.` })
  tags!: readonly string[];

  @Field(() => [String], { description: `Words of searches for it, at most ${MAX_MARKS}.` })
  keywords!: readonly string[];

  @Field(() => DateTimeScalar, { description: "When it was imported, with these details, last." })
  importedAt!: Date;
}

export const toTrendTopic = (row: TrendTopicRow): TrendTopic =>
  Object.assign(new TrendTopic(), { ...row, id: toNodeId("TrendTopic", row.id) });

@InputType({ description: "A topic of the day." })
class TrendTopicInput {
  @Field({ description: "Who measured its heat, 1 to 200 characters, e.g. WEIBO; heats are compared within a source." })
  source!: string;

  @Field({ description: "What the source knows it by, 1 to 200 characters; a known one gets the new details." })
  code!: string;

  @Field({ description: "Title for people, 1 to 200 characters." })
  title!: string;

  @Field(() => Float, { description: "Heat at its start, in the source's own unit, above 0." })
  heat!: number;

  @Field(() => DateTimeScalar, { description: "When it began, or begins." })
  startsAt!: Date;

  @Field(() => Float, { description: `Hours in which its heat halves, above 0, at most ${MAX_HALF_LIFE_HOURS}.` })
  halfLifeHours!: number;

  @Field(() => [String], {
    defaultValue: [],
    description: `Tags of touchpoints about it, exactly as they carry them; at most ${MAX_MARKS}.`,
  })
  tags!: string[];

  @Field(() => [String], {
    defaultValue: [],
    description: `Words of searches for it, which must stand in a search whole and in order; at most ${MAX_MARKS}, and with the tags at least one. ${SPELLING}`,
  })
  keywords!: string[];
}

@InputType({ description: "Topics to import." })
export class ImportTrendTopicsInput {
  @Field(() => [TrendTopicInput], { description: `1 to ${MAX_REGISTERED_ROWS} rows, judged in their order.` })
  topics!: TrendTopicInput[];
}

const TopicRegistration = registrationPayload(
  "ImportedTrendTopicRow",
  { name: "TrendTopicRejectionReason", reasons: topicRejections },
  userErrorType("TrendTopic", {}),
  "EDIT_CAMPAIGNS",
);

@Access("EDIT_CAMPAIGNS")
@ObjectType({ description: "Answer of importTrendTopics." })
export class ImportTrendTopicsPayload extends TopicRegistration {}

@ArgsType()
export class HotTopicArgs {
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "The instant of the question, not in the future; absent: now.",
  })
  asOf?: Date | null;

  @Field(() => Int, { defaultValue: 20, description: `How many of the best, 1 to ${MAX_HOT_TOPICS}.` })
  best!: number;
}

@Access("READ_ASSETS")
@ObjectType({ description: "How long, and how much, a topic is worth a brand's while (追热点)." })
export class HotTopicWindow {
  @Field(() => Int, {
    nullable: true,
    description:
      "1 has the highest score; equal scores share a rank, and the next one takes the next; null without a score.",
  })
  rank!: number | null;

  @Field(() => TrendTopic, { description: "The topic." })
  topic!: TrendTopic;

  @Field(() => Float, { description: "Heat at the instant: it halves every half-life from the start on." })
  heat!: number;

  @Field(() => Float, { description: "heat / that of the hottest open topic of its source, 0 to 1." })
  relativeHeat!: number;

  @Field(() => CountedShare, {
    nullable: true,
    description:
      "Of the people with a touchpoint of the brand in the window, those who touched the topic; null with reason.",
  })
  brandShare!: CountedShare | null;

  @Field(() => CountedShare, {
    nullable: true,
    description: "Of all people with a touchpoint in the window, those who touched the topic; null with reason.",
  })
  cloudShare!: CountedShare | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "brandShare / cloudShare: above 1 the topic is more the brand's people's than others'; null with reason.",
  })
  relevance!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: "Opportunity score: 100 x relativeHeat x relevance; null with reason.",
  })
  score!: number | null;

  @Field(() => NullReasonEnum, { nullable: true, description: "Why score is null." })
  reason!: NullReason | null;

  @Field(() => DateTimeScalar, {
    description: "When a tenth of the first heat is left: the score is good until then at most.",
  })
  expiresAt!: Date;
}

@Access("READ_ASSETS")
@ObjectType({
  description: `Open topics, ranked for a brand. Who touched a topic: whoever had a served touchpoint with one of its tags, or searched with its words, about whatever brand, in the ${RELEVANCE_DAYS} days of the window. People are those of the cloud's sources.`,
})
export class HotTopicReport extends DayWindowAnswer {
  @Field(() => DateTimeScalar, { description: "The instant whose heats these are." })
  at!: Date;

  @Field(() => Int, { description: "How many topics are open." })
  open!: number;

  @Field(() => Int, {
    description: `How many of them were compared: all, or the ${MAX_COMPARED_TOPICS} hottest of their sources.`,
  })
  compared!: number;

  @Field(() => [HotTopicWindow], { description: `The best, ${MAX_HOT_TOPICS} at most; those without a score last.` })
  topics!: readonly HotTopicWindow[];
}

export const toHotTopicReport = ({ topics, ...report }: Report): HotTopicReport =>
  Object.assign(new HotTopicReport(), {
    ...report,
    ...toDayWindowAnswer(report),
    topics: topics.map((window) =>
      Object.assign(new HotTopicWindow(), { ...window, topic: toTrendTopic(window.topic) }),
    ),
  });
