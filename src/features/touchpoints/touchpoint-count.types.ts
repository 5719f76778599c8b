import { Field, Float, Int, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { BigIntScalar, DateTimeScalar } from "../../graphql/scalars";
import type { CountColumn, CountedCell } from "./touchpoint-count";
import { type CountAnswer, MAX_COUNT_ROWS } from "./touchpoint-query.service";

export const CountGrainEnum = { HOUR: "HOUR", DAY: "DAY", WINDOW: "WINDOW" };
registerEnumType(CountGrainEnum, {
  name: "TouchpointCountGrain",
  description: "How long the buckets of counts are.",
  valuesConfig: {
    HOUR: { description: "Hours of the brand's zone." },
    DAY: { description: "Days of the brand's zone." },
    WINDOW: { description: "One bucket: people are deduplicated over the whole window, as reach is." },
  },
});

/** Column of each dimension. */
export const countColumns = {
  ACTION: "action",
  PLATFORM: "platform",
  SITE: "site",
  CAMPAIGN: "campaign",
  PLACEMENT: "placement",
  PROGRAMME: "programme",
  CREATIVE: "creative",
  CONTENT: "content",
  CREATOR: "creator",
  KEYWORD: "keyword",
  SLOT: "slot",
  APP_PLACEMENT: "app_placement",
} as const satisfies Readonly<Record<string, CountColumn>>;

export type CountDimension = keyof typeof countColumns;

export const CountDimensionEnum = Object.fromEntries(Object.keys(countColumns).map((name) => [name, name]));
registerEnumType(CountDimensionEnum, {
  name: "TouchpointDimension",
  description: "What counts of touchpoints are taken apart by; clients must handle unknown values.",
  valuesConfig: {
    ACTION: { description: "What the person did." },
    PLATFORM: { description: "Where it happened, by code." },
    SITE: { description: "Off or on the shop's site." },
    CAMPAIGN: { description: "Campaign code, as it was sent." },
    PLACEMENT: { description: "The medium's id of the placement." },
    PROGRAMME: { description: "Media programme code, as it was sent." },
    CREATIVE: { description: "Creative that was shown." },
    CONTENT: { description: "Post, video or article." },
    CREATOR: { description: "Creator behind the content, by code." },
    KEYWORD: { description: "What was searched for." },
    SLOT: { description: "Resource slot on the site." },
    APP_PLACEMENT: { description: "App in which it was shown." },
  },
});

@Access("READ_ASSETS")
@ObjectType({ description: "One dimension of a row of counts." })
class TouchpointCountKey {
  @Field(() => CountDimensionEnum, { description: "Which one." })
  dimension!: string;

  @Field(() => String, { nullable: true, description: "Its value; null: touchpoints that came without one." })
  value!: string | null;
}

@Access("READ_ASSETS")
@ObjectType({ description: "Touchpoints of one bucket of time that share their keys." })
class TouchpointCount {
  @Field(() => DateTimeScalar, { description: "First instant of the bucket." })
  bucketStart!: Date;

  @Field(() => [TouchpointCountKey], { description: "One for each dimension asked for, in that order." })
  keys!: readonly TouchpointCountKey[];

  @Field(() => BigIntScalar, { description: "Touchpoints (人次), rounded; 64 bits wide." })
  touchpoints!: bigint;

  @Field(() => BigIntScalar, { description: "People (人), each once in this row, rounded; rows do not add up." })
  people!: bigint;

  @Field(() => Float, {
    nullable: true,
    description:
      "Touchpoints per person, of the rounded counts; of exposures the frequency (频次). Null when people are rounded to 0.",
  })
  frequency!: number | null;
}

@Access("READ_ASSETS")
@ObjectType({
  description: "What is withheld of one bucket, together: cells of too few people, and those that go with them.",
})
class TouchpointCountRemainder {
  @Field(() => DateTimeScalar, { description: "First instant of the bucket." })
  bucketStart!: Date;

  @Field(() => Int, { description: "How many cells are withheld, at least 1." })
  cells!: number;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Their touchpoints, rounded; null when the people behind them together are too few to tell.",
  })
  touchpoints!: bigint | null;
}

@Access("READ_ASSETS")
@ObjectType({ description: "Touchpoints of a brand counted by time and dimension." })
export class TouchpointCounts {
  @Field(() => [TouchpointCount], {
    description: `By time, then key, at most ${MAX_COUNT_ROWS}; where nothing happened there is no row.`,
  })
  rows!: readonly TouchpointCount[];

  @Field(() => [TouchpointCountRemainder], { description: "One for each bucket of which something is withheld." })
  remainders!: readonly TouchpointCountRemainder[];

  @Field({ description: "False: a person may be in several rows, so people must never be summed." })
  isAdditive!: boolean;

  @Field(() => Int, { description: "Rows of fewer people are withheld; 1: none are." })
  threshold!: number;

  @Field(() => Int, { description: "The step that counts are rounded to, half a step up; 1: they are exact." })
  roundedTo!: number;

  @Field(() => DateTimeScalar, { description: "When the touchpoints were read." })
  asOf!: Date;
}

export function toCounts({ told, ...answer }: CountAnswer, by: readonly CountDimension[]): TouchpointCounts {
  const row = ({ keys, ...cell }: Omit<CountedCell, "sample">): TouchpointCount => ({
    ...cell,
    keys: by.map((dimension, index) => ({ dimension, value: keys[index] || null })),
    frequency: cell.people === 0n ? null : Number(cell.touchpoints) / Number(cell.people),
  });
  return Object.assign(new TouchpointCounts(), { ...answer, rows: told.map(row), isAdditive: false });
}
