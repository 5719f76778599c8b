import xxhash from "xxhash-wasm";
import type { EventKey } from "./plane.store";
import type { CheckedTouchpoint } from "./touchpoint";

export type KeyOf = (touchpoint: CheckedTouchpoint) => EventKey;

const DAY_MS = 86_400_000;

/** Makes the function that keys events; XXH64 guards against accidents, not against a sender who wants a collision with itself. */
export async function createEventKeyer(): Promise<KeyOf> {
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
  return ({ columns, identities }) => ({
    day: dayOf(columns.occurred_at),
    eventId: columns.event_id,
    eventHash: h64(columns.event_id),
    payloadHash: h64(JSON.stringify([columns, identities])),
  });
}
