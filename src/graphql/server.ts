import { setMaxListeners } from "node:events";
import { ApolloServer } from "@apollo/server";
import { ApolloServerPluginLandingPageDisabled } from "@apollo/server/plugin/disabled";
import { ApolloServerPluginDrainHttpServer } from "@apollo/server/plugin/drainHttpServer";
import fastifyApollo, { fastifyApolloDrainPlugin } from "@as-integrations/fastify";
import cors from "@fastify/cors";
import { renderGraphiQL } from "@graphql-yoga/render-graphiql";
import fastify, { type FastifyInstance, type FastifyRequest } from "fastify";
import type { GraphQLSchema } from "graphql";
import type { Logger } from "pino";
import type { RequestContext } from "../platform/request-context";
import { accessPlugin } from "./access";
import { addEntityTags } from "./entity-tag";
import { errorFormatter } from "./errors";
import { httpErrorHandler, refusal } from "./http-errors";
import { depthLimit, MAX_TOKENS } from "./limits";

export interface ServerInput {
  readonly schema: GraphQLSchema;
  readonly logger: Logger;
  /** Makes the context of a request, or null when its credentials are missing or unknown. */
  readonly authenticate: (secret: string, requestId: string) => Promise<RequestContext | null>;
  /** Adds the paths of features beside /graphql; `draining` is aborted first of all when the process is to end. */
  readonly routes: (
    http: FastifyInstance,
    contextOf: (request: FastifyRequest) => Promise<RequestContext>,
    draining: AbortSignal,
  ) => void;
  readonly isKnownOrigin: (origin: string) => Promise<boolean>;
  /** Names of the stores that do not answer; empty when the process may take traffic. */
  readonly unreadyStores: () => Promise<readonly string[]>;
}

export interface GraphQLServer {
  readonly http: FastifyInstance;
  /** Refuses new work (readiness first), lets running operations end, then closes. */
  drain(): Promise<void>;
}

/** Largest request body: a thousand touchpoints with every column are about 1 MB. */
const BODY_LIMIT_BYTES = 4 * 1024 * 1024;

export async function createServer(input: ServerInput): Promise<GraphQLServer> {
  const { schema, logger } = input;
  const draining = new AbortController();
  setMaxListeners(0, draining.signal); // one for each body that is being read
  const http = fastify({
    bodyLimit: BODY_LIMIT_BYTES,
    forceCloseConnections: "idle",
    genReqId: () => crypto.randomUUID(),
  });
  http.setErrorHandler(httpErrorHandler(logger));
  const apollo = new ApolloServer<RequestContext>({
    schema,
    introspection: true,
    // `drain` is the one way to end: Apollo would stop by itself at a signal and send it to the process a second time.
    stopOnTerminationSignals: false,
    includeStacktraceInErrorResponses: false,
    allowBatchedHttpRequests: false,
    parseOptions: { maxTokens: MAX_TOKENS },
    validationRules: [depthLimit],
    formatError: errorFormatter(logger),
    logger: {
      debug: () => undefined,
      info: () => undefined,
      warn: (message) => logger.warn(message),
      error: (message) => logger.warn(message),
    },
    plugins: [
      accessPlugin(),
      fastifyApolloDrainPlugin(http),
      ApolloServerPluginDrainHttpServer({ httpServer: http.server }),
      ApolloServerPluginLandingPageDisabled(),
    ],
  });
  await apollo.start();

  await http.register(cors, {
    origin: (origin, decide) => {
      if (!origin) return decide(null, false);
      input.isKnownOrigin(origin).then(
        (known) => decide(null, known),
        (error: Error) => decide(error, false),
      );
    },
    methods: ["GET", "POST"],
    allowedHeaders: ["authorization", "content-type", "apollo-require-preflight", "if-none-match"],
    exposedHeaders: ["etag"],
    maxAge: 600,
  });

  http.get("/healthz", async () => ({ status: "ok" }));
  http.get("/readyz", async (_request, reply) => {
    const unready = draining.signal.aborted ? ["draining"] : await input.unreadyStores();
    return reply
      .status(unready.length === 0 ? 200 : 503)
      .send({ status: unready.length === 0 ? "ready" : "unready", unready });
  });

  const graphiql = renderGraphiQL({
    title: "valuegraph",
    endpoint: "/graphql",
    headers: JSON.stringify({ authorization: "Bearer <access key>" }),
  });
  http.addHook("onRequest", async (request, reply) => {
    const isBrowser =
      request.method === "GET" &&
      request.url.split("?")[0] === "/graphql" &&
      /text\/html/.test(request.headers.accept ?? "");
    if (isBrowser)
      await reply.header("content-type", "text/html; charset=utf-8").header("cache-control", "no-store").send(graphiql);
  });
  addEntityTags(http);
  await http.register(fastifyApollo(apollo), {
    path: "/graphql",
    context: (request) => contextOf(request, input),
  });

  input.routes(http, (request) => contextOf(request, input), draining.signal);

  return {
    http,
    drain: async () => {
      draining.abort();
      await apollo.stop();
      await http.close();
    },
  };
}

async function contextOf(request: FastifyRequest, input: ServerInput): Promise<RequestContext> {
  const secret = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? "")?.[1];
  const context = secret ? await input.authenticate(secret, request.id) : null;
  if (!context) {
    const got = secret ? "an unknown or revoked key" : "no Authorization header";
    throw refusal("UNAUTHENTICATED", 401, `Requests must carry "Authorization: Bearer <access key>", but got ${got}.`);
  }
  const { origin } = request.headers;
  // A page without an origin of its own, e.g. in a sandboxed frame, sends "null".
  const isOwnPage = origin !== undefined && URL.canParse(origin) && new URL(origin).host === request.headers.host;
  if (origin !== undefined && !isOwnPage && !context.actor.allowedOrigins.includes(origin)) {
    throw refusal(
      "FORBIDDEN",
      403,
      `The key must allow the origin ${origin}, but it allows ${context.actor.allowedOrigins.join(", ") || "none"}.`,
    );
  }
  return context;
}
