import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import type { StoredPerson } from "../../platform/person-eraser";

const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Who is being erased, from the request until the end: encrypted (AES-256-GCM) under a key that comes from the install's
 * second one, so that the queue and its backups name nobody, and what is left in a database page is noise.
 */
export class PersonSeal {
  private readonly key: Buffer;

  constructor(receiptKey: string) {
    this.key = Buffer.from(hkdfSync("sha256", receiptKey, "", "valuegraph person seal", 32));
  }

  seal(person: StoredPerson): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv("aes-256-gcm", this.key, iv);
    const body = Buffer.concat([cipher.update(JSON.stringify(person)), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), body]).toString("base64");
  }

  open(sealed: string): StoredPerson {
    const bytes = Buffer.from(sealed, "base64");
    const decipher = createDecipheriv("aes-256-gcm", this.key, bytes.subarray(0, IV_BYTES));
    decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    const body = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
    return JSON.parse(body.toString()) as StoredPerson;
  }
}
