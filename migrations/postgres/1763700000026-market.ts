import type { MigrationInterface, QueryRunner } from "typeorm";

const CURRENT = "(SELECT nullif(current_setting('app.organisation', true), '')::uuid)";

/** What the brands of a category sold: refreshes, their periods, and a row a brand. */
export class Market1763700000026 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE market_refresh (
        id uuid NOT NULL,
        category_id integer NOT NULL,
        starts_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL,
        plane_version bigint NOT NULL,
        computed_at timestamptz NOT NULL,
        CONSTRAINT market_refresh_window_check CHECK (starts_at < ends_at),
        CONSTRAINT market_refresh_pkey PRIMARY KEY (id),
        CONSTRAINT market_refresh_category_fkey FOREIGN KEY (category_id) REFERENCES category(id)
      )
    `);
    await runner.query("CREATE INDEX market_refresh_lookup_idx ON market_refresh (category_id, starts_at, ends_at)");
    await runner.query(`
      CREATE TABLE market_period (
        refresh_id uuid NOT NULL,
        year integer NOT NULL,
        is_complete boolean NOT NULL,
        buyers bigint NOT NULL,
        CONSTRAINT market_period_pkey PRIMARY KEY (refresh_id, year),
        CONSTRAINT market_period_refresh_fkey FOREIGN KEY (refresh_id) REFERENCES market_refresh(id) ON DELETE CASCADE
      )
    `);
    await runner.query(`
      CREATE TABLE market_sales (
        refresh_id uuid NOT NULL,
        year integer NOT NULL,
        brand_id integer NOT NULL,
        buyers bigint NOT NULL,
        repeat_buyers bigint NOT NULL,
        orders bigint NOT NULL,
        orders_without_value bigint NOT NULL,
        units bigint NOT NULL,
        gmv_minor bigint NOT NULL,
        currency_code text NOT NULL,
        CONSTRAINT market_sales_buyers_check CHECK (repeat_buyers <= buyers AND buyers <= orders),
        CONSTRAINT market_sales_pkey PRIMARY KEY (refresh_id, year, brand_id),
        CONSTRAINT market_sales_refresh_fkey FOREIGN KEY (refresh_id) REFERENCES market_refresh(id) ON DELETE CASCADE,
        CONSTRAINT market_sales_brand_fkey FOREIGN KEY (brand_id) REFERENCES brand(id)
      )
    `);
    await runner.query("CREATE INDEX market_sales_brand_idx ON market_sales (brand_id)");
    for (const table of ["market_refresh", "market_period", "market_sales"]) {
      await runner.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`);
      await runner.query(`ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`);
      await runner.query(`CREATE POLICY system ON ${table} TO valuegraph_system USING (true) WITH CHECK (true)`);
      await runner.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO valuegraph_system`);
    }
    // When a category was refreshed is nobody's secret; what its brands sold is, and its buyers with few brands as well.
    await runner.query("CREATE POLICY everybody ON market_refresh FOR SELECT TO valuegraph_app USING (true)");
    await runner.query(`
      CREATE POLICY granted ON market_sales FOR SELECT TO valuegraph_app
      USING (EXISTS (SELECT 1 FROM brand_grant WHERE brand_grant.brand_id = market_sales.brand_id AND brand_grant.organisation_id = ${CURRENT}))
    `);
    await runner.query("GRANT SELECT ON market_refresh, market_sales TO valuegraph_app");
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ["market_sales", "market_period", "market_refresh"]) await runner.query(`DROP TABLE ${table}`);
  }
}
