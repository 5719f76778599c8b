import { createHash } from "node:crypto";
import { sipHash24 } from "../audiences/rules/sip-hash";

/** The part, 0 to 999, that a person's number has in an experiment's draw: by the paper's hash and none of the code under test. */
export function partOf(organisationId: string, experimentId: string): (ordinal: number) => number {
  const uuid = Buffer.from(experimentId, "base64url").toString("utf8").split(":")[1];
  const key = createHash("sha256").update(`${organisationId}\u0000experiment ${uuid}`).digest();
  return (ordinal) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(ordinal);
    return Number(sipHash24(key.readBigUInt64LE(0), key.readBigUInt64LE(8), bytes) % 1000n);
  };
}
