import type { MigrationInterface, QueryRunner } from "typeorm";

const OWN = "(SELECT organisation_id FROM public.bi_login WHERE role_name = session_user)";
const IS_GRANTED = (brand: string): string =>
  `EXISTS (SELECT FROM public.brand_grant AS granted WHERE granted.organisation_id = ${OWN} AND granted.brand_id = ${brand})`;
const OWN_REPORT = `report.organisation_id = ${OWN} AND (report.brand_id IS NULL OR ${IS_GRANTED("report.brand_id")})`;
const CONVERSIONS = (millionths: string): string => `round(${millionths} / 1000000::numeric, 6)`;
const MONEY = (minor: string): string =>
  `round(${minor} / 10::numeric ^ bi.currency_exponent(report.currency_code), bi.currency_exponent(report.currency_code))`;

/** As migration 67 made it, without a remainder. */
const LINES = `
  SELECT bi.node_id('AttributionReport', report.id::text) AS report_id, credit.grain AS grain, credit.from_at AS period_from,
    credit.platform AS platform, credit.model AS model, ${CONVERSIONS("credit.conversion_millionths")} AS conversions,
    ${MONEY("credit.value_minor")} AS value, CASE WHEN credit.conversion_millionths IS NULL THEN 'SUPPRESSED' END AS reason,
    report.currency_code AS currency_code`;
const FROM = `
  FROM public.attribution_period_credit AS credit JOIN public.attribution_report AS report ON report.id = credit.report_id
  WHERE ${OWN_REPORT}`;

/** What the withheld cells of a platform come to together: its line less what is told. */
const REMAINDERS = `
  SELECT bi.node_id('AttributionReport', report.id::text), rest.grain, NULL::timestamptz, rest.platform, rest.model,
    ${CONVERSIONS("rest.millionths")}, ${MONEY("rest.minor")}, NULL::text, report.currency_code, 'REMAINDER'
  FROM (
    SELECT credit.report_id, credit.grain, credit.platform, credit.model,
      min(line.conversion_millionths) - coalesce(sum(credit.conversion_millionths), 0) AS millionths,
      min(line.value_minor) - coalesce(sum(credit.value_minor), 0) AS minor
    FROM public.attribution_period_credit AS credit
      JOIN public.attribution_credit AS line ON line.report_id = credit.report_id AND line.dimension = 'PLATFORM'
        AND line.platform = credit.platform AND line.model = credit.model
    GROUP BY 1, 2, 3, 4 HAVING count(credit.conversion_millionths) < count(*)
  ) AS rest JOIN public.attribution_report AS report ON report.id = rest.report_id
  WHERE ${OWN_REPORT}`;

const PERIOD_COMMENTS = {
  "VIEW bi.attribution_period_lines":
    "What platforms are credited with by hour and by day, under models that add up across dimensions. Of one grain and model they sum exactly to the report's conversions less the unattributed, remainders included.",
  "COLUMN bi.attribution_period_lines.period_from": "First instant of the period; null of a remainder.",
  "COLUMN bi.attribution_period_lines.row_kind":
    "LINE; REMAINDER: what a platform's withheld cells come to together, one row a platform.",
};

interface Section {
  readonly name: string;
  /** Elements of the review's content, as `one`, with `place` from 1. */
  readonly from: string;
  readonly item: string;
  readonly step?: string;
  readonly reason?: string;
  /** Field of an element by measure; those of an interval hold value, low and high. */
  readonly measures: Readonly<Record<string, string>>;
  readonly intervals?: Readonly<Record<string, string>>;
}

const each = (part: string): string =>
  `jsonb_array_elements(review.content -> '${part}') WITH ORDINALITY AS line (one, place)`;
const FLOW = "(one ->> 'from') || ' > ' || coalesce(one ->> 'to', 'ANY')";

