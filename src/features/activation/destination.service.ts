import type { Connector, ConnectorKind, ConnectorVendor } from "../../connectors/connector";
import { DestinationError } from "../../connectors/connector";
import { newId } from "../../platform/ids";
import type { Database } from "../../platform/postgres/database";
import { once } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import type { SecretBox } from "../../platform/secret-box";
import { ProblemList, UserProblems } from "../../platform/user-error";
import type { AccessService } from "../access";
import type { BrandService } from "../brands";
import { checkDestination } from "./check-destination";
import type { Destination, DestinationChange, NewDestination } from "./destination";
import type { DestinationStore, StoredDestination } from "./destination.store";

/** Most connectors of an organisation. */
export const MAX_CONNECTORS = 50;

export interface DestinationServiceParts {
  readonly database: Database;
  readonly store: DestinationStore;
  readonly access: AccessService;
  readonly brands: BrandService;
  readonly vendors: ReadonlyMap<ConnectorKind, ConnectorVendor>;
  readonly box: SecretBox;
}

export interface Registered {
  readonly destination: Destination;
  /** What a webhook's receiver checks signatures with; null of other kinds. */
  readonly signingSecret: string | null;
}

/** An organisation's connectors: where its packs may go. */
export class DestinationService {
  constructor(private readonly parts: DestinationServiceParts) {}

  async register(context: RequestContext, input: NewDestination, idempotencyKey?: string): Promise<Registered> {
    const { database, store, access, brands, vendors, box } = this.parts;
    const problems = new ProblemList();
    checkDestination(problems, input, { vendors, namespaces: await brands.namespaces() });
    const { credentials, ...told } = input;
    const request = { ...told, accessKeyId: credentials?.accessKeyId ?? null };
    const call = { key: idempotencyKey, mutation: "registerConnector", request };
    const id = await once(database, context, call, async (manager) => {
      problems.throwIfAny();
      if ((await store.countLocked(manager, context)) >= MAX_CONNECTORS) throw tooMany();
      const id = newId(context.clock.now());
      const sealedSecret = credentials && box.seal(id, JSON.stringify(credentials));
      const row = { ...told, id, sealedSecret, isSuspended: false, version: 1, createdAt: context.clock.now() };
      if (!(await store.insert(manager, context, row))) throw nameTaken(input.name);
      await access.audit(manager, context, "registerConnector", `Connector:${id}`, request);
      return id;
    });
    const destination = (await this.find(context, id))!;
    return { destination, signingSecret: destination.kind === "WEBHOOK" ? this.secretOf(destination) : null };
  }

  async change(
    context: RequestContext,
    { id, version }: { readonly id: string; readonly version: number },
    change: DestinationChange,
  ): Promise<Destination> {
    const { database, store, access } = this.parts;
    const destination = await this.require(context, id, ["id"]);
    const problems = new ProblemList();
    if (change.minimumPeople !== undefined && change.minimumPeople < 1)
      problems.add(
        "INVALID_INPUT",
        ["input", "minimumPeople"],
        `minimumPeople must be at least 1, but got ${change.minimumPeople}.`,
      );
    problems.throwIfAny();
    const isDone = await database.withTenant(context, async (manager) => {
      if (!(await store.update(manager, { id, version }, change))) return false;
      await access.audit(manager, context, "changeConnector", `Connector:${id}`, change);
      return true;
    });
    if (!isDone) throw versionConflict((await this.find(context, id)) ?? destination, version);
    return (await this.find(context, id))!;
  }

  /** Asks the destination whether it answers; null: it does, else what it said. */
  async check(context: RequestContext, id: string): Promise<string | null> {
    const destination = await this.require(context, id, ["id"]);
    try {
      await this.open(destination).check();
      return null;
    } catch (error) {
      if (error instanceof DestinationError) return error.message;
      throw error;
    }
  }

  async find(context: RequestContext, id: string): Promise<StoredDestination | null> {
    return (await this.parts.store.findByIds(context, [id]))[0] ?? null;
  }

  all(context: RequestContext): Promise<readonly Destination[]> {
    return this.parts.store.findAll(context);
  }

  async require(context: RequestContext, id: string, field: readonly string[]): Promise<StoredDestination> {
    const found = await this.find(context, id);
    if (found) return found;
    const message = `${field.join(".")} must name a connector of this organisation; list them with connectors.`;
    throw UserProblems.one("NOT_FOUND", field, message);
  }

  open(destination: StoredDestination): Connector {
    const { address } = destination;
    return this.parts.vendors.get(destination.kind)!.open({ address, secret: this.secretOf(destination) });
  }

  private secretOf({ id, sealedSecret }: StoredDestination): string {
    const { box } = this.parts;
    return sealedSecret === null ? `vgwh_${box.derive(`connector\u0000${id}`)}` : box.open(id, sealedSecret);
  }
}

const nameTaken = (name: string): UserProblems =>
  UserProblems.one(
    "NAME_TAKEN",
    ["input", "name"],
    `name must be new among the organisation's connectors, but "${name}" exists; choose another.`,
  );

const tooMany = (): UserProblems =>
  UserProblems.one(
    "INVALID_INPUT",
    ["input"],
    `An organisation must have at most ${MAX_CONNECTORS} connectors, but has so many; use one of them.`,
  );

const versionConflict = ({ version }: Destination, expected: number): UserProblems =>
  UserProblems.one(
    "VERSION_CONFLICT",
    ["expectedVersion"],
    `expectedVersion must be the connector's current version ${version}, but got ${expected}; read it again and repeat the change.`,
  );
