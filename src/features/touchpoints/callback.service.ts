import DataLoader from "dataloader";
import type { Database } from "../../platform/postgres/database";
import { once } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import { UserProblems } from "../../platform/user-error";
import type { AccessService } from "../access";
import type { CallbackState, CallbackStore } from "./callback.store";
import { readCallbackMapping } from "./callback-mapping";
import { type CallbackSecrets, previousValidUntil } from "./callback-secret";
import type { TouchpointService } from "./touchpoint.service";
import type { TouchpointSource } from "./touchpoint.store";

export interface RotatedSecret {
  readonly source: TouchpointSource;
  readonly secret: string;
  /** Null: there was no former secret. */
  readonly previousValidUntil: Date | null;
}

export interface CallbackServiceParts {
  readonly database: Database;
  readonly store: CallbackStore;
  readonly secrets: CallbackSecrets;
  readonly touchpoints: TouchpointService;
  readonly access: AccessService;
}

/** How an organisation sets its sources up for callbacks. */
export class CallbackService {
  constructor(private readonly parts: CallbackServiceParts) {}

  /** Null for a source of another organisation. Sources of one answer are read together, but none is kept: mutations follow. */
  find(context: RequestContext, sourceId: number): Promise<CallbackState | null> {
    const loader = context.memo(
      this,
      () => new DataLoader((ids: readonly number[]) => this.parts.store.findOwnByIds(context, ids), { cache: false }),
    );
    return loader.load(sourceId);
  }

  /** Makes the next secret; a retry answers the same one, which no row keeps. */
  async rotate(context: RequestContext, sourceId: number, idempotencyKey?: string): Promise<RotatedSecret> {
    const { database, store, secrets, access } = this.parts;
    const source = await this.ownSource(context, sourceId);
    const call = { key: idempotencyKey, mutation: "rotateCallbackSecret", request: { sourceId } };
    const { version, at } = await once(database, context, call, async (manager) => {
      const version = await store.rotate(manager, context, sourceId);
      await access.audit(manager, context, "rotateCallbackSecret", `TouchpointSource:${sourceId}`, { version });
      return { version, at: context.clock.now().toISOString() };
    });
    return {
      source,
      secret: secrets.secretOf(sourceId, version),
      previousValidUntil: version > 1 ? previousValidUntil(new Date(at)) : null,
    };
  }

  /** Null takes the mapping away. */
  async setMapping(context: RequestContext, sourceId: number, text: string | null): Promise<TouchpointSource> {
    const { database, store, access } = this.parts;
    const source = await this.ownSource(context, sourceId);
    const mapping = text === null ? null : readCallbackMapping(text, source);
    await database.withTenant(context, async (manager) => {
      await store.saveMapping(manager, context, sourceId, mapping);
      await access.audit(manager, context, "setCallbackMapping", `TouchpointSource:${sourceId}`, { mapping });
    });
    return source;
  }

  private async ownSource(context: RequestContext, id: number): Promise<TouchpointSource> {
    const source = await this.parts.touchpoints.findOwnSource(context, { id });
    if (source) return source;
    throw UserProblems.one(
      "NOT_FOUND",
      ["sourceId"],
      "sourceId must name a source of this organisation; make one with createTouchpointSource.",
    );
  }
}
