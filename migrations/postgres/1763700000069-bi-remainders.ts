import type { MigrationInterface, QueryRunner } from "typeorm";

const OWN = "(SELECT organisation_id FROM public.bi_login WHERE role_name = session_user)";
const OWN_REPORT = `report.organisation_id = ${OWN} AND (report.brand_id IS NULL OR EXISTS (
  SELECT FROM public.brand_grant AS granted WHERE granted.organisation_id = ${OWN} AND granted.brand_id = report.brand_id))`;
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

const COMMENTS = {
  "VIEW bi.attribution_period_lines":
    "What platforms are credited with by hour and by day, under models that add up across dimensions. Of one grain and model they sum exactly to the report's conversions less the unattributed, remainders included.",
  "COLUMN bi.attribution_period_lines.period_from": "First instant of the period; null of a remainder.",
  "COLUMN bi.attribution_period_lines.row_kind":
    "LINE; REMAINDER: what a platform's withheld cells come to together, one row a platform.",
};

/** The period lines of schema `bi` with remainders, so that their sums are the report's. */
export class BiRemainders1763700000069 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE OR REPLACE VIEW bi.attribution_period_lines WITH (security_barrier) AS ${LINES}, 'LINE' AS row_kind ${FROM} UNION ALL ${REMAINDERS}`,
    );
    for (const [what, says] of Object.entries(COMMENTS))
      await runner.query(`COMMENT ON ${what} IS '${says.replaceAll("'", "''")}'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP VIEW bi.attribution_period_lines");
    await runner.query(`CREATE VIEW bi.attribution_period_lines WITH (security_barrier) AS ${LINES} ${FROM}`);
    await runner.query("GRANT SELECT ON bi.attribution_period_lines TO valuegraph_bi");
  }
}
