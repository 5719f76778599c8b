import type { MigrationInterface, QueryRunner } from "typeorm";
import { ownRows } from "./own-rows";

const TABLES = ["platform_potential", "media_yield", "finding_task", "health_threshold"];

/** What a diagnosis reads of touchpoints once, tasks that findings were handed over as, and thresholds of health cards. */
export class Diagnosis1763700000025 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE platform_potential (
        asset_snapshot_id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        people bigint NOT NULL,
        potential_people bigint NOT NULL,
        platforms jsonb NOT NULL,
        computed_at timestamptz NOT NULL,
        CONSTRAINT platform_potential_pkey PRIMARY KEY (asset_snapshot_id),
        CONSTRAINT platform_potential_snapshot_fkey FOREIGN KEY (asset_snapshot_id) REFERENCES asset_snapshot(id) ON DELETE CASCADE,
        CONSTRAINT platform_potential_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)
      )
    `);
    await runner.query("CREATE INDEX platform_potential_organisation_idx ON platform_potential (organisation_id)");
    await runner.query(`
      CREATE TABLE media_yield (
        organisation_id uuid NOT NULL,
        benchmark_id uuid NOT NULL,
        brand_id integer NOT NULL,
        placements_hash text NOT NULL,
        reached bigint NOT NULL,
        new_people jsonb NOT NULL,
        computed_at timestamptz NOT NULL,
        CONSTRAINT media_yield_pkey PRIMARY KEY (organisation_id, benchmark_id, brand_id, placements_hash),
        CONSTRAINT media_yield_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
        CONSTRAINT media_yield_benchmark_fkey FOREIGN KEY (benchmark_id) REFERENCES benchmark(id) ON DELETE CASCADE,
        CONSTRAINT media_yield_brand_fkey FOREIGN KEY (brand_id) REFERENCES brand(id)
      )
    `);
    await runner.query("CREATE INDEX media_yield_benchmark_idx ON media_yield (benchmark_id)");
    await runner.query("CREATE INDEX media_yield_brand_idx ON media_yield (brand_id)");
    await runner.query(`
      CREATE TABLE finding_task (
        id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        brand_id integer NOT NULL,
        summary text NOT NULL,
        team text NOT NULL,
        due_on date NOT NULL,
        state text NOT NULL,
        metric text NOT NULL,
        keyword text,
        baseline_as_of timestamptz NOT NULL,
        baseline_from timestamptz NOT NULL,
        baseline_value double precision NOT NULL,
        target_value double precision NOT NULL,
        note text,
        version integer NOT NULL,
        created_by text NOT NULL,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        CONSTRAINT finding_task_state_check CHECK (state IN ('OPEN', 'IN_PROGRESS', 'DONE', 'DROPPED')),
        CONSTRAINT finding_task_window_check CHECK (baseline_from < baseline_as_of),
        CONSTRAINT finding_task_pkey PRIMARY KEY (id),
        CONSTRAINT finding_task_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
        CONSTRAINT finding_task_brand_fkey FOREIGN KEY (brand_id) REFERENCES brand(id)
      )
    `);
    await runner.query("CREATE INDEX finding_task_organisation_idx ON finding_task (organisation_id)");
    await runner.query("CREATE INDEX finding_task_brand_idx ON finding_task (brand_id)");
    await runner.query(`
      CREATE TABLE health_threshold (
        organisation_id uuid NOT NULL,
        brand_id integer NOT NULL,
        family text NOT NULL,
        threshold double precision NOT NULL,
        version integer NOT NULL,
        CONSTRAINT health_threshold_family_check CHECK (family IN ('GRANULARITY', 'ACQUISITION', 'CONVERSION', 'MEMBERSHIP')),
        CONSTRAINT health_threshold_threshold_check CHECK (threshold > 0),
        CONSTRAINT health_threshold_pkey PRIMARY KEY (organisation_id, brand_id, family),
        CONSTRAINT health_threshold_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
        CONSTRAINT health_threshold_brand_fkey FOREIGN KEY (brand_id) REFERENCES brand(id)
      )
    `);
    await runner.query("CREATE INDEX health_threshold_brand_idx ON health_threshold (brand_id)");
    for (const table of TABLES) await ownRows(runner, table);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [...TABLES].reverse()) await runner.query(`DROP TABLE ${table}`);
  }
}
