import type { MigrationInterface, QueryRunner } from "typeorm";
import { ownRows } from "./own-rows";

/** Whose rows a login may read: the organisation of the role that opened the connection, which no statement can change. */
const OWN = "(SELECT organisation_id FROM public.bi_login WHERE role_name = session_user)";

/** Tables of one organisation each that the views read. The owner reads through a policy, as row security binds it as well. */
const READ = [
  "attribution_report",
  "attribution_credit",
  "attribution_period",
  "attribution_period_credit",
  "campaign_review",
  "campaign",
  "placement",
  "placement_delivery",
  "asset_snapshot",
  "asset_told_count",
  "brand_grant",
];

const IS_GRANTED = (brand: string): string =>
  `EXISTS (SELECT FROM public.brand_grant AS granted WHERE granted.organisation_id = ${OWN} AND granted.brand_id = ${brand})`;

const money = (minor: string, currency: string): string =>
  `round(${minor} / 10::numeric ^ bi.currency_exponent(${currency}), bi.currency_exponent(${currency}))`;

interface View {
  readonly name: string;
  readonly comment: string;
  /** By column: what it is made of, and what it says. */
  readonly columns: Readonly<Record<string, readonly [expression: string, comment: string]>>;
  readonly from: string;
}

const REPORT = "public.attribution_report AS report";
const OWN_REPORT = `report.organisation_id = ${OWN} AND (report.brand_id IS NULL OR ${IS_GRANTED("report.brand_id")})`;
const REPORT_ID = ["bi.node_id('AttributionReport', report.id::text)", "Id of the report, as in the API."] as const;
const CURRENCY = ["report.currency_code", "ISO 4217 code of every amount of the row."] as const;
const MODEL = ["credit.model", "The attribution model."] as const;

