import { createHash } from "node:crypto";
import type { EntityManager } from "typeorm";
import type { RequestContext } from "../request-context";
import { RequestError } from "../user-error";
import type { Database } from "./database";

export interface IdempotentCall {
  /** Null: the caller gave none and every call is a new one. */
  readonly key: string | null | undefined;
  readonly mutation: string;
  /** All that the caller asked for; the same key with anything else is refused. */
  readonly request: unknown;
}

/** Longest key: as the field does it (255), so that keys made for other APIs fit. */
const MAX_KEY_LENGTH = 255;

/**
 * Runs `effect` at most once per (organisation, key), in one transaction with the key's row: a retry gets the first
 * result back, a concurrent retry waits for it, and the same key with another request is refused.
 */
export async function once<T>(
  database: Database,
  context: RequestContext,
  call: IdempotentCall,
  effect: (manager: EntityManager) => Promise<T>,
): Promise<T> {
  if (call.key == null) return database.withTenant(context, effect);
  const { key } = call;
  const requestHash = checkCall(key, call);
  return database.withTenant(context, async (manager) => {
    if (!(await claim(manager, context, call, requestHash))) return replay<T>(manager, key, requestHash);
    const result = await effect(manager);
    await manager.query("/* idempotency.record */ UPDATE idempotency_key SET result = $2 WHERE key = $1", [
      key,
      JSON.stringify(result ?? null),
    ]);
    return result;
  });
}

/**
 * The same for an effect that spans stores and may be repeated without harm: the answer of whoever ends first is kept,
 * and every retry gets that one.
 */
export async function replayable<T>(
  database: Database,
  context: RequestContext,
  call: IdempotentCall,
  effect: () => Promise<T>,
): Promise<T> {
  if (call.key == null) return effect();
  const { key } = call;
  const requestHash = checkCall(key, call);
  const earlier = await database.withTenant(context, async (manager) =>
    (await claim(manager, context, call, requestHash)) ? null : replay<T | null>(manager, key, requestHash),
  );
  if (earlier !== null) return earlier;
  const result = await effect();
  const [rows]: [{ result: T }[]] = await database.withTenant(context, (manager) =>
    manager.query(
      "/* idempotency.keepFirst */ UPDATE idempotency_key SET result = coalesce(result, $2) WHERE key = $1 RETURNING result",
      [key, JSON.stringify(result)],
    ),
  );
  return rows[0]!.result;
}

function checkCall(key: string, call: IdempotentCall): string {
  if (key.length === 0 || key.length > MAX_KEY_LENGTH) {
    throw new RequestError(
      "BAD_USER_INPUT",
      `idempotencyKey must have 1 to ${MAX_KEY_LENGTH} characters, but got ${key.length}.`,
    );
  }
  return createHash("sha256")
    .update(JSON.stringify([call.mutation, call.request]))
    .digest("hex");
}

/** True when the key is new; a concurrent call under the same key is waited for. */
async function claim(
  manager: EntityManager,
  context: RequestContext,
  call: IdempotentCall,
  requestHash: string,
): Promise<boolean> {
  const rows: unknown[] = await manager.query(
    `/* idempotency.claim */ INSERT INTO idempotency_key (organisation_id, key, mutation, request_hash, created_at)
     VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING key`,
    [context.organisationId, call.key, call.mutation, requestHash, context.clock.now()],
  );
  return rows.length === 1;
}

async function replay<T>(manager: EntityManager, key: string, requestHash: string): Promise<T> {
  const [row]: { request_hash: string; result: T; mutation: string }[] = await manager.query(
    "/* idempotency.replay */ SELECT request_hash, result, mutation FROM idempotency_key WHERE key = $1",
    [key],
  );
  if (row?.request_hash !== requestHash) {
    throw new RequestError(
      "IDEMPOTENCY_KEY_REUSED",
      `idempotencyKey "${key}" was used for another ${row?.mutation ?? "call"}; send a new key with a new request.`,
    );
  }
  return row.result;
}
