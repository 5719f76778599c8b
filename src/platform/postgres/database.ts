import type { DataSource, EntityManager } from "typeorm";
import type { RequestContext } from "../request-context";
import { JointReads, type Literal } from "./joint-reads";

/** Roles without login that own nothing; `migrate` creates them and grants them to the application's login role. */
export const TENANT_ROLE = "valuegraph_app";
export const SYSTEM_ROLE = "valuegraph_system";

/**
 * The only door to PostgreSQL for features. Every call is one short transaction under a role to which row-level
 * security applies; the organisation is set inside it, so a pooled connection can never carry it into another request.
 * Never await ClickHouse or the network inside `work`.
 */
export class Database {
  private readonly reads: JointReads;

  constructor(readonly dataSource: DataSource) {
    this.reads = new JointReads((message) =>
      this.onAnyConnection(async (hasBegun) => {
        const runner = this.dataSource.createQueryRunner();
        try {
          const results = await message(await runner.connect());
          hasBegun();
          return results;
        } finally {
          await runner.release();
        }
      }),
    );
  }

  /** Sees the rows of the caller's organisation and the cloud-level catalogue. */
  withTenant<T>(
    context: Pick<RequestContext, "organisationId">,
    work: (manager: EntityManager) => Promise<T>,
  ): Promise<T> {
    return this.inTransaction(TENANT_ROLE, context.organisationId, work);
  }

  /** Reads by one short statement, as `withTenant` would see it: for what every request asks. See JointReads. */
  readAsTenant<Row>(
    { organisationId }: Pick<RequestContext, "organisationId">,
    statement: string,
    values: readonly Literal[] = [],
  ): Promise<Row[]> {
    return this.reads.read({ role: TENANT_ROLE, organisationId, statement, values }) as Promise<Row[]>;
  }

  /** The same, as `withSystem` would see it. */
  readAsSystem<Row>(statement: string, values: readonly Literal[] = []): Promise<Row[]> {
    return this.reads.read({ role: SYSTEM_ROLE, organisationId: "", statement, values }) as Promise<Row[]>;
  }

  /** Sees every organisation: authentication, sweeps, and jobs that read figures of all brands. Never for a request's own data. */
  withSystem<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.inTransaction(SYSTEM_ROLE, "", work);
  }

  /** Does the system's part of a tenant's transaction, e.g. adding to the catalogue, and steps back. */
  async elevated<T>(manager: EntityManager, work: () => Promise<T>): Promise<T> {
    await manager.query("/* database.elevate */ SELECT set_config('role', $1, true)", [SYSTEM_ROLE]);
    const result = await work();
    await manager.query("/* database.stepBack */ SELECT set_config('role', $1, true)", [TENANT_ROLE]);
    return result;
  }

  private inTransaction<T>(
    role: string,
    organisationId: string,
    work: (manager: EntityManager) => Promise<T>,
  ): Promise<T> {
    return this.onAnyConnection((hasBegun) =>
      this.dataSource.transaction(async (manager) => {
        await manager.query(
          "/* database.enter */ SELECT set_config('role', $1, true), set_config('app.organisation', $2, true)",
          [role, organisationId],
        );
        hasBegun();
        return work(manager);
      }),
    );
  }

  /** A connection that the server closed while it was idle is found out at its first statement; then another one is taken. */
  private async onAnyConnection<T>(work: (hasBegun: () => void) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      let hasBegun = false;
      const begin = (): void => {
        hasBegun = true;
      };
      try {
        return await work(begin);
      } catch (error) {
        if (hasBegun || attempt > MAX_LOST_CONNECTIONS || !isLostConnection(error)) throw error;
      }
    }
  }
}

/** As many as the pool may hold: after a restart of PostgreSQL all of them are lost. */
const MAX_LOST_CONNECTIONS = 10;

/** Admin shutdown, crash shutdown, and what `pg` and the system say of a socket that is gone. */
function isLostConnection(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  return (
    ["57P01", "57P02", "ECONNRESET", "EPIPE"].includes(code ?? "") ||
    /Connection terminated|not queryable/.test(message ?? "")
  );
}
