import { createHmac, timingSafeEqual } from "node:crypto";
import { CallbackError } from "./callback.errors";

export const SIGNATURE_HEADER = "X-Valuegraph-Signature";

/** How far a sender's clock may be off, and how long a callback that somebody recorded can be sent again. */
const WINDOW_SECONDS = 300;

/** What a sender says: `t=<unix seconds>,v1=<hex>`, several v1 while it changes over to a new secret. */
export interface Signature {
  readonly seconds: string;
  readonly digests: readonly Buffer[];
}

/** Reads the header and refuses a time outside of the window, so that no body is read for it. */
export function readSignature(header: string | undefined, now: Date): Signature {
  const parts = (header ?? "").split(",").map((part) => part.trim());
  const values = (name: string): readonly string[] =>
    parts.filter((part) => part.startsWith(`${name}=`)).map((part) => part.slice(name.length + 1));
  const seconds = values("t")[0] ?? "";
  const digests = values("v1").filter((digest) => /^[0-9a-f]{64}$/i.test(digest));
  if (!/^\d{1,12}$/.test(seconds) || digests.length === 0) {
    throw new CallbackError(
      "BAD_SIGNATURE",
      `${SIGNATURE_HEADER} must be t=<unix seconds>,v1=<64 hexadecimal digits>, but is ${header ? "not" : "absent"}.`,
    );
  }
  const off = Math.round(now.getTime() / 1000) - Number(seconds);
  if (Math.abs(off) > WINDOW_SECONDS) {
    const side = off > 0 ? "behind" : "ahead";
    throw new CallbackError(
      "SIGNATURE_EXPIRED",
      `t must be within ${WINDOW_SECONDS} s of this server's clock, but is ${Math.abs(off)} s ${side}; sign again.`,
    );
  }
  return { seconds, digests: digests.map((digest) => Buffer.from(digest, "hex")) };
}

/** Whether one of the secrets made one of the digests over `<t>.<raw body>`. */
export function isSigned({ seconds, digests }: Signature, body: Buffer, secrets: readonly string[]): boolean {
  let isSigned = false;
  for (const secret of secrets) {
    const expected = createHmac("sha256", secret).update(`${seconds}.`).update(body).digest();
    for (const digest of digests) if (timingSafeEqual(expected, digest)) isSigned = true;
  }
  return isSigned;
}
