import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { EXPECTED_VERSION, IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { Money, type MoneyInput } from "../../graphql/money";
import { keyOf } from "../../graphql/node";
import { DateScalar, DateTimeScalar } from "../../graphql/scalars";
import { payload } from "../../graphql/user-errors";
import { parseMinor } from "../../platform/money";
import type { RequestContext } from "../../platform/request-context";
import { UserProblems } from "../../platform/user-error";
import type { CampaignService } from "../campaigns";
import { Campaign } from "../campaigns/campaign.types";
import { Placement, toPlacement } from "../campaigns/placement.types";
import type { FlightPlan } from "./flight";
import type { FlightService } from "./flight.service";
import {
  CancelFlightPayload,
  ChangeFlightPayload,
  COMPLETE_HOUR,
  Flight,
  FlightPlanInput,
  PlanFlightInput,
  PlanFlightPayload,
  plannedCostOf,
  toFlight,
} from "./flight.types";
import { curveOf } from "./flight-facts";
import {
  type CurveGrain,
  CurveGrainEnum,
  FlightCalendarDay,
  FlightCurvePoint,
  FlightPacing,
  HourlyDelivery,
  toCalendarDay,
  toCurvePoint,
  toFlightPacing,
  toHourlyDelivery,
} from "./flight-pacing.types";
import { type FlightReader, MAX_CALENDAR_DAYS, MAX_HOURS } from "./flight-reader";
import { HOUR_MS } from "./plan-hours";

const FLIGHT_ID = { description: "The flight." };

@Resolver()
export class FlightChangeResolver {
  constructor(
    private readonly flights: FlightService,
    private readonly campaigns: CampaignService,
  ) {}

  @Access("EDIT_CAMPAIGNS")
  @Mutation(() => PlanFlightPayload, { description: "Plans days on which a placement runs." })
  planFlight(
    @Ctx() context: RequestContext,
    @Arg("input", () => PlanFlightInput, { description: "The new flight." }) input: PlanFlightInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<PlanFlightPayload> {
    return payload(async () => {
      const placementId = keyOf("Placement", input.placementId, ["input", "placementId"]);
      const plan = await this.planOf(context, placementId, input);
      return { flight: toFlight(await this.flights.plan(context, placementId, plan, key)) };
    });
  }

  @Access("EDIT_CAMPAIGNS")
  @Mutation(() => ChangeFlightPayload, { description: "Plans a flight anew, as a whole." })
  changeFlight(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, FLIGHT_ID) id: string,
    @Arg("input", () => FlightPlanInput, { description: "The plan." }) input: FlightPlanInput,
    @Arg("expectedVersion", () => Int, EXPECTED_VERSION) expectedVersion: number,
  ): Promise<ChangeFlightPayload> {
    return payload(async () => {
      const key = keyOf("Flight", id, ["id"]);
      const placementId = (await this.flights.find(context, key))?.placementId ?? null;
      const plan = await this.planOf(context, placementId, input);
      return { flight: toFlight(await this.flights.change(context, key, plan, expectedVersion)) };
    });
  }

  @Access("EDIT_CAMPAIGNS")
  @Mutation(() => CancelFlightPayload, { description: "Takes a flight out of the calendar for good." })
  cancelFlight(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, FLIGHT_ID) id: string,
    @Arg("expectedVersion", () => Int, EXPECTED_VERSION) expectedVersion: number,
  ): Promise<CancelFlightPayload> {
    return payload(async () => ({
      flight: toFlight(await this.flights.cancel(context, keyOf("Flight", id, ["id"]), expectedVersion)),
    }));
  }

  private async planOf(
    context: RequestContext,
    placementId: string | null,
    { startsOn, endsOn, format, shape, hourWeights, plannedImpressions, plannedCost }: FlightPlanInput,
  ): Promise<FlightPlan> {
    const placement = placementId === null ? null : await this.campaigns.placements(context).load(placementId);
    const campaign = placement && (await this.campaigns.find(context, placement.campaignId));
    return {
      ...{ startsOn, endsOn, format, shape },
      hourWeights: hourWeights ?? null,
      impressions: plannedImpressions ?? null,
      costMinor: plannedCost == null || !campaign ? null : minorOf(plannedCost, campaign.currencyCode),
    };
  }
}

function minorOf(cost: MoneyInput, currencyCode: string): bigint {
  const minor = cost.currencyCode === currencyCode ? parseMinor(cost.amount, currencyCode) : null;
  if (minor !== null && minor > 0n) return minor;
  throw UserProblems.one(
    "INVALID_INPUT",
    ["input", "plannedCost"],
    `plannedCost must be an amount above 0 in whole minor units of ${currencyCode}, but got ${cost.amount} ${cost.currencyCode}.`,
  );
}

