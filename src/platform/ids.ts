import { randomBytes } from "node:crypto";

/** A clock that is set back by more is believed; by less, ids go on from the latest instant until it has caught up. */
export const MAX_CLOCK_STEP_BACK_MS = 10_000;
const COUNTER_END = 2 ** 12;

/**
 * Makes UUIDs of version 7 (RFC 9562): 48 bits of Unix milliseconds first, so that keys of one table grow with time. Ids of one
 * sequence also grow within a millisecond and while the clock is a little behind, by a counter of 12 bits (section 6.2, method 1):
 * it starts in each millisecond by chance in its lower half, and where it is full the next millisecond begins. The other 62 bits
 * are chance. Of several processes, ids of one millisecond have no order.
 */
export function idSequence(random: (bytes: number) => Buffer = randomBytes): (now: Date) => string {
  let latest = Number.NEGATIVE_INFINITY;
  let counter = 0;
  return (now) => {
    const instant = now.getTime();
    const bytes = random(16);
    if (instant > latest || latest - instant > MAX_CLOCK_STEP_BACK_MS) {
      latest = instant;
      counter = bytes.readUInt16BE(6) % (COUNTER_END / 2);
    } else if (++counter === COUNTER_END) {
      latest++;
      counter = 0;
    }
    bytes.writeUIntBE(latest, 0, 6);
    bytes.writeUInt16BE(0x7000 | counter, 6);
    bytes[8] = (bytes[8]! & 0x3f) | 0x80;
    const hex = bytes.toString("hex");
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  };
}

/** The ids of this process, in the order in which they were made. */
export const newId = idSequence();
