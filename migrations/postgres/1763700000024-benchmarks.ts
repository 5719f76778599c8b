import type { MigrationInterface, QueryRunner } from "typeorm";
import { ownRows } from "./own-rows";

const ROLES = ["OPERATOR", "ADMIN", "AD_OPS", "PARTNER", "BI", "INTEGRATION"];

/** TOP means of more peers, benchmarks from outside, and keys that may read the process's metrics only. */
export class Benchmarks1763700000024 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE benchmark_figure ADD COLUMN wider_tops jsonb NOT NULL DEFAULT '[]'");
    await runner.query(`
      CREATE TABLE imported_benchmark (
        id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        source text NOT NULL,
        category_id integer NOT NULL,
        metric text NOT NULL,
        as_of timestamptz NOT NULL,
        flow_from timestamptz NOT NULL,
        version integer NOT NULL,
        brands integer,
        industry_mean double precision,
        top_mean double precision,
        top_count integer,
        percentiles jsonb NOT NULL,
        imported_at timestamptz NOT NULL,
        access_key_id uuid NOT NULL,
        CONSTRAINT imported_benchmark_window_check CHECK (flow_from <= as_of),
        CONSTRAINT imported_benchmark_top_check CHECK ((top_mean IS NULL) = (top_count IS NULL)),
        CONSTRAINT imported_benchmark_pkey PRIMARY KEY (id),
        CONSTRAINT imported_benchmark_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
        CONSTRAINT imported_benchmark_category_fkey FOREIGN KEY (category_id) REFERENCES category(id),
        CONSTRAINT imported_benchmark_access_key_fkey FOREIGN KEY (access_key_id) REFERENCES access_key(id)
      )
    `);
    await runner.query(
      "CREATE UNIQUE INDEX imported_benchmark_key ON imported_benchmark (organisation_id, category_id, as_of, metric, source, flow_from, version)",
    );
    await runner.query("CREATE INDEX imported_benchmark_category_idx ON imported_benchmark (category_id)");
    await runner.query("CREATE INDEX imported_benchmark_access_key_idx ON imported_benchmark (access_key_id)");
    await ownRows(runner, "imported_benchmark");
    await this.allowRoles(runner, [...ROLES, "MONITOR"]);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("UPDATE access_key SET revoked_at = now(), role = 'PARTNER' WHERE role = 'MONITOR'");
    await this.allowRoles(runner, ROLES);
    await runner.query("DROP TABLE imported_benchmark");
    await runner.query("ALTER TABLE benchmark_figure DROP COLUMN wider_tops");
  }

  private async allowRoles(runner: QueryRunner, roles: readonly string[]): Promise<void> {
    const list = roles.map((role) => `'${role}'`).join(", ");
    await runner.query("ALTER TABLE access_key DROP CONSTRAINT access_key_role_check");
    await runner.query(`ALTER TABLE access_key ADD CONSTRAINT access_key_role_check CHECK (role IN (${list}))`);
  }
}
