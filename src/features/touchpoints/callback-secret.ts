import { createHmac } from "node:crypto";

/** Senders change over to a new secret within this time. */
const OVERLAP_MS = 24 * 3_600_000;

/** Which secrets of a source are valid: none at version 0. */
export interface CallbackVersion {
  readonly sourceId: number;
  readonly version: number;
  readonly rotatedAt: Date | null;
}

/**
 * Secrets that sources sign their callbacks with. They follow from the install's key and are stored nowhere. The NUL in front
 * keeps them apart from stored identities, which come from the same key: a namespace is never empty.
 */
export class CallbackSecrets {
  constructor(private readonly installKey: string) {}

  secretOf(sourceId: number, version: number): string {
    const digest = createHmac("sha256", this.installKey).update(`\u0000callback\u0000${sourceId}\u0000${version}`);
    return `vgcb_${digest.digest("base64url")}`;
  }

  /** The present secret, and the former one for a day. */
  validSecrets({ sourceId, version, rotatedAt }: CallbackVersion, now: Date): readonly string[] {
    const oldest = rotatedAt !== null && now < previousValidUntil(rotatedAt) ? version - 1 : version;
    return [version, oldest]
      .filter((one, index, all) => one > 0 && all.indexOf(one) === index)
      .map((one) => this.secretOf(sourceId, one));
  }
}

export const previousValidUntil = (rotatedAt: Date): Date => new Date(rotatedAt.getTime() + OVERLAP_MS);
