import type { MigrationInterface, QueryRunner } from "typeorm";

/** Every table of the first release. Generated from the entities, then read and laid out by hand. */
export class Tables1763700000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE organisation (
        id uuid NOT NULL,
        code text NOT NULL,
        name text NOT NULL,
        small_group_threshold integer NOT NULL DEFAULT 50,
        rounding_base integer NOT NULL DEFAULT 10,
        created_at timestamptz NOT NULL,
        CONSTRAINT organisation_threshold_check CHECK (small_group_threshold >= 1 AND rounding_base >= 1),
        CONSTRAINT organisation_pkey PRIMARY KEY (id)
      )
    `);
    await runner.query("CREATE UNIQUE INDEX organisation_code_key ON organisation (code)");
    await runner.query(`
      CREATE TABLE access_key (
        id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        name text NOT NULL,
        role text NOT NULL,
        key_hash text NOT NULL,
        allowed_origins text array NOT NULL DEFAULT '{}',
        created_at timestamptz NOT NULL,
        revoked_at timestamptz,
        CONSTRAINT access_key_role_check CHECK (role IN ('OPERATOR', 'ADMIN', 'AD_OPS', 'PARTNER', 'BI', 'INTEGRATION')),
        CONSTRAINT access_key_pkey PRIMARY KEY (id)
      )
    `);
    await runner.query("CREATE INDEX access_key_organisation_idx ON access_key (organisation_id)");
    await runner.query("CREATE UNIQUE INDEX access_key_hash_key ON access_key (key_hash)");
    await runner.query(`
      CREATE TABLE audit_log (
        id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        access_key_id uuid NOT NULL,
        action text NOT NULL,
        subject text NOT NULL,
        detail jsonb NOT NULL,
        at timestamptz NOT NULL,
        CONSTRAINT audit_log_pkey PRIMARY KEY (id)
      )
    `);
    await runner.query("CREATE INDEX audit_log_organisation_idx ON audit_log (organisation_id)");
    await runner.query(`
      CREATE TABLE rule_set (
        id uuid NOT NULL,
        organisation_id uuid,
        code text NOT NULL,
        version integer NOT NULL,
        definition jsonb NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT rule_set_pkey PRIMARY KEY (id)
      )
    `);
    await runner.query("CREATE INDEX rule_set_organisation_idx ON rule_set (organisation_id)");
    await runner.query("CREATE UNIQUE INDEX rule_set_version_key ON rule_set (code, version, organisation_id)");
    await runner.query(`
      CREATE TABLE asset_snapshot (
        id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        brand_id integer NOT NULL,
        category_id integer,
        as_of timestamptz NOT NULL,
        known_at timestamptz NOT NULL,
        plane_version bigint NOT NULL,
        rule_set_id uuid NOT NULL,
        labels_id uuid NOT NULL,
        people bigint NOT NULL,
        figures jsonb NOT NULL,
        CONSTRAINT asset_snapshot_pkey PRIMARY KEY (id)
      )
    `);
    await runner.query("CREATE INDEX asset_snapshot_brand_idx ON asset_snapshot (brand_id)");
    await runner.query("CREATE INDEX asset_snapshot_category_idx ON asset_snapshot (category_id)");
    await runner.query("CREATE INDEX asset_snapshot_rule_set_idx ON asset_snapshot (rule_set_id)");
    await runner.query("CREATE INDEX asset_snapshot_lookup_idx ON asset_snapshot (organisation_id, brand_id, as_of)");
    await runner.query(`
      CREATE TABLE attribution_report (
        id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        campaign_id uuid NOT NULL,
        version integer NOT NULL,
        as_of timestamptz NOT NULL,
        plane_version bigint NOT NULL,
        lookback_days integer NOT NULL,
        models text array NOT NULL,
        conversions bigint NOT NULL,
        value_minor bigint NOT NULL,
        unattributed_conversions bigint NOT NULL,
        unattributed_value_minor bigint NOT NULL,
        currency_code text NOT NULL,
        CONSTRAINT attribution_report_pkey PRIMARY KEY (id)
      )
    `);
    await runner.query("CREATE INDEX attribution_report_organisation_idx ON attribution_report (organisation_id)");
    await runner.query(
      "CREATE UNIQUE INDEX attribution_report_version_key ON attribution_report (campaign_id, version)",
    );
    await runner.query(`
      CREATE TABLE attribution_credit (
        report_id uuid NOT NULL,
        model text NOT NULL,
        platform text NOT NULL,
        placement text NOT NULL,
        organisation_id uuid NOT NULL,
        conversion_millionths bigint NOT NULL,
        value_minor bigint NOT NULL,
        CONSTRAINT attribution_credit_pkey PRIMARY KEY (report_id, model, platform, placement)
      )
    `);
    await runner.query("CREATE INDEX attribution_credit_organisation_idx ON attribution_credit (organisation_id)");
    await runner.query(`
      CREATE TABLE audience_pack (
        id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        brand_id integer NOT NULL,
        name text NOT NULL,
        tags text array NOT NULL DEFAULT '{}',
        state text NOT NULL,
        version integer NOT NULL,
        published_build_id uuid,
        expires_at timestamptz,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        CONSTRAINT audience_pack_state_check CHECK (state IN ('DRAFT', 'BUILT', 'FROZEN', 'EXPIRED', 'ARCHIVED')),
        CONSTRAINT audience_pack_pkey PRIMARY KEY (id)
      )
    `);
    await runner.query("CREATE INDEX audience_pack_brand_idx ON audience_pack (brand_id)");
    await runner.query(
      "CREATE INDEX audience_pack_list_idx ON audience_pack (organisation_id, brand_id, updated_at, id)",
    );
    await runner.query(
      "CREATE UNIQUE INDEX audience_pack_name_key ON audience_pack (organisation_id, brand_id, name) WHERE state <> 'ARCHIVED'",
    );
    await runner.query(`
      CREATE TABLE audience_pack_rules (
        audience_pack_id uuid NOT NULL,
        version integer NOT NULL,
        organisation_id uuid NOT NULL,
        rules jsonb NOT NULL,
        canonical text NOT NULL,
        hash text NOT NULL,
        CONSTRAINT audience_pack_rules_pkey PRIMARY KEY (audience_pack_id, version)
      )
    `);
    await runner.query("CREATE INDEX audience_pack_rules_organisation_idx ON audience_pack_rules (organisation_id)");
    await runner.query(`
      CREATE TABLE audience_pack_build (
        id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        audience_pack_id uuid NOT NULL,
        pack_version integer NOT NULL,
        as_of timestamptz NOT NULL,
        plane_version bigint NOT NULL,
        people bigint NOT NULL,
        built_at timestamptz NOT NULL,
        CONSTRAINT audience_pack_build_pkey PRIMARY KEY (id)
      )
    `);
    await runner.query("CREATE INDEX audience_pack_build_organisation_idx ON audience_pack_build (organisation_id)");
    await runner.query("CREATE INDEX audience_pack_build_pack_idx ON audience_pack_build (audience_pack_id)");
    await runner.query(`
      CREATE TABLE benchmark (
        id uuid NOT NULL,
        category_id integer NOT NULL,
        as_of timestamptz NOT NULL,
        flow_from timestamptz NOT NULL,
        rule_set_id uuid NOT NULL,
        plane_version bigint NOT NULL,
        computed_at timestamptz NOT NULL,
        CONSTRAINT benchmark_pkey PRIMARY KEY (id)
      )
    `);
    await runner.query("CREATE INDEX benchmark_rule_set_idx ON benchmark (rule_set_id)");
    await runner.query("CREATE INDEX benchmark_lookup_idx ON benchmark (category_id, as_of, flow_from)");
    await runner.query(`
      CREATE TABLE benchmark_figure (
        benchmark_id uuid NOT NULL,
        brand_id integer NOT NULL,
        metric text NOT NULL,
        own double precision,
        numerator bigint NOT NULL,
        denominator bigint,
        peers integer NOT NULL,
        industry_mean double precision,
        top_mean double precision,
        top_count integer NOT NULL,
        peer_deviation double precision,
        percentile double precision,
        rank integer,
        CONSTRAINT benchmark_figure_pkey PRIMARY KEY (benchmark_id, brand_id, metric)
      )
    `);
    await runner.query("CREATE INDEX benchmark_figure_brand_idx ON benchmark_figure (brand_id)");
    await runner.query(`
      CREATE TABLE category (
        id integer GENERATED ALWAYS AS IDENTITY NOT NULL,
        code text NOT NULL,
        name text NOT NULL,
        name_zh text,
        parent_id integer,
        CONSTRAINT category_pkey PRIMARY KEY (id)
      )
    `);
    await runner.query("CREATE UNIQUE INDEX category_code_key ON category (code)");
    await runner.query("CREATE INDEX category_parent_idx ON category (parent_id)");
    await runner.query(`
      CREATE TABLE brand (
        id integer GENERATED ALWAYS AS IDENTITY NOT NULL,
        code text NOT NULL,
        name text NOT NULL,
        name_zh text,
        zone text NOT NULL DEFAULT 'Asia/Shanghai',
        currency_code text NOT NULL DEFAULT 'CNY',
        CONSTRAINT brand_pkey PRIMARY KEY (id)
      )
    `);
    await runner.query("CREATE UNIQUE INDEX brand_code_key ON brand (code)");
    await runner.query(`
      CREATE TABLE brand_category (
        brand_id integer NOT NULL,
        category_id integer NOT NULL,
        is_primary boolean NOT NULL,
        CONSTRAINT brand_category_pkey PRIMARY KEY (brand_id, category_id)
      )
    `);
    await runner.query("CREATE INDEX brand_category_category_idx ON brand_category (category_id)");
    await runner.query("CREATE UNIQUE INDEX brand_category_primary_key ON brand_category (brand_id) WHERE is_primary");
    await runner.query(`
      CREATE TABLE brand_grant (
        organisation_id uuid NOT NULL,
        brand_id integer NOT NULL,
        granted_at timestamptz NOT NULL,
        CONSTRAINT brand_grant_pkey PRIMARY KEY (organisation_id, brand_id)
      )
    `);
    await runner.query("CREATE INDEX brand_grant_brand_idx ON brand_grant (brand_id)");
    await runner.query(`
      CREATE TABLE platform (
        id uuid NOT NULL,
        code text NOT NULL,
        name text NOT NULL,
        name_zh text,
        organisation_id uuid,
        CONSTRAINT platform_pkey PRIMARY KEY (id)
      )
    `);
    await runner.query("CREATE INDEX platform_organisation_idx ON platform (organisation_id)");
    await runner.query("CREATE UNIQUE INDEX platform_code_key ON platform (code, organisation_id)");
    await runner.query(`
      CREATE TABLE identity_namespace (
        code text NOT NULL,
        format text NOT NULL,
        pattern text,
        CONSTRAINT identity_namespace_pattern_check CHECK ((format = 'OPAQUE') = (pattern IS NOT NULL)),
        CONSTRAINT identity_namespace_format_check CHECK (format IN ('SHA256_HEX', 'OPAQUE')),
        CONSTRAINT identity_namespace_pkey PRIMARY KEY (code)
      )
    `);
    await runner.query(`
      CREATE TABLE budget_plan (
        id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        campaign_id uuid NOT NULL,
        version integer NOT NULL,
        state text NOT NULL,
        objective text NOT NULL,
        total_minor bigint NOT NULL,
        currency_code text NOT NULL,
        lines jsonb NOT NULL,
        certificate jsonb NOT NULL,
        approved_by_id uuid,
        approved_at timestamptz,
        created_at timestamptz NOT NULL,
        CONSTRAINT budget_plan_state_check CHECK (state IN ('DRAFT', 'APPROVED')),
        CONSTRAINT budget_plan_pkey PRIMARY KEY (id)
      )
    `);
    await runner.query("CREATE INDEX budget_plan_organisation_idx ON budget_plan (organisation_id)");
    await runner.query("CREATE INDEX budget_plan_campaign_idx ON budget_plan (campaign_id)");
    await runner.query("CREATE INDEX budget_plan_approved_by_idx ON budget_plan (approved_by_id)");
    await runner.query(`
      CREATE TABLE campaign (
        id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        brand_id integer NOT NULL,
        code text NOT NULL,
        name text NOT NULL,
        starts_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL,
        version integer NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT campaign_window_check CHECK (starts_at < ends_at),
        CONSTRAINT campaign_pkey PRIMARY KEY (id)
      )
    `);
    await runner.query("CREATE INDEX campaign_brand_idx ON campaign (brand_id)");
    await runner.query("CREATE UNIQUE INDEX campaign_code_key ON campaign (organisation_id, code)");
    await runner.query(`
      CREATE TABLE campaign_step (
        campaign_id uuid NOT NULL,
        step text NOT NULL,
        organisation_id uuid NOT NULL,
        starts_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL,
        CONSTRAINT campaign_step_window_check CHECK (starts_at < ends_at),
        CONSTRAINT campaign_step_step_check CHECK (step IN ('VECTOR', 'ACQUIRE', 'LEAD', 'UPSELL', 'ENGAGE')),
        CONSTRAINT campaign_step_pkey PRIMARY KEY (campaign_id, step)
      )
    `);
    await runner.query("CREATE INDEX campaign_step_organisation_idx ON campaign_step (organisation_id)");
    await runner.query(`
      CREATE TABLE placement (
        id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        campaign_id uuid NOT NULL,
        name text NOT NULL,
        platform text NOT NULL,
        site text NOT NULL,
        step text NOT NULL,
        objective text NOT NULL,
        audience_pack_id uuid,
        CONSTRAINT placement_objective_check CHECK (objective IN ('BRAND_AD', 'CONTENT_SEED', 'PERFORMANCE_AD', 'SEARCH_AD', 'RETARGETING')),
        CONSTRAINT placement_step_check CHECK (step IN ('VECTOR', 'ACQUIRE', 'LEAD', 'UPSELL', 'ENGAGE')),
        CONSTRAINT placement_site_check CHECK (site IN ('OFF_SITE', 'ON_SITE')),
        CONSTRAINT placement_pkey PRIMARY KEY (id)
      )
    `);
    await runner.query("CREATE INDEX placement_campaign_idx ON placement (campaign_id)");
    await runner.query("CREATE INDEX placement_audience_pack_idx ON placement (audience_pack_id)");
    await runner.query(`
      CREATE TABLE placement_external_id (
        organisation_id uuid NOT NULL,
        platform text NOT NULL,
        external_id text NOT NULL,
        placement_id uuid NOT NULL,
        CONSTRAINT placement_external_id_pkey PRIMARY KEY (organisation_id, platform, external_id)
      )
    `);
    await runner.query("CREATE INDEX placement_external_id_placement_idx ON placement_external_id (placement_id)");
    await runner.query(`
      CREATE TABLE placement_delivery (
        placement_id uuid NOT NULL,
        period_start timestamptz NOT NULL,
        period_end timestamptz NOT NULL,
        version integer NOT NULL,
        organisation_id uuid NOT NULL,
        impressions bigint NOT NULL,
        clicks bigint NOT NULL,
        cost_minor bigint NOT NULL,
        currency_code text NOT NULL,
        source text NOT NULL,
        imported_at timestamptz NOT NULL,
        CONSTRAINT placement_delivery_figures_check CHECK (impressions >= 0 AND clicks >= 0 AND cost_minor >= 0),
        CONSTRAINT placement_delivery_period_check CHECK (period_start < period_end),
        CONSTRAINT placement_delivery_pkey PRIMARY KEY (placement_id, period_start, period_end, version)
      )
    `);
    await runner.query("CREATE INDEX placement_delivery_organisation_idx ON placement_delivery (organisation_id)");
    await runner.query(`
      CREATE TABLE touchpoint_source (
        id integer GENERATED ALWAYS AS IDENTITY NOT NULL,
        organisation_id uuid NOT NULL,
        code text NOT NULL,
        name text NOT NULL,
        visibility text NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT touchpoint_source_visibility_check CHECK (visibility IN ('CLOUD', 'ORGANISATION')),
        CONSTRAINT touchpoint_source_pkey PRIMARY KEY (id)
      )
    `);
    await runner.query("CREATE UNIQUE INDEX touchpoint_source_code_key ON touchpoint_source (organisation_id, code)");
    await runner.query(`
      CREATE TABLE integration_run (
        id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        source_id integer NOT NULL,
        name text NOT NULL,
        status text NOT NULL,
        progress double precision,
        received bigint NOT NULL DEFAULT 0,
        accepted bigint NOT NULL DEFAULT 0,
        duplicates bigint NOT NULL DEFAULT 0,
        conflicts bigint NOT NULL DEFAULT 0,
        rejected bigint NOT NULL DEFAULT 0,
        failure_code text,
        failure_message text,
        started_at timestamptz NOT NULL,
        finished_at timestamptz,
        CONSTRAINT integration_run_status_check CHECK (status IN ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
        CONSTRAINT integration_run_pkey PRIMARY KEY (id)
      )
    `);
    await runner.query("CREATE INDEX integration_run_organisation_idx ON integration_run (organisation_id)");
    await runner.query("CREATE INDEX integration_run_source_idx ON integration_run (source_id)");
    await runner.query(`
      CREATE TABLE intake_chunk (
        id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        run_id uuid NOT NULL,
        state text NOT NULL,
        received integer NOT NULL,
        accepted integer NOT NULL DEFAULT 0,
        duplicates integer NOT NULL DEFAULT 0,
        conflicts integer NOT NULL DEFAULT 0,
        rejected integer NOT NULL DEFAULT 0,
        last_touchpoint_at jsonb NOT NULL DEFAULT '{}',
        received_at timestamptz NOT NULL,
        committed_at timestamptz,
        CONSTRAINT intake_chunk_state_check CHECK (state IN ('RECEIVED', 'COMMITTED')),
        CONSTRAINT intake_chunk_pkey PRIMARY KEY (id)
      )
    `);
    await runner.query("CREATE INDEX intake_chunk_organisation_idx ON intake_chunk (organisation_id)");
    await runner.query("CREATE INDEX intake_chunk_run_idx ON intake_chunk (run_id)");
    await runner.query(`
      CREATE TABLE touchpoint_plane (
        id integer NOT NULL,
        version bigint NOT NULL,
        next_ordinal bigint NOT NULL,
        changed_at timestamptz NOT NULL,
        CONSTRAINT touchpoint_plane_single_check CHECK (id = 1),
        CONSTRAINT touchpoint_plane_pkey PRIMARY KEY (id)
      )
    `);
    await runner.query(`
      CREATE TABLE job_run (
        id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        access_key_id uuid NOT NULL,
        kind text NOT NULL,
        status text NOT NULL,
        progress double precision NOT NULL DEFAULT 0,
        payload jsonb NOT NULL,
        result jsonb,
        attempt integer NOT NULL DEFAULT 0,
        fencing_token bigint NOT NULL DEFAULT 0,
        worker_id text,
        lease_until timestamptz,
        failure_code text,
        failure_message text,
        created_at timestamptz NOT NULL,
        started_at timestamptz,
        finished_at timestamptz,
        CONSTRAINT job_run_progress_check CHECK (progress >= 0 AND progress <= 1),
        CONSTRAINT job_run_status_check CHECK (status IN ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
        CONSTRAINT job_run_pkey PRIMARY KEY (id)
      )
    `);
    await runner.query("CREATE INDEX job_run_organisation_idx ON job_run (organisation_id)");
    await runner.query("CREATE INDEX job_run_lease_idx ON job_run (lease_until) WHERE status = 'RUNNING'");
    await runner.query(`
      CREATE TABLE idempotency_key (
        organisation_id uuid NOT NULL,
        key text NOT NULL,
        mutation text NOT NULL,
        request_hash text NOT NULL,
        result jsonb,
        created_at timestamptz NOT NULL,
        CONSTRAINT idempotency_key_pkey PRIMARY KEY (organisation_id, key)
      )
    `);
    await runner.query(
      "ALTER TABLE access_key ADD CONSTRAINT access_key_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)",
    );
    await runner.query(
      "ALTER TABLE audit_log ADD CONSTRAINT audit_log_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)",
    );
    await runner.query(
      "ALTER TABLE rule_set ADD CONSTRAINT rule_set_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)",
    );
    await runner.query(
      "ALTER TABLE asset_snapshot ADD CONSTRAINT asset_snapshot_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)",
    );
    await runner.query(
      "ALTER TABLE asset_snapshot ADD CONSTRAINT asset_snapshot_brand_fkey FOREIGN KEY (brand_id) REFERENCES brand(id)",
    );
    await runner.query(
      "ALTER TABLE asset_snapshot ADD CONSTRAINT asset_snapshot_category_fkey FOREIGN KEY (category_id) REFERENCES category(id)",
    );
    await runner.query(
      "ALTER TABLE asset_snapshot ADD CONSTRAINT asset_snapshot_rule_set_fkey FOREIGN KEY (rule_set_id) REFERENCES rule_set(id)",
    );
    await runner.query(
      "ALTER TABLE attribution_report ADD CONSTRAINT attribution_report_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)",
    );
    await runner.query(
      "ALTER TABLE attribution_report ADD CONSTRAINT attribution_report_campaign_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id) ON DELETE CASCADE",
    );
    await runner.query(
      "ALTER TABLE attribution_credit ADD CONSTRAINT attribution_credit_report_fkey FOREIGN KEY (report_id) REFERENCES attribution_report(id) ON DELETE CASCADE",
    );
    await runner.query(
      "ALTER TABLE attribution_credit ADD CONSTRAINT attribution_credit_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)",
    );
    await runner.query(
      "ALTER TABLE audience_pack ADD CONSTRAINT audience_pack_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)",
    );
    await runner.query(
      "ALTER TABLE audience_pack ADD CONSTRAINT audience_pack_brand_fkey FOREIGN KEY (brand_id) REFERENCES brand(id)",
    );
    await runner.query(
      "ALTER TABLE audience_pack_rules ADD CONSTRAINT audience_pack_rules_pack_fkey FOREIGN KEY (audience_pack_id) REFERENCES audience_pack(id) ON DELETE CASCADE",
    );
    await runner.query(
      "ALTER TABLE audience_pack_rules ADD CONSTRAINT audience_pack_rules_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)",
    );
    await runner.query(
      "ALTER TABLE audience_pack_build ADD CONSTRAINT audience_pack_build_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)",
    );
    await runner.query(
      "ALTER TABLE audience_pack_build ADD CONSTRAINT audience_pack_build_pack_fkey FOREIGN KEY (audience_pack_id) REFERENCES audience_pack(id) ON DELETE CASCADE",
    );
    await runner.query(
      "ALTER TABLE benchmark ADD CONSTRAINT benchmark_category_fkey FOREIGN KEY (category_id) REFERENCES category(id)",
    );
    await runner.query(
      "ALTER TABLE benchmark ADD CONSTRAINT benchmark_rule_set_fkey FOREIGN KEY (rule_set_id) REFERENCES rule_set(id)",
    );
    await runner.query(
      "ALTER TABLE benchmark_figure ADD CONSTRAINT benchmark_figure_benchmark_fkey FOREIGN KEY (benchmark_id) REFERENCES benchmark(id) ON DELETE CASCADE",
    );
    await runner.query(
      "ALTER TABLE benchmark_figure ADD CONSTRAINT benchmark_figure_brand_fkey FOREIGN KEY (brand_id) REFERENCES brand(id)",
    );
    await runner.query(
      "ALTER TABLE category ADD CONSTRAINT category_parent_fkey FOREIGN KEY (parent_id) REFERENCES category(id)",
    );
    await runner.query(
      "ALTER TABLE brand_category ADD CONSTRAINT brand_category_brand_fkey FOREIGN KEY (brand_id) REFERENCES brand(id) ON DELETE CASCADE",
    );
    await runner.query(
      "ALTER TABLE brand_category ADD CONSTRAINT brand_category_category_fkey FOREIGN KEY (category_id) REFERENCES category(id)",
    );
    await runner.query(
      "ALTER TABLE brand_grant ADD CONSTRAINT brand_grant_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)",
    );
    await runner.query(
      "ALTER TABLE brand_grant ADD CONSTRAINT brand_grant_brand_fkey FOREIGN KEY (brand_id) REFERENCES brand(id)",
    );
    await runner.query(
      "ALTER TABLE platform ADD CONSTRAINT platform_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)",
    );
    await runner.query(
      "ALTER TABLE budget_plan ADD CONSTRAINT budget_plan_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)",
    );
    await runner.query(
      "ALTER TABLE budget_plan ADD CONSTRAINT budget_plan_campaign_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id) ON DELETE CASCADE",
    );
    await runner.query(
      "ALTER TABLE budget_plan ADD CONSTRAINT budget_plan_approved_by_fkey FOREIGN KEY (approved_by_id) REFERENCES access_key(id)",
    );
    await runner.query(
      "ALTER TABLE campaign ADD CONSTRAINT campaign_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)",
    );
    await runner.query(
      "ALTER TABLE campaign ADD CONSTRAINT campaign_brand_fkey FOREIGN KEY (brand_id) REFERENCES brand(id)",
    );
    await runner.query(
      "ALTER TABLE campaign_step ADD CONSTRAINT campaign_step_campaign_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id) ON DELETE CASCADE",
    );
    await runner.query(
      "ALTER TABLE campaign_step ADD CONSTRAINT campaign_step_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)",
    );
    await runner.query(
      "ALTER TABLE placement ADD CONSTRAINT placement_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)",
    );
    await runner.query(
      "ALTER TABLE placement ADD CONSTRAINT placement_campaign_fkey FOREIGN KEY (campaign_id) REFERENCES campaign(id) ON DELETE CASCADE",
    );
    await runner.query(
      "ALTER TABLE placement ADD CONSTRAINT placement_audience_pack_fkey FOREIGN KEY (audience_pack_id) REFERENCES audience_pack(id)",
    );
    await runner.query(
      "ALTER TABLE placement_external_id ADD CONSTRAINT placement_external_id_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)",
    );
    await runner.query(
      "ALTER TABLE placement_external_id ADD CONSTRAINT placement_external_id_placement_fkey FOREIGN KEY (placement_id) REFERENCES placement(id) ON DELETE CASCADE",
    );
    await runner.query(
      "ALTER TABLE placement_delivery ADD CONSTRAINT placement_delivery_placement_fkey FOREIGN KEY (placement_id) REFERENCES placement(id) ON DELETE CASCADE",
    );
    await runner.query(
      "ALTER TABLE placement_delivery ADD CONSTRAINT placement_delivery_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)",
    );
    await runner.query(
      "ALTER TABLE touchpoint_source ADD CONSTRAINT touchpoint_source_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)",
    );
    await runner.query(
      "ALTER TABLE integration_run ADD CONSTRAINT integration_run_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)",
    );
    await runner.query(
      "ALTER TABLE integration_run ADD CONSTRAINT integration_run_source_fkey FOREIGN KEY (source_id) REFERENCES touchpoint_source(id)",
    );
    await runner.query(
      "ALTER TABLE intake_chunk ADD CONSTRAINT intake_chunk_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)",
    );
    await runner.query(
      "ALTER TABLE intake_chunk ADD CONSTRAINT intake_chunk_run_fkey FOREIGN KEY (run_id) REFERENCES integration_run(id)",
    );
    await runner.query(
      "ALTER TABLE job_run ADD CONSTRAINT job_run_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)",
    );
    await runner.query(
      "ALTER TABLE idempotency_key ADD CONSTRAINT idempotency_key_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)",
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE idempotency_key CASCADE");
    await runner.query("DROP TABLE job_run CASCADE");
    await runner.query("DROP TABLE touchpoint_plane CASCADE");
    await runner.query("DROP TABLE intake_chunk CASCADE");
    await runner.query("DROP TABLE integration_run CASCADE");
    await runner.query("DROP TABLE touchpoint_source CASCADE");
    await runner.query("DROP TABLE placement_delivery CASCADE");
    await runner.query("DROP TABLE placement_external_id CASCADE");
    await runner.query("DROP TABLE placement CASCADE");
    await runner.query("DROP TABLE campaign_step CASCADE");
    await runner.query("DROP TABLE campaign CASCADE");
    await runner.query("DROP TABLE budget_plan CASCADE");
    await runner.query("DROP TABLE identity_namespace CASCADE");
    await runner.query("DROP TABLE platform CASCADE");
    await runner.query("DROP TABLE brand_grant CASCADE");
    await runner.query("DROP TABLE brand_category CASCADE");
    await runner.query("DROP TABLE brand CASCADE");
    await runner.query("DROP TABLE category CASCADE");
    await runner.query("DROP TABLE benchmark_figure CASCADE");
    await runner.query("DROP TABLE benchmark CASCADE");
    await runner.query("DROP TABLE audience_pack_build CASCADE");
    await runner.query("DROP TABLE audience_pack_rules CASCADE");
    await runner.query("DROP TABLE audience_pack CASCADE");
    await runner.query("DROP TABLE attribution_credit CASCADE");
    await runner.query("DROP TABLE attribution_report CASCADE");
    await runner.query("DROP TABLE asset_snapshot CASCADE");
    await runner.query("DROP TABLE rule_set CASCADE");
    await runner.query("DROP TABLE audit_log CASCADE");
    await runner.query("DROP TABLE access_key CASCADE");
    await runner.query("DROP TABLE organisation CASCADE");
  }
}
