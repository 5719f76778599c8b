import { createHmac, timingSafeEqual } from "node:crypto";

/** Paths on this server that whoever holds one may fetch until an instant. */
export class SignedPaths {
  constructor(private readonly installKey: string) {}

  sign(path: string, validUntil: Date): string {
    const expires = Math.floor(validUntil.getTime() / 1000);
    return `${path}?expires=${expires}&signature=${this.digest(path, String(expires)).toString("hex")}`;
  }

  /** EXPIRED is said of a path that was signed; of any other nothing is. */
  check(
    path: string,
    query: { readonly expires?: string; readonly signature?: string },
    now: Date,
  ): "VALID" | "EXPIRED" | "FORGED" {
    const { expires = "", signature = "" } = query;
    if (!/^\d{1,12}$/.test(expires) || !/^[0-9a-f]{64}$/.test(signature)) return "FORGED";
    if (!timingSafeEqual(Buffer.from(signature, "hex"), this.digest(path, expires))) return "FORGED";
    return Number(expires) * 1000 > now.getTime() ? "VALID" : "EXPIRED";
  }

  private digest(path: string, expires: string): Buffer {
    return createHmac("sha256", this.installKey).update(`\u0000signed path\u0000${path}\u0000${expires}`).digest();
  }
}
