import { ArgsType, Field, Float, InputType, Int, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { BigIntScalar, DateTimeScalar } from "../../graphql/scalars";
import { WHOLE_HOURS } from "../../platform/whole-hours";
import { MAX_DWELL_LINES } from "./dwell";

@InputType({ description: "A window of time, half open." })
class DwellWindowInput {
  @Field(() => DateTimeScalar, { description: `First instant. ${WHOLE_HOURS}` })
  from!: Date;

  @Field(() => DateTimeScalar, { description: `The first instant after it; later than from. ${WHOLE_HOURS}` })
  to!: Date;
}

@ArgsType()
export class DwellArgs {
  @Field(() => DwellWindowInput, { description: "Before creatives and landing pages were changed." })
  before!: DwellWindowInput;

  @Field(() => DwellWindowInput, { description: "After it; begins when before has ended, or later." })
  after!: DwellWindowInput;

  @Field(() => Float, {
    defaultValue: 99,
    description: "Longer stays count as this percentile of the stays of both windows, 50 to 100.",
  })
  capPercentile!: number;
}

@Access("READ_AUDIENCES")
@ObjectType({ description: "Stays in one of the windows." })
class DwellStays {
  @Field(() => BigIntScalar, { description: "People who stayed." })
  people!: bigint;

  @Field(() => BigIntScalar, { description: "Touchpoints with a duration." })
  stays!: bigint;

  @Field(() => Float, { description: "Mean seconds of a stay, capped." })
  mean!: number;
}

@Access("READ_AUDIENCES")
@ObjectType({ description: "A mean after over a mean before." })
class DwellRatio {
  @Field(() => Float, { description: "A multiple: 5 is five times as long." })
  value!: number;

  @Field(() => Float, { description: "Lower bound of the 95 % interval (delta method over people)." })
  low!: number;

  @Field(() => Float, { description: "Upper bound." })
  high!: number;
}

@Access("READ_AUDIENCES")
@ObjectType({ description: "Stays at a creative and landing page." })
class DwellLine {
  @Field({ description: "Creative; empty: touchpoints that name none." })
  creative!: string;

  @Field({ description: "Landing page; empty: touchpoints that name none." })
  landingPage!: string;

  @Field(() => DwellStays, {
    nullable: true,
    description: "Null without stays, or when too few people stayed to tell.",
  })
  before!: DwellStays | null;

  @Field(() => DwellStays, { nullable: true, description: "As before." })
  after!: DwellStays | null;

  @Field(() => DwellRatio, {
    nullable: true,
    description: "Null without both means, or when nobody differs from anybody.",
  })
  ratio!: DwellRatio | null;
}

@Access("READ_AUDIENCES")
@ObjectType({ description: "How long people stay before and after a change (素材和落地页停留时长)." })
export class DwellTime {
  @Field(() => DateTimeScalar, { description: "When it was read." })
  asOf!: Date;

  @Field(() => Int, { nullable: true, description: "Longer stays count as so many seconds; null: nobody stayed." })
  capSeconds!: number | null;

  @Field(() => Int, { description: "Stays of fewer people are withheld; 1: none are." })
  suppressedBelow!: number;

  @Field(() => Int, { description: "Counts are rounded to multiples of this." })
  roundedTo!: number;

  @Field(() => [DwellLine], { description: `Those of most stays first, at most ${2 * MAX_DWELL_LINES}.` })
  lines!: readonly DwellLine[];
}
