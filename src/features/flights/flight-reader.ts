import { DateTime } from "luxon";
import type { RequestContext } from "../../platform/request-context";
import { RequestError } from "../../platform/user-error";
import type { Brand, BrandService } from "../brands";
import type { CampaignService, Period, ReportedDelivery } from "../campaigns";
import { type Flight, LATE_HOURS } from "./flight";
import type { FlightService } from "./flight.service";
import { completeEnd, type FlightFacts } from "./flight-facts";
import { HOUR_MS, planHours, windowOfDays } from "./plan-hours";

export const MAX_CALENDAR_DAYS = 92;
/** Hours that one answer lists: a month. */
export const MAX_HOURS = 744;

/** A flight on one day of the calendar; null: not planned by it, or nothing reported. */
export interface CalendarLine {
  readonly flight: Flight;
  readonly currencyCode: string;
  readonly plannedImpressions: number | null;
  readonly plannedCost: number | null;
  readonly impressions: bigint | null;
  readonly costMinor: bigint | null;
}

export interface CalendarDay {
  readonly day: string;
  readonly lines: readonly CalendarLine[];
}

/** Reads what flights delivered against what was planned. */
export class FlightReader {
  constructor(
    private readonly flights: FlightService,
    private readonly campaigns: CampaignService,
    private readonly brands: BrandService,
  ) {}

  /** As it was known at `asOf`; absent: now. */
  async facts(context: RequestContext, flight: Flight, asOf: Date | null): Promise<FlightFacts> {
    const now = context.clock.now();
    const at = asOf ?? now;
    if (at > now) throw new RequestError("BAD_USER_INPUT", `asOf must not be after now, but got ${at.toISOString()}.`);
    const brand = await this.brandOf(context, flight);
    const window = windowOfDays(flight.startsOn, flight.endsOn, brand.zone);
    const reported = await this.campaigns.reported(context, [flight.placementId], window, at);
    return {
      ...{ flight, window, reported, asOf: at, currencyCode: brand.currencyCode },
      hours: planHours(window, brand.zone, flight),
      completeUntil: completeEnd(reported, window, { asOf: at, lateHours: LATE_HOURS }),
    };
  }

  isOutdated(context: RequestContext, { flight, window, asOf, completeUntil }: FlightFacts): Promise<boolean> {
    const question = { placementIds: [flight.placementId], from: window.from, to: completeUntil, knownAt: asOf };
    return this.campaigns.isOutdated(context).load(question);
  }

  /** Complete hours between the instants, of placements that report by hours. */
  async hours(context: RequestContext, flight: Flight, { from, to }: Period): Promise<readonly ReportedDelivery[]> {
    if (!(from < to) || to.getTime() - from.getTime() > MAX_HOURS * HOUR_MS)
      throw new RequestError(
        "BAD_USER_INPUT",
        `to must lie after from and at most ${MAX_HOURS} hours later, but got ${from.toISOString()} to ${to.toISOString()}.`,
      );
    const { reported, completeUntil } = await this.facts(context, flight, null);
    return reported.filter(
      (report) =>
        report.to.getTime() - report.from.getTime() === HOUR_MS &&
        report.from >= from &&
        report.to <= to &&
        report.to <= completeUntil,
    );
  }

  /** The days of a campaign with the flights that run on each; days of the brand's zone, both ends included. */
  async calendar(
    context: RequestContext,
    campaignId: string,
    { from, to }: { readonly from: string; readonly to: string },
  ): Promise<readonly CalendarDay[]> {
    const days = DateTime.fromISO(to).diff(DateTime.fromISO(from), "days").days + 1;
    if (days < 1 || days > MAX_CALENDAR_DAYS)
      throw new RequestError(
        "BAD_USER_INPUT",
        `to must be from (${from}) or one of the ${MAX_CALENDAR_DAYS - 1} days after it, but got ${to}.`,
      );
    const flights = await this.flights.ofCampaign(context, campaignId);
    const shown = flights.filter(({ startsOn, endsOn }) => startsOn <= to && from <= endsOn);
    const lines = (await Promise.all(shown.map((flight) => this.linesOf(context, flight)))).flat();
    return Array.from({ length: days }, (_, place) => {
      const day = DateTime.fromISO(from).plus({ days: place }).toISODate()!;
      return { day, lines: lines.flatMap((line) => (line.day === day ? [line.line] : [])) };
    });
  }

  private async linesOf(
    context: RequestContext,
    flight: Flight,
  ): Promise<readonly { readonly day: string; readonly line: CalendarLine }[]> {
    const { hours, reported, currencyCode, completeUntil } = await this.facts(context, flight, null);
    const whole = hours.weights.reduce((sum, weight) => sum + weight, 0);
    return [...new Set(hours.days)].map((day) => {
      const places = hours.days.flatMap((one, place) => (one === day ? [place] : []));
      const share = places.reduce((sum, place) => sum + hours.weights[place]!, 0) / whole;
      const starts = new Set(places.map((place) => hours.starts[place]!));
      const told = reported.filter(({ from, to }) => starts.has(from.getTime()) && to <= completeUntil);
      const sum = (key: "impressions" | "costMinor"): bigint | null =>
        told.length === 0 ? null : told.reduce((all, report) => all + report[key], 0n);
      const planned = (total: bigint | null): number | null => (total === null ? null : Number(total) * share);
      const line = {
        ...{ flight, currencyCode },
        plannedImpressions: planned(flight.impressions),
        plannedCost: planned(flight.costMinor),
        impressions: sum("impressions"),
        costMinor: sum("costMinor"),
      };
      return { day, line };
    });
  }

  private async brandOf(context: RequestContext, { placementId }: Flight): Promise<Brand> {
    const placement = await this.campaigns.placements(context).load(placementId);
    const campaign = await this.campaigns.campaigns(context).load(placement!.campaignId);
    return (await this.brands.findGranted(context, campaign!.brandId))!;
  }
}
