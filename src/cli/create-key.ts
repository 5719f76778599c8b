import type { Config } from "../config";
import { type Role, roles } from "../platform/permission";
import { UserProblems } from "../platform/user-error";
import { openApp, organisationByCode } from "./open-app";

export interface CreateKeyOptions {
  readonly name: string;
  readonly organisation: string;
  readonly role: string;
}

/** `valuegraph create-key`: the first key comes from here, later ones from createAccessKey. */
export async function createKey(config: Config, options: CreateKeyOptions): Promise<void> {
  if (!roles.some((role) => role === options.role)) {
    throw UserProblems.one(
      "INVALID_INPUT",
      ["role"],
      `--role must be one of ${roles.join(", ")}, but got ${options.role}.`,
    );
  }
  const { app, close } = await openApp(config);
  try {
    const organisationId = await organisationByCode(app, options.organisation);
    const issued = await app.database.withSystem((manager) =>
      app.access.issueKey(manager, organisationId, {
        name: options.name,
        role: options.role as Role,
        allowedOrigins: [],
      }),
    );
    process.stdout.write(`${issued.secret}\n`);
  } finally {
    await close();
  }
}
