import type { ClickHouseClient } from "@clickhouse/client";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Logger } from "pino";
import type { Addresses } from "../addresses";
import type { NodeFetcher } from "../graphql/node";
import type { Cache } from "../platform/cache/cache";
import type { Mutations } from "../platform/clickhouse/mutations";
import type { NamedInserts } from "../platform/clickhouse/named-inserts";
import type { Clock } from "../platform/clock";
import type { Chore } from "../platform/jobs/chore";
import type { JobStore } from "../platform/jobs/job-store";
import type { JobHandler } from "../platform/jobs/worker";
import type { Metrics } from "../platform/metrics";
import type { PersonEraser } from "../platform/person-eraser";
import type { Database } from "../platform/postgres/database";
import type { AdvisoryLocks } from "../platform/postgres/locks";
import type { RequestContext } from "../platform/request-context";

/** What every feature is put together from. */
export interface Kernel {
  readonly addresses: Addresses;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly database: Database;
  readonly clickhouse: ClickHouseClient;
  /** Reads what callers ask as they like. */
  readonly queries: ClickHouseClient;
  readonly mutations: Mutations;
  readonly inserts: NamedInserts;
  readonly cache: Cache;
  readonly locks: AdvisoryLocks;
  readonly jobs: JobStore;
  readonly metrics: Metrics;
}

/** Who asks over HTTP; refuses a request without a valid key. */
export type ContextOf = (request: FastifyRequest) => Promise<RequestContext>;

/** What a feature adds to the process; its services, which later features take, stand beside these. */
export interface Part {
  readonly resolvers: readonly object[];
  /** How `node` finds each type: by the call of its normal path, so with the same rights. */
  readonly nodes?: readonly (readonly [string, NodeFetcher])[];
  readonly handlers?: readonly (readonly [string, JobHandler])[];
  /** What every worker does now and then. */
  readonly chores?: readonly Chore[];
  readonly erasers?: readonly PersonEraser[];
  /** Adds HTTP paths beside /graphql; `draining` is aborted when the process is about to end. */
  readonly routes?: (http: FastifyInstance, contextOf: ContextOf, draining: AbortSignal) => void;
}

/** A part with its services beside it. */
export type Composed = Part & Readonly<Record<string, unknown>>;

/** The services of a part: what later features are put together from. */
export type Services<Compose extends (...input: never[]) => unknown> = Omit<Awaited<ReturnType<Compose>>, keyof Part>;

export async function whenFound<Row, Shape>(
  row: Row | null,
  shape: (row: Row) => Shape | Promise<Shape>,
): Promise<Shape | null> {
  return row === null ? null : shape(row);
}
