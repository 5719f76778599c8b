import { ArgsType, Field, Float, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { DateScalar } from "../../graphql/scalars";
import { DayWindow, DayWindowInput, NullReasonEnum, SearchAnswer, toSearchAnswer } from "./day-window.types";
import type { Days } from "./days";
import {
  BASE_DAYS,
  type SearchHeatChange as Change,
  type KeywordHeat as Heat,
  MAX_KEYWORDS,
  type HeatPeriod as Period,
} from "./keyword-heat";
import type { SearchFigures } from "./search.service";
import { SPELLING } from "./search-alias.types";
import { SEARCHES, SearchCount, toSearchCount } from "./search-mix.types";
import type { NullReason } from "./shown";

@ArgsType()
export class KeywordsArgs {
  @Field(() => [String], {
    description: `1 to ${MAX_KEYWORDS} keywords; searches of exactly them count. ${SPELLING}`,
  })
  keywords!: string[];
}

@Access("READ_ASSETS")
@ObjectType({ description: "Searches of a keyword on a day." })
class HeatPoint extends SearchCount {
  @Field(() => DateScalar, { description: "The day, in the brand's zone." })
  day!: string;

  @Field(() => Float, {
    nullable: true,
    description: "Heat index (搜索热度): searches / basePerDay x 100; null where either is null, or the base is 0.",
  })
  heat!: number | null;
}

@Access("READ_ASSETS")
@ObjectType({ description: "How much a keyword was searched, day by day." })
export class KeywordHeat {
  @Field({ description: "The keyword in its one spelling." })
  keyword!: string;

  @Field(() => Float, {
    nullable: true,
    description: "Searches of the mean day of the base, which is heat 100; null when withheld.",
  })
  basePerDay!: number | null;

  @Field(() => NullReasonEnum, { nullable: true, description: "Why no day has a heat; null when days may have one." })
  reason!: NullReason | null;

  @Field(() => [HeatPoint], { description: "Every day of the window, the oldest first; 366 at most." })
  points!: readonly HeatPoint[];
}

@Access("READ_ASSETS")
@ObjectType({ description: `Heat of keywords. ${SEARCHES}` })
export class KeywordHeatReport extends SearchAnswer {
  @Field(() => DayWindow, { description: "The days whose mean is heat 100." })
  base!: Days;

  @Field(() => [KeywordHeat], { description: "Each keyword once, in the order asked for." })
  keywords!: readonly KeywordHeat[];
}

export const BASE = `Days whose mean is heat 100; absent: the ${BASE_DAYS} days before from.`;

@Access("READ_ASSETS")
@ObjectType({ description: "Searches of a keyword in a stretch of days." })
class HeatPeriod extends SearchCount {
  @Field(() => DayWindow, { description: "The days." })
  days!: Days;

  @Field(() => Float, { nullable: true, description: "Searches of the mean day; null when withheld." })
  perDay!: number | null;
}

@Access("READ_ASSETS")
@ObjectType({ description: "How the heat of a keyword changed from one stretch of days to another." })
class SearchHeatChange {
  @Field({ description: "The keyword in its one spelling." })
  keyword!: string;

  @Field(() => HeatPeriod, { description: "Before." })
  before!: HeatPeriod;

  @Field(() => HeatPeriod, { description: "After." })
  after!: HeatPeriod;

  @Field(() => Float, {
    nullable: true,
    description:
      "Mean daily heat after / before - 1 (搜索热度环比). It has no interval: days of one stretch are no independent sample, and one more campaign would not repeat them. Null with reason.",
  })
  change!: number | null;

  @Field(() => NullReasonEnum, { nullable: true, description: "Why change is null." })
  reason!: NullReason | null;
}

@Access("READ_ASSETS")
@ObjectType({ description: `Heat of keywords before and after. ${SEARCHES}` })
export class SearchHeatChangeReport extends SearchAnswer {
  @Field(() => [SearchHeatChange], { description: "Each keyword once, in the order asked for." })
  keywords!: readonly SearchHeatChange[];
}

@ArgsType()
export class HeatChangeArgs extends KeywordsArgs {
  @Field(() => DayWindowInput, { description: "The days after, e.g. from the campaign's end on; all of them over." })
  after!: DayWindowInput;

  @Field(() => DayWindowInput, {
    nullable: true,
    description: "As many days before, over when those begin; absent: the days right before them.",
  })
  before?: DayWindowInput | null;
}

export const toKeywordHeatReport = ({
  asked,
  figures,
}: SearchFigures<{ readonly base: Days; readonly keywords: readonly Heat[] }>): KeywordHeatReport =>
  Object.assign(new KeywordHeatReport(), {
    ...toSearchAnswer(asked),
    base: figures.base,
    keywords: figures.keywords.map(({ points, ...heat }) => ({
      ...heat,
      points: points.map(({ day, heat: index, ...count }) => ({ day, heat: index, ...toSearchCount(count) })),
    })),
  });

const toPeriod = ({ days, perDay, ...count }: Period): HeatPeriod =>
  Object.assign(new HeatPeriod(), { days, perDay, ...toSearchCount(count) });

export const toSearchHeatChangeReport = ({
  asked,
  figures,
}: SearchFigures<readonly Change[]>): SearchHeatChangeReport =>
  Object.assign(new SearchHeatChangeReport(), {
    ...toSearchAnswer(asked),
    keywords: figures.map((change) => ({ ...change, before: toPeriod(change.before), after: toPeriod(change.after) })),
  });