/** What `exportReview` says, in its words. */
const SECTIONS: readonly Section[] = [
  {
    ...{ name: "FIGURE", from: each("figures"), item: "one ->> 'metric'" },
    ...{ measures: { VALUE: "value" }, reason: "one ->> 'state'" },
  },
  {
    ...{ name: "FIGURE", from: each("figures"), item: "one ->> 'metric'" },
    measures: { BENCHMARK: "benchmark", YEAR_ON_YEAR: "yearOnYear", AGAINST_BASE: "againstBase" },
  },
  {
    ...{ name: "TARGET", from: each("targets"), item: "one ->> 'metric'", step: "one ->> 'step'" },
    ...{
      measures: { VALUE: "value", TARGET: "target", ATTAINMENT: "attainment" },
      reason: "nullif(one ->> 'state', 'KNOWN')",
    },
  },
  {
    name: "ASSETS",
    from: `jsonb_array_elements(jsonb_build_array(review.content -> 'assets' || '{"stage": "ALL"}') || (review.content -> 'stages')) WITH ORDINALITY AS line (one, place)`,
    item: "one ->> 'stage'",
    measures: { BEFORE: "before", AFTER: "after", CHANGE: "delta", GROWTH: "growth" },
  },
  {
    ...{ name: "ASSETS", from: "(SELECT review.content -> 'assets' AS one) AS line", item: "'ALL'" },
    measures: { GROWTH_AGAINST_INDUSTRY: "growthAgainstIndustry", EXCESS: "excess", RANK: "rank", OF: "of" },
  },
  {
    ...{ name: "GROUP", from: each("groups"), item: "one ->> 'group'" },
    measures: { BASE: "base", NOW: "now", GROWTH: "growth" },
  },
  {
    ...{ name: "GAP", from: each("gaps"), item: "one ->> 'stage'", reason: "one ->> 'state'" },
    measures: {
      ...{
        BEFORE: "before",
        AFTER: "after",
        OWN_GROWTH: "ownGrowth",
        BENCHMARK_MOVE: "benchmarkMove",
        CLOSED: "closed",
      },
    },
  },
  {
    name: "STEP",
    from: `${each("steps")} CROSS JOIN LATERAL (SELECT jsonb_build_object('people', people) AS one, place AS stage
      FROM jsonb_array_elements(line.one -> 'contribution') WITH ORDINALITY AS told (people, place)) AS contribution`,
    item: "review.content -> 'stages' -> (contribution.stage - 1)::integer ->> 'stage'",
    step: `(SELECT string_agg(name, '+' ORDER BY place) FROM jsonb_array_elements_text(line.one -> 'steps') WITH ORDINALITY AS step (name, place))
      || ' ' || (line.one ->> 'from') || '/' || (line.one ->> 'to')`,
    measures: { CONTRIBUTION: "people" },
  },
  {
    ...{ name: "FLOW", from: each("flows"), item: FLOW, measures: { PEOPLE: "people", CHANGE: "change" } },
    intervals: { NOW: "now", BASE: "base" },
  },
];

const selectOf = ({ name, from, item, step, reason, measures, intervals = {} }: Section): string => {
  const source = name === "STEP" ? "contribution.one" : "one";
  const isFlow = name === "FLOW";
  const rows = [
    ...Object.entries(measures).map(([measure, field]) => {
      const bound = (end: string): string =>
        isFlow && measure === "CHANGE" ? `(one -> 'interval' ->> '${end}')::float8` : "NULL::float8";
      return `('${measure}', (${source} ->> '${field}')::float8, ${bound("low")}, ${bound("high")})`;
    }),
    ...Object.entries(intervals).map(([measure, field]) => {
      const of = (end: string): string => `(one -> '${field}' ->> '${end}')::float8`;
      return `('${measure}', ${of("value")}, ${of("low")}, ${of("high")})`;
    }),
  ];
  return `SELECT '${name}' AS section, ${item} AS item, ${step ?? "NULL"} AS step, told.measure, told.value, told.low, told.high,
      CASE WHEN told.value IS NULL THEN coalesce(${reason ?? "NULL"}, 'NOT_TOLD') END AS reason
    FROM ${from} CROSS JOIN LATERAL (VALUES ${rows.join(", ")}) AS told (measure, value, low, high)`;
};

