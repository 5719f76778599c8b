import { hash } from "node:crypto";
import type { SeededRandom } from "../../engines/numeric/seeded-random";

/** Of every person the ready-made ends of a row, `,"device":"d..."` and `,"pin":"..."`, one after the other in ASCII. */
export interface IdentityFields {
  readonly bytes: Uint8Array;
}

export const DEVICE_LENGTH = ',"device":"d0123456789abcdef"'.length;
export const PIN_LENGTH = ',"pin":""'.length + 64;
export const IDENTITY_LENGTH = DEVICE_LENGTH + PIN_LENGTH;

export function createIdentityFields(people: number, random: SeededRandom): IdentityFields {
  const salt = random.uint32();
  const bytes = Buffer.alloc(people * IDENTITY_LENGTH);
  for (let person = 0; person < people; person += 1) {
    const device = `d${hex32(random.uint32())}${hex32(scatter(person))}`;
    const pin = hash("sha256", `${salt} ${person}`);
    bytes.write(`,"device":"${device}","pin":"${pin}"`, person * IDENTITY_LENGTH, "latin1");
  }
  return { bytes };
}

/** Multiplying by an odd number is a bijection modulo 2^32: no two people get the same device. */
function scatter(person: number): number {
  return Math.imul(person, 0x9e3779b1) >>> 0;
}

function hex32(word: number): string {
  return word.toString(16).padStart(8, "0");
}
