import type { Config } from "../config";
import { openApp } from "./open-app";
import { untilStopped } from "./until-stopped";

/** `valuegraph serve`: the API until SIGTERM or SIGINT, then it drains. */
export async function serve(config: Config): Promise<void> {
  const { app, logger, close } = await openApp(config);
  const server = await app.serve();
  const address = await server.http.listen({ host: config.host, port: config.port });
  logger.info({ graphql: `${address}/graphql` }, "the API is ready");
  await untilStopped(logger);
  await server.drain();
  await close();
  logger.info("drained");
}
