import { Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { Money, MoneyInput } from "../../graphql/money";
import { Node, toNodeId } from "../../graphql/node";
import { BigIntScalar, DateScalar, DateTimeScalar } from "../../graphql/scalars";
import { userErrorType } from "../../graphql/user-errors";
import type { UserProblem } from "../../platform/user-error";
import {
  type DeliveryShape,
  type FlightFormat,
  type Flight as FlightRow,
  LATE_HOURS,
  MAX_FLIGHT_DAYS,
  MAX_FLIGHTS,
  MAX_HOUR_WEIGHT,
} from "./flight";
import { moneyOf } from "./pacing.types";

export const COMPLETE_HOUR = `An hour is complete when it ended ${LATE_HOURS} hours ago or longer and was reported, or a later hour of the placement was, as media leave out hours in which nothing ran; figures that come later restate it.`;

const FlightFormatEnum: Readonly<Record<FlightFormat, FlightFormat>> = {
  SPLASH: "SPLASH",
  FEED: "FEED",
  SEARCH: "SEARCH",
  VIDEO: "VIDEO",
  LIVE: "LIVE",
  BANNER: "BANNER",
  OTHER: "OTHER",
};
registerEnumType(FlightFormatEnum, {
  name: "FlightFormat",
  description: "What kind of advertisement runs (广告形式); clients must handle unknown values.",
  valuesConfig: {
    SPLASH: { description: "Full screen when an application opens (开屏)." },
    FEED: { description: "Between the entries of a feed (信息流)." },
    SEARCH: { description: "Beside the results of a search (搜索)." },
    VIDEO: { description: "Before or within a video (贴片)." },
    LIVE: { description: "Within a live broadcast (直播)." },
    BANNER: { description: "At a fixed place of a page (横幅)." },
    OTHER: { description: "Any other form." },
  },
});

export const DeliveryShapeEnum: Readonly<Record<DeliveryShape, DeliveryShape>> = {
  EVEN: "EVEN",
  FRONT_LOADED: "FRONT_LOADED",
  BACK_LOADED: "BACK_LOADED",
};
registerEnumType(DeliveryShapeEnum, {
  name: "DeliveryShape",
  description: "How a plan is spread over its days (投放节奏).",
  valuesConfig: {
    EVEN: { description: "Every day alike." },
    FRONT_LOADED: { description: "Falling in equal steps from one and a half times an average day to half of one." },
    BACK_LOADED: { description: "Rising in equal steps from half of an average day to one and a half times one." },
  },
});

@Access("READ_CAMPAIGNS")
@ObjectType({
  implements: Node,
  description: "Days on which a placement runs without a break, in one format, and what was planned for them (排期).",
})
export class Flight extends Node {
  /** The row behind it; not a field of the schema. */
  row!: FlightRow;

  @Field(() => DateScalar, { description: "Its first day in the brand's zone." })
  startsOn!: string;

  @Field(() => DateScalar, { description: "Its last day, included." })
  endsOn!: string;

  @Field(() => FlightFormatEnum, { description: "What kind of advertisement runs." })
  format!: FlightFormat;

  @Field(() => DeliveryShapeEnum, { description: "How the plan is spread over the days." })
  shape!: DeliveryShape;

  @Field(() => [Int], {
    description: "What each hour of the day is worth, in thousandths of an average one; empty: all alike.",
  })
  hourWeights!: readonly number[];

  @Field(() => BigIntScalar, { nullable: true, description: "Planned impressions; null: not planned by them." })
  plannedImpressions!: bigint | null;

  @Field(() => Int, { description: "Counts up with every change; pass it as expectedVersion." })
  version!: number;

  @Field(() => DateTimeScalar, { nullable: true, description: "When it was cancelled; null: it was not." })
  cancelledAt!: Date | null;
}

export function toFlight(row: FlightRow): Flight {
  const { startsOn, endsOn, format, shape, version, cancelledAt } = row;
  return Object.assign(new Flight(), {
    id: toNodeId("Flight", row.id),
    row,
    ...{ startsOn, endsOn, format, shape, version, cancelledAt },
    hourWeights: row.hourWeights ?? [],
    plannedImpressions: row.impressions,
  });
}

@InputType({ description: "What is planned." })
export class FlightPlanInput {
  @Field(() => DateScalar, { description: "Its first day in the brand's zone." })
  startsOn!: string;

  @Field(() => DateScalar, { description: `Its last day, included; at most ${MAX_FLIGHT_DAYS} days in all.` })
  endsOn!: string;

  @Field(() => FlightFormatEnum, { description: "What kind of advertisement runs." })
  format!: FlightFormat;

  @Field(() => DeliveryShapeEnum, { defaultValue: "EVEN", description: "How the plan is spread over the days." })
  shape!: DeliveryShape;

  @Field(() => [Int], {
    nullable: true,
    description: `What each hour of the day is worth, from 0:00 on: 24 numbers from 0 to ${MAX_HOUR_WEIGHT} in thousandths of an average one. Absent: all alike.`,
  })
  hourWeights?: number[] | null;

  @Field(() => BigIntScalar, { nullable: true, description: "Planned impressions; this or plannedCost is given." })
  plannedImpressions?: bigint | null;

  @Field(() => MoneyInput, { nullable: true, description: "Planned spend in the brand's currency." })
  plannedCost?: MoneyInput | null;
}

@InputType({ description: "A new flight." })
export class PlanFlightInput extends FlightPlanInput {
  @Field(() => ID, {
    description: `The placement that runs; it has at most ${MAX_FLIGHTS} flights, no two on the same day.`,
  })
  placementId!: string;
}

const FlightUserError = userErrorType("Flight", {
  OVERLAPPING_FLIGHT: "Another flight of the placement runs on one of the days.",
  WRONG_STATE: "The flight was cancelled.",
});

@Access("EDIT_CAMPAIGNS")
@ObjectType({ description: "Answer of planFlight." })
export class PlanFlightPayload {
  @Field(() => Flight, { nullable: true, description: "The new flight; null when refused." })
  flight?: Flight | null;

  @Field(() => [FlightUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}

@Access("EDIT_CAMPAIGNS")
@ObjectType({ description: "Answer of changeFlight." })
export class ChangeFlightPayload {
  @Field(() => Flight, { nullable: true, description: "The flight as it is now; null when refused." })
  flight?: Flight | null;

  @Field(() => [FlightUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}

@Access("EDIT_CAMPAIGNS")
@ObjectType({ description: "Answer of cancelFlight." })
export class CancelFlightPayload {
  @Field(() => Flight, { nullable: true, description: "The flight as it is now; null when refused." })
  flight?: Flight | null;

  @Field(() => [FlightUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}

export const plannedCostOf = ({ costMinor }: FlightRow, currencyCode: string): Money | null =>
  costMinor === null ? null : moneyOf(costMinor, currencyCode);
