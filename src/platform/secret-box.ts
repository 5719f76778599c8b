import { createCipheriv, createDecipheriv, createHmac, randomBytes } from "node:crypto";

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Secrets of others that must be shown to them again, e.g. a store's keys: AES-256-GCM under the install's key. */
export class SecretBox {
  private readonly installKey: string;

  constructor(installKey: string) {
    this.installKey = installKey;
  }

  /** `about` binds the text to its row: moved to another one it does not open. */
  seal(about: string, text: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv("aes-256-gcm", this.keyOf("seal"), nonce).setAAD(Buffer.from(about));
    return Buffer.concat([nonce, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]).toString("base64");
  }

  open(about: string, sealed: string): string {
    const bytes = Buffer.from(sealed, "base64");
    const cipher = createDecipheriv("aes-256-gcm", this.keyOf("seal"), bytes.subarray(0, NONCE_BYTES));
    cipher.setAAD(Buffer.from(about)).setAuthTag(bytes.subarray(-TAG_BYTES));
    return Buffer.concat([cipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), cipher.final()]).toString("utf8");
  }

  /** A secret of ours that is stored nowhere, as it follows from the install's key. */
  derive(about: string): string {
    return this.keyOf(`derive\u0000${about}`).toString("base64url");
  }

  private keyOf(purpose: string): Buffer {
    return createHmac("sha256", this.installKey).update(`\u0000secret box\u0000${purpose}`).digest();
  }
}
