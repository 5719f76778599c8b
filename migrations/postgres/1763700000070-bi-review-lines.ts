import type { MigrationInterface, QueryRunner } from "typeorm";

const OWN = "(SELECT organisation_id FROM public.bi_login WHERE role_name = session_user)";
const IS_GRANTED = (brand: string): string =>
  `EXISTS (SELECT FROM public.brand_grant AS granted WHERE granted.organisation_id = ${OWN} AND granted.brand_id = ${brand})`;

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

/** Whole reviews and what they taught, in schema `bi`. */
export class BiReviewLines1763700000070 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
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
  }
}

const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;