const VIEWS = {
  review_lines: {
    comment:
      "Published campaign reviews, every version, one figure a row: what exportReview says, in its words. Amounts are in major units of the brand's currency.",
    select: `SELECT bi.node_id('CampaignReview', review.id::text) AS review_id, bi.node_id('Campaign', review.campaign_id::text) AS campaign_id,
        review.version AS version, review.published_at AS published_at, line.*
      FROM public.campaign_review AS review JOIN public.campaign ON campaign.id = review.campaign_id
        CROSS JOIN LATERAL (${SECTIONS.map(selectOf).join(" UNION ALL ")}) AS line
      WHERE review.organisation_id = ${OWN} AND ${IS_GRANTED("campaign.brand_id")}`,
    columns: {
      review_id: "Id of the review, as in the API.",
      campaign_id: "Id of the campaign.",
      version: "Version of the campaign's review.",
      published_at: "When it was published.",
      section: "FIGURE, TARGET, ASSETS, GROUP, GAP, STEP or FLOW.",
      item: "The metric, stage, group or flow that the section speaks of.",
      step: "Step of a target; steps and window of a STEP. Null: the whole campaign.",
      measure: "Which number of the item, e.g. VALUE, YEAR_ON_YEAR, BEFORE.",
      value: "The number; null where reason says why. A ratio is 0.48 for 48 %.",
      low: "Lower end of the 95 % interval; null without one.",
      high: "Upper end of the 95 % interval; null without one.",
      reason: "Why there is no value, e.g. SUPPRESSED; NOT_TOLD: what it is made of is not known.",
    },
  },
  learnings: {
    comment:
      "What campaigns taught: in which condition, by which action, to which effect. Effects are ratios, now / base - 1.",
    select: `SELECT bi.node_id('Learning', learning.id::text) AS learning_id, bi.node_id('CampaignReview', learning.review_id::text) AS review_id,
        bi.node_id('Campaign', review.campaign_id::text) AS campaign_id, bi.node_id('Brand', learning.brand_id::text) AS brand_id,
        learning.condition AS condition, learning.action AS action, learning.flow_from AS flow_from, learning.flow_to AS flow_to,
        learning.effect_value AS effect, learning.effect_low AS low, learning.effect_high AS high, learning.people AS people,
        learning.created_at AS created_at
      FROM public.learning JOIN public.campaign_review AS review ON review.id = learning.review_id
      WHERE learning.organisation_id = ${OWN} AND ${IS_GRANTED("learning.brand_id")}`,
    columns: {
      learning_id: "Id of the learning, as in the API.",
      review_id: "Id of the review that measured it.",
      campaign_id: "Id of the campaign that taught it.",
      brand_id: "Id of the brand.",
      condition: "Who it is about, and in which state.",
      action: "What was done.",
      flow_from: "Start of the flow that measures the effect.",
      flow_to: "Its end; null: in no stage at the end.",
      effect: "By how much the flow changed against the comparison base: now / base - 1.",
      low: "Lower end of its 95 % interval.",
      high: "Upper end of its 95 % interval.",
      people: "People at the start of the flow.",
      created_at: "When it was recorded.",
    },
  },
};

/** Period lines with remainders, so that their sums are the report's; whole reviews and what they taught. */
export class BiLines1763700000069 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE OR REPLACE VIEW bi.attribution_period_lines WITH (security_barrier) AS ${LINES}, 'LINE' AS row_kind ${FROM} UNION ALL ${REMAINDERS}`,
    );
    for (const [what, says] of Object.entries(PERIOD_COMMENTS))
      await runner.query(`COMMENT ON ${what} IS ${quote(says)}`);
    await runner.query(`CREATE POLICY bi ON learning FOR SELECT TO CURRENT_USER USING (organisation_id = ${OWN})`);
    for (const [name, { comment, select, columns }] of Object.entries(VIEWS)) {
      await runner.query(`CREATE VIEW bi.${name} WITH (security_barrier) AS ${select}`);
      await runner.query(`COMMENT ON VIEW bi.${name} IS ${quote(comment)}`);
      for (const [column, says] of Object.entries(columns))
        await runner.query(`COMMENT ON COLUMN bi.${name}.${column} IS ${quote(says)}`);
      await runner.query(`GRANT SELECT ON bi.${name} TO valuegraph_bi`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of Object.keys(VIEWS)) await runner.query(`DROP VIEW bi.${name}`);
    await runner.query("DROP POLICY bi ON learning");
    await runner.query("DROP VIEW bi.attribution_period_lines");
    await runner.query(`CREATE VIEW bi.attribution_period_lines WITH (security_barrier) AS ${LINES} ${FROM}`);
    await runner.query("GRANT SELECT ON bi.attribution_period_lines TO valuegraph_bi");
  }
}

const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;
