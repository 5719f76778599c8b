import { Field, Int, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { Money } from "../../graphql/money";
import { BigIntScalar, DateScalar, DateTimeScalar } from "../../graphql/scalars";
import type { ReportedDelivery } from "../campaigns";
import { type DataState, dataState } from "../touchpoints";
import { DataStateEnum } from "../touchpoints/data-state.types";
import { COMPLETE_HOUR, Flight, toFlight } from "./flight.types";
import { type CurvePoint, type FlightFacts, paceFlight } from "./flight-facts";
import type { CalendarDay } from "./flight-reader";
import { CostPacing, ImpressionPacing, moneyOf, toCostPacing, toImpressionPacing } from "./pacing.types";

export const CurveGrainEnum = { HOUR: "HOUR", DAY: "DAY" } as const;
export type CurveGrain = keyof typeof CurveGrainEnum;
registerEnumType(CurveGrainEnum, {
  name: "CurveGrain",
  description: "How far apart the points of a curve are.",
  valuesConfig: {
    HOUR: { description: "At the end of every hour." },
    DAY: { description: "At the end of every day of the brand's zone." },
  },
});

@Access("READ_CAMPAIGNS")
@ObjectType({ description: "What a flight delivered against its plan (投放进度)." })
export class FlightPacing {
  @Field(() => DateTimeScalar, { description: "What was known at this instant." })
  asOf!: Date;

  @Field(() => DateTimeScalar, { description: `The end of its last complete hour, or its start. ${COMPLETE_HOUR}` })
  completeUntil!: Date;

  @Field(() => Int, {
    description: "Hours that are over, past the time for late reports, and not complete: media have not reported them.",
  })
  unreportedHours!: number;

  @Field(() => DataStateEnum, {
    description: "OUTDATED: figures of the complete hours were restated after `asOf`; PROVISIONAL for 48 hours.",
  })
  dataState!: DataState;

  @Field(() => ImpressionPacing, { description: "By impressions." })
  impressions!: ImpressionPacing;

  @Field(() => CostPacing, { description: "By spend." })
  cost!: CostPacing;
}

export function toFlightPacing(facts: FlightFacts, isOutdated: boolean, now: Date): FlightPacing {
  const { asOf, completeUntil } = facts;
  const { unreportedHours, impressions, cost } = paceFlight(facts);
  return Object.assign(new FlightPacing(), {
    ...{ asOf, completeUntil, unreportedHours },
    dataState: dataState({ isOutdated, asOf: completeUntil }, now),
    impressions: toImpressionPacing(impressions),
    cost: toCostPacing(cost, facts.currencyCode),
  });
}

@Access("READ_CAMPAIGNS")
@ObjectType({ description: "A point of a flight's pacing curve: all from its start until an instant." })
export class FlightCurvePoint {
  @Field(() => DateTimeScalar, { description: "The instant." })
  to!: Date;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Impressions planned until then; null: not planned by them.",
  })
  plannedImpressions!: bigint | null;

  @Field(() => Money, { nullable: true, description: "Spend planned until then; null: not planned by it." })
  plannedCost!: Money | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description:
      "Impressions delivered until then; null: the hours before are not complete. A placement that reports by days rises in the last hour of each.",
  })
  impressions!: bigint | null;

  @Field(() => Money, { nullable: true, description: "Spend until then; null likewise." })
  cost!: Money | null;
}

const whole = (count: number | null): bigint | null => (count === null ? null : BigInt(Math.round(count)));
const money = (minor: number | null, currencyCode: string): Money | null =>
  minor === null ? null : moneyOf(minor, currencyCode);

export const toCurvePoint = (point: CurvePoint, currencyCode: string): FlightCurvePoint =>
  Object.assign(new FlightCurvePoint(), {
    to: point.to,
    plannedImpressions: whole(point.plannedImpressions),
    plannedCost: money(point.plannedCost, currencyCode),
    impressions: whole(point.impressions),
    cost: money(point.cost, currencyCode),
  });

@Access("READ_CAMPAIGNS")
@ObjectType({ description: "What a placement delivered in one complete hour." })
export class HourlyDelivery {
  @Field(() => DateTimeScalar, { description: "First instant of the hour." })
  from!: Date;

  @Field(() => DateTimeScalar, { description: "The first instant after it." })
  to!: Date;

  @Field(() => BigIntScalar, { description: "Showings (曝光)." })
  impressions!: bigint;

  @Field(() => BigIntScalar, { description: "Clicks (点击)." })
  clicks!: bigint;

  @Field(() => Money, { description: "Spend (消耗)." })
  cost!: Money;
}

export const toHourlyDelivery = (
  { from, to, impressions, clicks, costMinor }: ReportedDelivery,
  currencyCode: string,
): HourlyDelivery =>
  Object.assign(new HourlyDelivery(), { from, to, impressions, clicks, cost: moneyOf(costMinor, currencyCode) });

@Access("READ_CAMPAIGNS")
@ObjectType({ description: "A flight on one day." })
class FlightCalendarLine {
  @Field(() => Flight, { description: "The flight." })
  flight!: Flight;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Impressions planned for the day; null: not planned by them.",
  })
  plannedImpressions!: bigint | null;

  @Field(() => Money, { nullable: true, description: "Spend planned for the day; null: not planned by it." })
  plannedCost!: Money | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Impressions in the complete hours of the day; null: nothing was reported of them.",
  })
  impressions!: bigint | null;

  @Field(() => Money, { nullable: true, description: "Spend in the complete hours of the day; null likewise." })
  cost!: Money | null;
}

@Access("READ_CAMPAIGNS")
@ObjectType({ description: "A day of a campaign's calendar (排期表)." })
export class FlightCalendarDay {
  @Field(() => DateScalar, { description: "Day of the brand's zone." })
  day!: string;

  @Field(() => [FlightCalendarLine], { description: "The flights that run on it, those that began earlier first." })
  lines!: readonly FlightCalendarLine[];
}

export const toCalendarDay = ({ day, lines }: CalendarDay): FlightCalendarDay =>
  Object.assign(new FlightCalendarDay(), {
    day,
    lines: lines.map(({ flight, currencyCode, plannedImpressions, plannedCost, impressions, costMinor }) =>
      Object.assign(new FlightCalendarLine(), {
        ...{ flight: toFlight(flight), impressions },
        plannedImpressions: whole(plannedImpressions),
        plannedCost: money(plannedCost, currencyCode),
        cost: costMinor === null ? null : moneyOf(costMinor, currencyCode),
      }),
    ),
  });
