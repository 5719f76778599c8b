import { RoaringBitmap32 } from "roaring";
import type { RequestContext } from "../../platform/request-context";
import { UserProblems } from "../../platform/user-error";
import type { AccessService, QuestionBudget } from "../access";
import type { AudiencePack, AudienceService, PackBuild } from "../audiences";
import type { PeopleIds } from "../people";
import type { ActivatedPeopleStore } from "./activated-people.store";
import { NOTHING_TO_SEND, type PushMode, type PushPlan, planShipment, type ShipmentPlan } from "./activation-plan";
import type { AudiencePush } from "./audience-push";
import type { AudiencePushStore } from "./audience-push.store";
import type { DestinationService } from "./destination.service";
import type { StoredDestination } from "./destination.store";
import type { MemberSelection } from "./member-selection";

export interface PushRequest {
  readonly audiencePackId: string;
  readonly connectorId: string;
  readonly mode: PushMode;
}

export type BuiltPack = AudiencePack & { readonly build: PackBuild };

/** A push that could begin. */
export interface PlannedPush {
  readonly pack: BuiltPack;
  readonly destination: StoredDestination;
  readonly base: AudiencePush | null;
  readonly plan: PushPlan;
  /** Who is at the destination afterwards. */
  readonly people: RoaringBitmap32;
  /** The connector's, or the organisation's threshold for small groups where that is more. */
  readonly minimum: number;
}

/** Where in the call the pack and the connector stand. */
export interface PushPaths {
  readonly pack: readonly string[];
  readonly connector: readonly string[];
}

export interface PushPlannerParts {
  readonly access: AccessService;
  readonly questions: QuestionBudget;
  readonly packs: AudienceService;
  readonly destinations: DestinationService;
  readonly selection: MemberSelection;
  readonly ids: PeopleIds;
  readonly people: ActivatedPeopleStore;
  readonly pushes: AudiencePushStore;
}

/** Works out what a push sends. */
export class PushPlanner {
  constructor(private readonly parts: PushPlannerParts) {}

  async plan(
    context: RequestContext,
    { audiencePackId, connectorId, mode }: PushRequest,
    paths: PushPaths,
  ): Promise<PlannedPush> {
    const { access, questions, packs, destinations, selection, pushes } = this.parts;
    const pack = requireBuilt(await packs.requirePack(context, audiencePackId, paths.pack), paths.pack);
    const destination = await destinations.require(context, connectorId, paths.connector);
    if (destination.isSuspended) throw suspended(destination.name, paths.connector);
    const { people, dropped, listHash } = await selection.select(context, pack, destination.namespace);
    const { smallGroupThreshold } = await access.ownOrganisation(context);
    const minimum = Math.max(destination.minimumPeople, smallGroupThreshold);
    // The minimum, too, is asked about: a push is refused by the exact count, which trying minimums would find.
    await questions.spend(context, { figure: "PUSH", build: pack.build.id, connectorId, mode, minimum, listHash });
    const base = mode === "DELTA" ? await pushes.findLastFinished(context, audiencePackId, connectorId) : null;
    const before = base ? await this.parts.people.find(base.id) : new RoaringBitmap32();
    const entered = RoaringBitmap32.andNot(people, before);
    const left = RoaringBitmap32.andNot(before, people);
    const plan: PushPlan = {
      people: people.size,
      dropped,
      entered: mode === "DELTA" ? entered.size : null,
      left: mode === "DELTA" ? left.size : null,
      add: await this.shipment(context, entered, destination),
      remove: await this.shipment(context, left, destination),
    };
    return { pack, destination, base, plan, people, minimum };
  }

  private async shipment(
    context: RequestContext,
    people: RoaringBitmap32,
    destination: StoredDestination,
  ): Promise<ShipmentPlan> {
    if (people.isEmpty) return NOTHING_TO_SEND;
    const { destinations, ids } = this.parts;
    const chosen = await ids.choose(context, people);
    try {
      return planShipment(await chosen.held(destination.namespace), destinations.open(destination).chunkBytes);
    } finally {
      await chosen.close();
    }
  }
}

export function requireBuilt(pack: AudiencePack, field: readonly string[]): BuiltPack {
  if (pack.build && (pack.state === "BUILT" || pack.state === "FROZEN")) return pack as BuiltPack;
  const message = `A pack must be BUILT or FROZEN for its members to leave, but "${pack.name}" is ${pack.state}; build it first.`;
  throw UserProblems.one("PACK_NOT_BUILT", field, message);
}

/** The sentence tells no count: how far below is nobody's business. */
export const belowMinimum = (minimum: number, field: readonly string[]): UserProblems =>
  UserProblems.one(
    "BELOW_MINIMUM",
    field,
    `At least ${minimum} people must be able to leave, but fewer of the pack can; see dropped in a dry run, or widen its rules.`,
  );

const suspended = (name: string, field: readonly string[]): UserProblems =>
  UserProblems.one(
    "CONNECTOR_SUSPENDED",
    field,
    `The connector must be in use, but "${name}" is suspended; take it up again with changeConnector.`,
  );
