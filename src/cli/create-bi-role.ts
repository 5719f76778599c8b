import type { Config } from "../config";
import { openApp, organisationByCode } from "./open-app";

export interface CreateBiRoleOptions {
  readonly name: string;
  readonly organisation: string;
}

/** `valuegraph create-bi-role`: a login that reads the views of schema bi as one organisation; prints its address once. */
export async function createBiRole(config: Config, options: CreateBiRoleOptions): Promise<void> {
  const { app, close } = await openApp(config);
  try {
    const organisationId = await organisationByCode(app, options.organisation);
    process.stdout.write(`${await app.biLogins.issue(options.name, organisationId)}\n`);
  } finally {
    await close();
  }
}
