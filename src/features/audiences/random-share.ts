import { createHash } from "node:crypto";
import { type RandomShareRule, SHARE_PARTS } from "../../engines/segmentation/person-rule";
import type { ShareQuery } from "./person-leaf-query";

/** Numbers are asked for in steps of a million, so that newcomers leave what is known of a share alone. */
const STEP = 1 << 20;

/** The two halves of the SipHash key that a salt gives within an organisation; UInt64, decimal. */
export function shareKey(organisationId: string, salt: string): readonly [string, string] {
  const key = createHash("sha256").update(`${organisationId}\u0000${salt}`).digest();
  return [key.readBigUInt64LE(0).toString(), key.readBigUInt64LE(8).toString()];
}

/** The part of a person, 0 to 999, in SQL over `ordinal` with the parameters `k0` and `k1`, the halves of the key. */
export const PART_OF_PERSON = `sipHash64Keyed(({k0:UInt64}, {k1:UInt64}), ordinal) % ${SHARE_PARTS}`;

/**
 * A random order of everybody, as far as it can stay the same: the part of a person is SipHash-2-4 of the person's number modulo
 * 1000, under a key that the organisation and the salt give. So one salt draws the same people on every day and for every brand
 * of an organisation, and another salt, or another organisation, draws independently. Of two people who turn out to be one, the
 * one whose number stays keeps the part; who is split off gets a number, and so a part, of his own.
 */
export function shareQuery(
  { salt, from, to }: RandomShareRule,
  { organisationId, nextOrdinal }: { readonly organisationId: string; readonly nextOrdinal: number },
): ShareQuery {
  return {
    kind: "SHARE",
    key: shareKey(organisationId, salt),
    from,
    to,
    bound: Math.ceil(nextOrdinal / STEP) * STEP,
  };
}
