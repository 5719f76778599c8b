import xxhash from "xxhash-wasm";
import type { Identity } from "../people";
import type { CheckedTouchpoint, TouchpointColumns } from "./touchpoint";

/** A checked touchpoint as the intake protocol handles it: keyed, hashed and ready to be written. */
export interface SealedTouchpoint {
  /** UTC day, e.g. 2025-11-11: with source and event id the key of the event. */
  readonly day: string;
  readonly eventId: string;
  readonly eventHash: bigint;
  /** Tells a duplicate from a conflict. */
  readonly payloadHash: bigint;
  readonly columns: TouchpointColumns;
  readonly identities: readonly Identity[];
  readonly platform: string;
  /** 0: none; so is a category's. */
  readonly brandId: number;
  readonly categoryId: number;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly occurredAt: number;
}

export type Seal = (touchpoint: CheckedTouchpoint) => SealedTouchpoint;

const DAY_MS = 86_400_000;

/** Makes the function that seals; XXH64 guards against accidents, not against a sender who wants a collision with itself. */
export async function createSeal(): Promise<Seal> {
  const { h64 } = await xxhash();
  const days = new Map<number, string>();
  const dayOf = (time: number): string => {
    const number = Math.floor(time / DAY_MS);
    let day = days.get(number);
    if (day === undefined) {
      day = new Date(number * DAY_MS).toISOString().slice(0, 10);
      days.set(number, day);
    }
    return day;
  };
  return ({ columns, identities }) => {
    const json = JSON.stringify(columns);
    const people = identities.map((identity) => `${identity.namespace}\u0000${identity.value}`).join("\u0000");
    return {
      day: dayOf(columns.occurred_at),
      eventId: columns.event_id,
      eventHash: h64(columns.event_id),
      payloadHash: h64(`${json}${people}`),
      columns,
      identities,
      platform: columns.platform,
      brandId: columns.brand_id,
      categoryId: columns.category_id ?? 0,
      occurredAt: columns.occurred_at,
    };
  };
}