@Resolver(() => Flight)
export class FlightResolver {
  constructor(
    private readonly reader: FlightReader,
    private readonly campaigns: CampaignService,
  ) {}

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => Placement, { description: "The placement that runs." })
  async placement(@Ctx() context: RequestContext, @Root() { row }: Flight): Promise<Placement> {
    return toPlacement((await this.campaigns.placements(context).load(row.placementId))!);
  }

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => Money, { nullable: true, description: "Planned spend; null: not planned by it." })
  async plannedCost(@Ctx() context: RequestContext, @Root() { row }: Flight): Promise<Money | null> {
    const placement = await this.campaigns.placements(context).load(row.placementId);
    const campaign = await this.campaigns.find(context, placement!.campaignId);
    return plannedCostOf(row, campaign!.currencyCode);
  }

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => FlightPacing, { description: "What it delivered against its plan." })
  async pacing(
    @Ctx() context: RequestContext,
    @Root() { row }: Flight,
    @Arg("asOf", () => DateTimeScalar, {
      nullable: true,
      description: "As it was known at this instant, not after now; absent: now.",
    })
    asOf?: Date | null,
  ): Promise<FlightPacing> {
    const facts = await this.reader.facts(context, row, asOf ?? null);
    return toFlightPacing(facts, await this.reader.isOutdated(context, facts), context.clock.now());
  }

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => [FlightCurvePoint], {
    description: `Plan against delivery, both from its start (进度曲线). By hours at most the ${MAX_HOURS} that end with it or with the present one, by days all.`,
  })
  async curve(
    @Ctx() context: RequestContext,
    @Root() { row }: Flight,
    @Arg("grain", () => CurveGrainEnum, { description: "How far apart its points are." }) grain: CurveGrain,
  ): Promise<FlightCurvePoint[]> {
    const facts = await this.reader.facts(context, row, null);
    const { from, to } = facts.window;
    const last = facts.asOf < to ? new Date(Math.ceil(facts.asOf.getTime() / HOUR_MS) * HOUR_MS) : to;
    const first = new Date(Math.max(from.getTime(), last.getTime() - MAX_HOURS * HOUR_MS));
    const shown = grain === "DAY" ? facts.window : { from: first, to: last };
    return curveOf(facts, grain, shown).map((point) => toCurvePoint(point, facts.currencyCode));
  }

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => [HourlyDelivery], {
    description: `What was reported of its complete hours, oldest first; none where the placement reports by days. ${COMPLETE_HOUR}`,
  })
  async hourlyDelivery(
    @Ctx() context: RequestContext,
    @Root() { row }: Flight,
    @Arg("from", () => DateTimeScalar, { description: "Hours from this instant on." }) from: Date,
    @Arg("to", () => DateTimeScalar, { description: `Hours before this instant; at most ${MAX_HOURS} hours later.` })
    to: Date,
  ): Promise<HourlyDelivery[]> {
    const placement = await this.campaigns.placements(context).load(row.placementId);
    const campaign = await this.campaigns.find(context, placement!.campaignId);
    const hours = await this.reader.hours(context, row, { from, to });
    return hours.map((hour) => toHourlyDelivery(hour, campaign!.currencyCode));
  }
}

@Resolver(() => Campaign)
export class CampaignFlightsResolver {
  constructor(
    private readonly service: FlightService,
    private readonly reader: FlightReader,
  ) {}

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => [Flight], {
    description: "The flights of its placements that were not cancelled, in the order of their days.",
  })
  async flights(@Ctx() context: RequestContext, @Root() { campaignId }: Campaign): Promise<Flight[]> {
    return (await this.service.ofCampaign(context, campaignId)).map(toFlight);
  }

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => [FlightCalendarDay], {
    description: `Its flights day by day (排期表), at most ${MAX_CALENDAR_DAYS} days.`,
  })
  async flightCalendar(
    @Ctx() context: RequestContext,
    @Root() { campaignId }: Campaign,
    @Arg("from", () => DateScalar, { description: "First day, of the brand's zone." }) from: string,
    @Arg("to", () => DateScalar, { description: "Last day, included." }) to: string,
  ): Promise<FlightCalendarDay[]> {
    return (await this.reader.calendar(context, campaignId, { from, to })).map(toCalendarDay);
  }
}

@Resolver(() => Placement)
export class PlacementFlightsResolver {
  constructor(private readonly service: FlightService) {}

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => [Flight], { description: "Its flights that were not cancelled, in the order of their days." })
  async flights(@Ctx() context: RequestContext, @Root() { placementId }: Placement): Promise<Flight[]> {
    return (await this.service.ofPlacement(context).load(placementId)).map(toFlight);
  }
}