const VIEWS: readonly View[] = [
  {
    name: "brands",
    comment: "Brands that are granted to the organisation.",
    columns: {
      brand_id: ["bi.node_id('Brand', brand.id::text)", "Id of the brand, as in the API."],
      code: ["brand.code", "Code of the brand."],
      name: ["brand.name", "Name of the brand."],
      zone: ["brand.zone", "Zone in which its days begin."],
      currency_code: ["brand.currency_code", "ISO 4217 code of its amounts."],
    },
    from: `public.brand WHERE ${IS_GRANTED("brand.id")}`,
  },
  {
    name: "campaigns",
    comment: "Campaigns of the organisation.",
    columns: {
      campaign_id: ["bi.node_id('Campaign', campaign.id::text)", "Id of the campaign, as in the API."],
      brand_id: ["bi.node_id('Brand', campaign.brand_id::text)", "Id of its brand."],
      code: ["campaign.code", "Code of the campaign."],
      name: ["campaign.name", "Name of the campaign."],
      starts_at: ["campaign.starts_at", "Its first instant."],
      ends_at: ["campaign.ends_at", "The first instant after it."],
    },
    from: `public.campaign WHERE campaign.organisation_id = ${OWN} AND ${IS_GRANTED("campaign.brand_id")}`,
  },
  {
    name: "attribution_reports",
    comment:
      "Published attribution reports, every version of each subject. A report never changes but for is_outdated.",
    columns: {
      report_id: REPORT_ID,
      version: [
        "report.version",
        "Counts up with every report of the same campaign, brand's window or imported paths.",
      ],
      is_newest: [
        "NOT EXISTS (SELECT FROM public.attribution_report AS newer WHERE newer.organisation_id = report.organisation_id AND newer.subject = report.subject AND newer.version > report.version)",
        "True: no later version of the subject is published.",
      ],
      brand_id: ["bi.node_id('Brand', report.brand_id::text)", "Id of the brand; null of imported paths."],
      campaign_id: ["bi.node_id('Campaign', report.campaign_id::text)", "Id of the campaign; null of other subjects."],
      window_from: ["report.from_at", "First instant of the conversions' window; null of imported paths."],
      window_to: ["report.to_at", "The first instant after it; null of imported paths."],
      as_of: ["report.as_of", "Orders, refunds and touches before this instant count."],
      lookback_days: ["report.lookback_days", "Days before a conversion within which a touch is eligible."],
      conversion_action: ["report.conversion_action", "What was counted as a conversion."],
      conversions: ["report.conversions", "Conversions, with a touch or without."],
      value: [money("report.value_minor", "report.currency_code"), "Their value, net of refunds, in major units."],
      unattributed_conversions: ["report.unattributed_conversions", "Conversions without an eligible touch."],
      unattributed_value: [
        money("report.unattributed_value_minor", "report.currency_code"),
        "Their value, in major units.",
      ],
      currency_code: CURRENCY,
      is_outdated: ["report.outdated_at IS NOT NULL", "True: late data came; the next version will say otherwise."],
    },
    from: `${REPORT} WHERE ${OWN_REPORT}`,
  },
  {
    name: "attribution_lines",
    comment:
      "Lines of attribution reports. In every dimension and model they sum exactly to the report's conversions less the unattributed. Lines of few people are part of the line OTHER.",
    columns: {
      report_id: REPORT_ID,
      dimension: ["credit.dimension", "What a line is about."],
      line_key: [
        `CASE WHEN credit.dimension IN ('PLATFORM', 'PLACEMENT') THEN credit.platform || CASE credit.key WHEN '' THEN '' ELSE '/' || credit.key END
          WHEN credit.dimension = 'PACK' AND credit.key NOT IN ('', 'OTHER') THEN bi.node_id('AudiencePack', credit.key)
          ELSE credit.key END`,
        "Which line; empty: touches that name nothing in this dimension. OTHER: what is too small for a line.",
      ],
      model: MODEL,
      conversions: ["round(credit.conversion_millionths / 1000000::numeric, 6)", "Conversions credited, exact."],
      value: [money("credit.value_minor", "report.currency_code"), "Value credited, in major units."],
      currency_code: CURRENCY,
    },
    from: `public.attribution_credit AS credit JOIN ${REPORT} ON report.id = credit.report_id WHERE ${OWN_REPORT}`,
  },
  {
    name: "attribution_periods",
    comment:
      "Conversions of attribution reports by hour and by day of the conversion; periods without any are left out.",
    columns: {
      report_id: REPORT_ID,
      grain: ["period.grain", "HOUR or DAY; days begin in the brand's zone."],
      period_from: ["period.from_at", "First instant of the period."],
      conversions: ["period.conversions", "Conversions, with a touch or without."],
      value: [money("period.value_minor", "report.currency_code"), "Their value, in major units."],
      unattributed_conversions: ["period.unattributed_conversions", "Conversions without an eligible touch."],
      unattributed_value: [
        money("period.unattributed_value_minor", "report.currency_code"),
        "Their value, in major units.",
      ],
      currency_code: CURRENCY,
    },
    from: `public.attribution_period AS period JOIN ${REPORT} ON report.id = period.report_id WHERE ${OWN_REPORT}`,
  },
  {
    name: "attribution_period_lines",
    comment: "What platforms are credited with by hour and by day, under models that add up across dimensions.",
    columns: {
      report_id: REPORT_ID,
      grain: ["credit.grain", "HOUR or DAY; days begin in the brand's zone."],
      period_from: ["credit.from_at", "First instant of the period."],
      platform: ["credit.platform", "Code of the platform; OTHER as in attribution_lines."],
      model: MODEL,
      conversions: [
        "round(credit.conversion_millionths / 1000000::numeric, 6)",
        "Conversions credited; null where reason says why.",
      ],
      value: [money("credit.value_minor", "report.currency_code"), "Value credited, in major units; null likewise."],
      reason: [
        "CASE WHEN credit.conversion_millionths IS NULL THEN 'SUPPRESSED' END",
        "SUPPRESSED: few people are behind the cell. Null where it is told.",
      ],
      currency_code: CURRENCY,
    },
    from: `public.attribution_period_credit AS credit JOIN ${REPORT} ON report.id = credit.report_id WHERE ${OWN_REPORT}`,
  },
  {
    name: "review_figures",
    comment: "Figures of published campaign reviews, every version, as they were told when they were published.",
    columns: {
      review_id: ["bi.node_id('CampaignReview', review.id::text)", "Id of the review, as in the API."],
      campaign_id: ["bi.node_id('Campaign', review.campaign_id::text)", "Id of the campaign."],
      version: ["review.version", "Version of the campaign's review."],
      published_at: ["review.published_at", "When it was published."],
      is_final: ["(review.content ->> 'isFinal')::boolean", "False: late data was still to come."],
      metric: ["figure ->> 'metric'", "The metric; amounts are in major units of the brand's currency."],
      value: ["(figure ->> 'value')::float8", "The figure; null where state says why. A ratio is 0.48 for 48 %."],
      state: ["figure ->> 'state'", "KNOWN, or why there is no value, e.g. SUPPRESSED."],
      benchmark: ["(figure ->> 'benchmark')::float8", "The industry's mean of it; null when not known."],
      year_on_year: ["(figure ->> 'yearOnYear')::float8", "Ratio: against the year before, later / earlier - 1."],
      against_base: ["(figure ->> 'againstBase')::float8", "Ratio: against the comparison base, likewise."],
    },
    from: `public.campaign_review AS review JOIN public.campaign ON campaign.id = review.campaign_id
      CROSS JOIN LATERAL jsonb_array_elements(review.content -> 'figures') AS figure
      WHERE review.organisation_id = ${OWN} AND ${IS_GRANTED("campaign.brand_id")}`,
  },
  {
    name: "asset_counts",
    comment: "People of published asset snapshots by stage and by cell of the nine-grid, small groups withheld.",
    columns: {
      snapshot_id: ["bi.node_id('AssetSnapshot', snapshot.id::text)", "Id of the snapshot, as in the API."],
      brand_id: ["bi.node_id('Brand', snapshot.brand_id::text)", "Id of the brand."],
      category_id: ["bi.node_id('Category', snapshot.category_id::text)", "Id of the category; null: all of them."],
      as_of: ["snapshot.as_of", "Touchpoints before this instant count."],
      known_at: ["snapshot.known_at", "When it was counted."],
      is_outdated: ["snapshot.outdated_at IS NOT NULL", "True: late data came since."],
      kind: ["told.kind", "PEOPLE: all that the brand met; STAGE; CELL."],
      name: [
        "told.name",
        "ALL; a stage or LAPSED; a cell as BRAND_LOYAL or UNPLACED; REMAINDER: all withheld of the kind together.",
      ],
      people: [
        "CASE WHEN told.threshold >= own.small_group_threshold THEN told.people END",
        "People; null where reason says why.",
      ],
      reason: [
        "CASE WHEN told.threshold < own.small_group_threshold THEN 'THRESHOLD_RAISED' WHEN told.people IS NULL THEN 'SUPPRESSED' END",
        "SUPPRESSED: a small group, or one that would tell it. THRESHOLD_RAISED: take the snapshot again. Null where told.",
      ],
    },
    from: `public.asset_told_count AS told JOIN public.asset_snapshot AS snapshot ON snapshot.id = told.snapshot_id
      JOIN public.organisation AS own ON own.id = told.organisation_id
      WHERE told.organisation_id = ${OWN} AND ${IS_GRANTED("snapshot.brand_id")}`,
  },
  {
    name: "benchmarks",
    comment: "What the industry of granted brands makes of each metric, the brand's own figure excluded.",
    columns: {
      brand_id: ["bi.node_id('Brand', figure.brand_id::text)", "Id of the brand that is compared."],
      category_id: ["bi.node_id('Category', benchmark.category_id::text)", "Id of the category."],
      as_of: ["benchmark.as_of", "Touchpoints before this instant count."],
      flow_from: ["benchmark.flow_from", "Flows are followed from this instant to as_of."],
      computed_at: ["benchmark.computed_at", "When it was computed."],
      metric: ["figure.metric", "The metric; people, or a ratio from 0 to 1."],
      peers: ["figure.peers", "Brands that the means are made of."],
      industry_mean: ["figure.industry_mean", "Mean of the peers; null where reason says why."],
      top_mean: ["figure.top_mean", "Mean of the best top_count peers; null likewise."],
      top_count: ["figure.top_count", "How many peers make top_mean."],
      reason: [
        "CASE WHEN figure.industry_mean IS NULL THEN 'TOO_FEW_PEERS' END",
        "TOO_FEW_PEERS: fewer than 5. Null where told.",
      ],
    },
    from: `public.benchmark_figure AS figure JOIN public.benchmark ON benchmark.id = figure.benchmark_id
      WHERE ${IS_GRANTED("figure.brand_id")}`,
  },
  {
    name: "deliveries",
    comment: "What media report of placements by period, the newest statement of each.",
    columns: {
      placement_id: ["bi.node_id('Placement', placement.id::text)", "Id of the placement, as in the API."],
      campaign_id: ["bi.node_id('Campaign', placement.campaign_id::text)", "Id of its campaign."],
      placement_name: ["placement.name", "Name of the placement."],
      platform: ["placement.platform", "Code of the platform."],
      step: ["placement.step", "Step of the campaign."],
      period_from: ["delivery.period_start", "First instant of the period."],
      period_to: ["delivery.period_end", "The first instant after it."],
      impressions: ["delivery.impressions", "Impressions."],
      clicks: ["delivery.clicks", "Clicks."],
      cost: [money("delivery.cost_minor", "delivery.currency_code"), "Cost, in major units."],
      currency_code: ["delivery.currency_code", "ISO 4217 code of the cost."],
      version: ["delivery.version", "Counts up when the period is restated."],
      source: ["delivery.source", "Who reported it."],
      imported_at: ["delivery.imported_at", "When it came in."],
    },
    from: `public.placement_delivery AS delivery JOIN public.placement ON placement.id = delivery.placement_id
      JOIN public.campaign ON campaign.id = placement.campaign_id
      WHERE delivery.organisation_id = ${OWN} AND ${IS_GRANTED("campaign.brand_id")} AND NOT EXISTS (
        SELECT FROM public.placement_delivery AS newer WHERE newer.placement_id = delivery.placement_id
          AND newer.period_start = delivery.period_start AND newer.period_end = delivery.period_end AND newer.version > delivery.version)`,
  },
];

