import { ArgsType, Field, Float, Int, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { Money } from "../../graphql/money";
import { BigIntScalar } from "../../graphql/scalars";
import { toMajor } from "../../platform/money";
import type { Rate } from "../effects";
import { EffectRate } from "../effects/rate.types";
import { toWindowAnswer, WindowAnswer, WindowArgs } from "../journeys/window.types";
import { type ContentFigures as Figures, LONGEST_VIEW_SECONDS } from "./content-report";
import { MAX_SESSIONS, MAX_WITHIN_HOURS, type ContentReport as Report } from "./content-report.service";
import type { SessionKind } from "./content-session";
import { ContentSession, SessionKindEnum, toContentSession } from "./content-session.types";

@ArgsType()
export class ContentReportArgs extends WindowArgs {
  @Field(() => Int, {
    defaultValue: 24,
    description: `Hours after a view within which an order is its session's, 1 to ${MAX_WITHIN_HOURS}.`,
  })
  withinHours!: number;
}

/** What is told of one or several sessions. */
@ObjectType()
abstract class ContentFigures {
  @Field(() => BigIntScalar, {
    nullable: true,
    description: "People with a served view, each once; null when withheld.",
  })
  viewers!: bigint | null;

  @Field(() => BigIntScalar, { nullable: true, description: "Views; null with viewers." })
  views!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: `Seconds watched (观看时长), each view as ${LONGEST_VIEW_SECONDS} at most; null when withheld, and where no view says how long it was.`,
  })
  watchSeconds!: bigint | null;

  @Field(() => Float, {
    nullable: true,
    description: "watchSeconds by viewers whose views say how long they were; null without any, and with watchSeconds.",
  })
  meanWatchSeconds!: number | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: `Of views, those of more than ${LONGEST_VIEW_SECONDS} seconds; null with viewers.`,
  })
  cappedViews!: bigint | null;

  @Field(() => BigIntScalar, { nullable: true, description: "People with a credited order; null when withheld." })
  buyers!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Net orders of the window whose person viewed it last before, within the hours; null with buyers.",
  })
  orders!: bigint | null;

  @Field(() => Money, { nullable: true, description: "Their value (GMV), net of refunds; null with buyers." })
  value!: Money | null;

  @Field(() => EffectRate, { nullable: true, description: "buyers / viewers; null with either, and without viewers." })
  conversionRate!: Rate | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "value / that of all the brand's net orders of the window, 0 to 1; null with value, and where these have none.",
  })
  valueShare!: number | null;

  @Field(() => Money, {
    nullable: true,
    description: "value / viewers, rounded to the minor unit; null with either, and without viewers.",
  })
  valuePerViewer!: Money | null;
}

@Access("READ_ATTRIBUTION")
@ObjectType({ description: "All sessions together: a viewer of several counts once." })
class ContentTotal extends ContentFigures {}

@Access("READ_ATTRIBUTION")
@ObjectType({ description: "All sessions of one kind together." })
class ContentKindLine extends ContentFigures {
  @Field(() => SessionKindEnum, { description: "The kind." })
  kind!: SessionKind;
}

@Access("READ_ATTRIBUTION")
@ObjectType({ description: "One session." })
class ContentSessionLine extends ContentFigures {
  @Field(() => ContentSession, { description: "The session." })
  session!: ContentSession;

  @Field(() => Float, {
    nullable: true,
    description: "Goal attainment (目标达成率): value / goal, of what lies in the window; null with either.",
  })
  goalAttainment!: number | null;
}

@Access("READ_ATTRIBUTION")
@ObjectType({
  description:
    "What live broadcasts and content brought to a brand's sales (内容与直播). Each order goes to one session at most, so values add up; that people would not have bought without it does not follow.",
})
export class ContentReport extends WindowAnswer {
  @Field(() => Int, { description: "Hours after a view within which an order is its session's." })
  withinHours!: number;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "All net orders of the brand in the window; null when withheld.",
  })
  orders!: bigint | null;

  @Field(() => Money, { nullable: true, description: "Their value, net of refunds; null with orders." })
  value!: Money | null;

  @Field(() => ContentTotal, { description: "All sessions." })
  total!: ContentTotal;

  @Field(() => [ContentKindLine], { description: "LIVE and CONTENT." })
  kinds!: readonly ContentKindLine[];

  @Field(() => [ContentSessionLine], {
    description: `Sessions that run at some time of the window, at most ${MAX_SESSIONS}, the earliest first.`,
  })
  sessions!: readonly ContentSessionLine[];
}

export function toContentReport({ window, currencyCode, total, kinds, sessions, ...report }: Report): ContentReport {
  const money = (minor: bigint | null): Money | null => (minor === null ? null : toMajor({ minor, currencyCode }));
  const shape = <Line extends Figures>(line: Line) => ({
    ...line,
    value: money(line.value),
    valuePerViewer: money(line.valuePerViewer),
  });
  return Object.assign(new ContentReport(), {
    ...{ ...toWindowAnswer(window), ...report, value: money(report.value) },
    total: Object.assign(new ContentTotal(), shape(total)),
    kinds: kinds.map((line) => Object.assign(new ContentKindLine(), shape(line))),
    sessions: sessions.map(({ session, ...line }) =>
      Object.assign(new ContentSessionLine(), { ...shape(line), session: toContentSession(session) }),
    ),
  });
}
