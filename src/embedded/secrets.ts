import { randomBytes } from "node:crypto";
import { readFileIfAny, writePrivateFile } from "./private-file";

/** Passwords of one data folder. They outlive the engines, because PostgreSQL keeps its roles' passwords in its data. */
export interface Secrets {
  readonly postgresOwner: string;
  readonly postgresLogin: string;
  readonly clickhouse: string;
}

/** Hexadecimal, so that a password needs no escaping in a URL, in SQL or in XML. */
const newPassword = (): string => randomBytes(24).toString("hex");

/** Call it under the folder's lock: two first starts would otherwise each make their own. */
export async function readOrCreateSecrets(path: string): Promise<Secrets> {
  const stored = await readFileIfAny(path);
  if (stored !== undefined) return JSON.parse(stored) as Secrets;
  const secrets: Secrets = {
    postgresOwner: newPassword(),
    postgresLogin: newPassword(),
    clickhouse: newPassword(),
  };
  await writePrivateFile(path, JSON.stringify(secrets, null, 2));
  return secrets;
}