/**
 * Schema `bi`: published, already suppressed figures as SQL views, for logins that can read there and nowhere else. A login reads
 * the rows of the organisation that `bi_login` names.
 */
export class BiViews1763700000067 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DO $$ BEGIN
        CREATE ROLE valuegraph_bi NOLOGIN;
      EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; -- roles belong to the server: another database made it
      END $$
    `);
    await runner.query("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
    await this.createTables(runner);
    await this.letOwnerRead(runner);
    await runner.query("CREATE SCHEMA bi");
    await runner.query(`
      CREATE FUNCTION bi.node_id(type text, key text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
        SELECT translate(encode(convert_to(type || ':' || key, 'UTF8'), 'base64'), E'+/=\\n', '-_')
      $$
    `);
    await runner.query(`
      CREATE FUNCTION bi.currency_exponent(code text) RETURNS integer LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
        SELECT CASE WHEN code IN ('BHD', 'JOD', 'KWD', 'OMR', 'TND') THEN 3
          WHEN code IN ('CLP', 'ISK', 'JPY', 'KRW', 'PYG', 'UGX', 'VND', 'XAF', 'XOF') THEN 0 ELSE 2 END
      $$
    `);
    for (const { name, comment, columns, from } of VIEWS) {
      const list = Object.entries(columns).map(([column, [expression]]) => `${expression} AS ${column}`);
      await runner.query(`CREATE VIEW bi.${name} WITH (security_barrier) AS SELECT ${list.join(", ")} FROM ${from}`);
      await runner.query(`COMMENT ON VIEW bi.${name} IS ${quote(comment)}`);
      for (const [column, [, says]] of Object.entries(columns))
        await runner.query(`COMMENT ON COLUMN bi.${name}.${column} IS ${quote(says)}`);
    }
    await runner.query("GRANT USAGE ON SCHEMA bi TO valuegraph_bi");
    await runner.query("GRANT SELECT ON ALL TABLES IN SCHEMA bi TO valuegraph_bi");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP SCHEMA bi CASCADE");
    for (const table of [...READ, "organisation", "benchmark_figure"])
      await runner.query(`DROP POLICY IF EXISTS bi ON ${table}`);
    await runner.query("DROP TABLE bi_login, asset_told_count");
  }

  private async createTables(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE bi_login (
        role_name text NOT NULL,
        organisation_id uuid NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT bi_login_pkey PRIMARY KEY (role_name),
        CONSTRAINT bi_login_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)
      )
    `);
    await runner.query("CREATE INDEX bi_login_organisation_idx ON bi_login (organisation_id)");
    await ownRows(runner, "bi_login", "SELECT");
    await runner.query(`
      CREATE TABLE asset_told_count (
        snapshot_id uuid NOT NULL,
        kind text NOT NULL,
        name text NOT NULL,
        organisation_id uuid NOT NULL,
        people bigint,
        threshold integer NOT NULL,
        CONSTRAINT asset_told_count_kind_check CHECK (kind IN ('PEOPLE', 'STAGE', 'CELL')),
        CONSTRAINT asset_told_count_pkey PRIMARY KEY (snapshot_id, kind, name),
        CONSTRAINT asset_told_count_snapshot_fkey FOREIGN KEY (snapshot_id) REFERENCES asset_snapshot(id) ON DELETE CASCADE,
        CONSTRAINT asset_told_count_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)
      )
    `);
    await runner.query("CREATE INDEX asset_told_count_organisation_idx ON asset_told_count (organisation_id)");
    await ownRows(runner, "asset_told_count", "SELECT, INSERT");
  }

  private async letOwnerRead(runner: QueryRunner): Promise<void> {
    await runner.query("CREATE POLICY bi ON bi_login FOR SELECT TO CURRENT_USER USING (role_name = session_user)");
    for (const table of READ)
      await runner.query(`CREATE POLICY bi ON ${table} FOR SELECT TO CURRENT_USER USING (organisation_id = ${OWN})`);
    await runner.query(`CREATE POLICY bi ON organisation FOR SELECT TO CURRENT_USER USING (id = ${OWN})`);
    await runner.query(
      `CREATE POLICY bi ON benchmark_figure FOR SELECT TO CURRENT_USER USING (${IS_GRANTED("benchmark_figure.brand_id")})`,
    );
  }
}

const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;
