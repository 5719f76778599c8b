import DataLoader from "dataloader";
import type { EntityManager } from "typeorm";
import { newId } from "../../platform/ids";
import type { Database } from "../../platform/postgres/database";
import { once } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList, UserProblems } from "../../platform/user-error";
import type { CampaignService } from "../campaigns";
import { checkFlight } from "./check-flight";
import { type Flight, type FlightPlan, MAX_FLIGHTS } from "./flight";
import type { FlightStore } from "./flight.store";

/** Plans, changes and cancels flights. */
export class FlightService {
  constructor(
    private readonly database: Database,
    private readonly store: FlightStore,
    private readonly campaigns: CampaignService,
  ) {}

  /** A flight of a placement that the caller sees. */
  async find(context: RequestContext, id: string): Promise<Flight | null> {
    const [flight] = await this.store.findByIds(context, [id]);
    return flight && (await this.campaigns.placements(context).load(flight.placementId)) ? flight : null;
  }

  /** Those of visible placements that were not cancelled, in the order of their days. */
  ofPlacement(context: RequestContext): DataLoader<string, readonly Flight[]> {
    return context.memo(
      this.ofPlacement,
      () =>
        new DataLoader<string, readonly Flight[]>(async (placementIds) => {
          const flights = await this.store.findByPlacements(context, placementIds);
          return placementIds.map((id) => flights.filter(({ placementId }) => placementId === id));
        }),
    );
  }

  async ofCampaign(context: RequestContext, campaignId: string): Promise<readonly Flight[]> {
    const placements = await this.campaigns.placementsOfCampaign(context).load(campaignId);
    const flights = await this.ofPlacement(context).loadMany(placements.map(({ id }) => id));
    return flights
      .flatMap((found) => (found instanceof Error ? [] : found))
      .sort((a, b) => (a.startsOn < b.startsOn ? -1 : a.startsOn > b.startsOn ? 1 : 0));
  }

  async plan(
    context: RequestContext,
    placementId: string,
    plan: FlightPlan,
    idempotencyKey?: string | null,
  ): Promise<Flight> {
    if (!(await this.campaigns.placements(context).load(placementId)))
      throw UserProblems.one(
        "NOT_FOUND",
        ["input", "placementId"],
        "input.placementId must name a placement of this organisation; list them with campaign { placements }.",
      );
    const call = { key: idempotencyKey, mutation: "planFlight", request: inText(placementId, plan) };
    const id = await once(this.database, context, call, async (manager) => {
      await this.check(manager, placementId, plan, null);
      const flight = { ...plan, id: newId(context.clock.now()), placementId };
      await this.store.insert(manager, context, flight);
      return flight.id;
    });
    return this.reread(context, id, placementId);
  }

  /** The whole plan anew. */
  async change(context: RequestContext, id: string, plan: FlightPlan, expectedVersion: number): Promise<Flight> {
    const { placementId } = await this.require(context, id);
    const isDone = await this.database.withTenant(context, async (manager) => {
      await this.check(manager, placementId, plan, id);
      return this.store.change(manager, id, plan, expectedVersion);
    });
    return this.ended(context, { id, placementId, isDone, expectedVersion });
  }

  async cancel(context: RequestContext, id: string, expectedVersion: number): Promise<Flight> {
    const { placementId } = await this.require(context, id);
    const isDone = await this.database.withTenant(context, (manager) =>
      this.store.cancel(manager, id, expectedVersion, context.clock.now()),
    );
    return this.ended(context, { id, placementId, isDone, expectedVersion });
  }

  private async check(manager: EntityManager, placementId: string, plan: FlightPlan, id: string | null): Promise<void> {
    const problems = new ProblemList();
    checkFlight(problems, plan, ["input"]);
    await this.store.lockPlacement(manager, placementId);
    const others = await this.store.findOthers(manager, placementId, id);
    const met = others.find(({ startsOn, endsOn }) => startsOn <= plan.endsOn && plan.startsOn <= endsOn);
    if (met)
      problems.add(
        "OVERLAPPING_FLIGHT",
        ["input", "startsOn"],
        `A placement's flights must not share a day, but ${plan.startsOn} to ${plan.endsOn} meets ${met.startsOn} to ${met.endsOn}; change that one or choose other days.`,
      );
    if (others.length >= MAX_FLIGHTS)
      problems.add(
        "INVALID_INPUT",
        ["input", "placementId"],
        `A placement must have at most ${MAX_FLIGHTS} flights; cancel one, or change it.`,
      );
    problems.throwIfAny();
  }

  private async ended(
    context: RequestContext,
    change: {
      readonly id: string;
      readonly placementId: string;
      readonly isDone: boolean;
      readonly expectedVersion: number;
    },
  ): Promise<Flight> {
    const { id, placementId, isDone, expectedVersion } = change;
    const flight = await this.reread(context, id, placementId);
    if (isDone) return flight;
    if (flight.cancelledAt)
      throw UserProblems.one(
        "WRONG_STATE",
        ["id"],
        "A flight must not be cancelled to be changed, but this one is; plan another.",
      );
    throw UserProblems.one(
      "VERSION_CONFLICT",
      ["expectedVersion"],
      `expectedVersion must be the flight's current version ${flight.version}, but got ${expectedVersion}; read it again and repeat the change.`,
    );
  }

  private async require(context: RequestContext, id: string): Promise<Flight> {
    const flight = await this.find(context, id);
    if (flight) return flight;
    const message = "id must name a flight of this organisation; list them with campaign { flights }.";
    throw UserProblems.one("NOT_FOUND", ["id"], message);
  }

  private async reread(context: RequestContext, id: string, placementId: string): Promise<Flight> {
    this.ofPlacement(context).clear(placementId);
    return (await this.find(context, id))!;
  }
}

/** The request as JSON can hold it. */
const inText = (placementId: string, { impressions, costMinor, ...plan }: FlightPlan): unknown => ({
  ...plan,
  ...{ placementId, impressions: impressions?.toString() ?? null, costMinor: costMinor?.toString() ?? null },
});
