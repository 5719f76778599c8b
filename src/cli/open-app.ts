import type { Logger } from "pino";
import { openAddresses } from "../addresses";
import { type App, createApp } from "../app";
import type { Config } from "../config";
import { migrate } from "../migrate";
import { systemClock } from "../platform/clock";
import { createLogger } from "../platform/logger";
import { permissions } from "../platform/permission";
import { createRequestContext, type RequestContext } from "../platform/request-context";

export interface OpenApp {
  readonly app: App;
  readonly logger: Logger;
  close(): Promise<void>;
}

/** Opens stores and services for one command; migrates them first, so that every command works on a fresh folder. */
export async function openApp(config: Config): Promise<OpenApp> {
  const logger = createLogger(config.logLevel);
  const addresses = await openAddresses(config, logger);
  try {
    const done = await migrate({ ...addresses, logger });
    if (done.length > 0) logger.info({ migrations: done }, "migrated");
    const app = await createApp({ addresses, logger });
    return {
      app,
      logger,
      close: async () => {
        await app.close();
        await addresses.close();
      },
    };
  } catch (error) {
    await addresses.close();
    throw error;
  }
}

/** The context of a command: whoever can reach the stores acts for the organisation with every right. */
export function commandContext(organisationId: string, logger: Logger): RequestContext {
  return createRequestContext({
    organisationId,
    actor: {
      accessKeyId: "00000000-0000-0000-0000-000000000000",
      name: "command line",
      role: "OPERATOR",
      allowedOrigins: [],
    },
    permissions: new Set(permissions),
    clock: systemClock,
    logger,
  });
}

/** The organisation with this code, or a sentence that says what to do. */
export async function organisationByCode(app: App, code: string): Promise<string> {
  const organisation = await app.access.findOrganisationByCode(code);
  if (!organisation)
    throw new Error(
      `--organisation must be the code of an organisation, but got "${code}"; make it with createOrganisation`,
    );
  return organisation.id;
}
