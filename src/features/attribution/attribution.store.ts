import type { EntityManager } from "typeorm";
import { type Page, type PageRequest, readPage } from "../../platform/page";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import type { ExposureKind } from "../touchpoints";
import type { AttributionReport, CreditLine } from "./attribution-report";
import type { ConversionAction } from "./conversion-action";
import type { Dimension } from "./dimension";
import type { LineKey } from "./line-key";
import type { ModelKey } from "./model-key";
import type { LineCredit } from "./report-lines";
import type { ReportPeriods } from "./report-periods";
import { REPORT, type ReportRow, toReport } from "./report-row";
import { subjectKey } from "./report-subject";

interface LineRow extends LineKey {
  readonly conversions: readonly string[];
  readonly values: readonly string[];
}

/** The lines of report $1 under models $2 in dimension $3; a line's rank is the first model's credit. */
const LINES = `
  WITH line AS (
    SELECT platform COLLATE "C" AS platform, key COLLATE "C" AS key,
      array_agg(conversion_millionths::text ORDER BY array_position($2::text[], model)) AS conversions,
      array_agg(value_minor::text ORDER BY array_position($2::text[], model)) AS values,
      -max(conversion_millionths) FILTER (WHERE model = ($2::text[])[1]) AS rank
    FROM attribution_credit WHERE report_id = $1 AND model = ANY($2::text[]) AND dimension = $3
    GROUP BY platform, key
  )`;

const toLine = ({ conversions, values, ...line }: LineRow): CreditLine => ({
  ...line,
  credits: conversions.map((millionths, index) => ({
    conversionMillionths: BigInt(millionths),
    value: BigInt(values[index]!),
  })),
});

/** The place of a line in the order: the first model's credit falling, then platform and key rising. */
const sortKeyOf = ({ credits, platform, key }: CreditLine): readonly string[] => [
  String(credits[0]!.conversionMillionths),
  platform,
  key,
];

/** Which report of a subject is wanted. */
export interface WantedReport {
  /** Null: the newest of these exposures. */
  readonly version: number | null;
  /** All of which it must hold. */
  readonly models: readonly ModelKey[];
  readonly exposures: readonly ExposureKind[];
  /** Null: any. */
  readonly conversionAction: ConversionAction | null;
}

export interface LinesRequest {
  readonly reportId: string;
  /** At least one; the first decides the order. */
  readonly models: readonly ModelKey[];
  readonly dimension: Dimension;
}

export class AttributionStore {
  constructor(private readonly database: Database) {}

  /** Adds the subject's next version; two runs that publish at once get one version each. */
  async insertReport(
    manager: EntityManager,
    context: RequestContext,
    report: Omit<AttributionReport, "version" | "isOutdated"> & { readonly brandId: number | null },
    credits: readonly LineCredit[],
    { periods, credits: periodCredits }: ReportPeriods,
  ): Promise<number> {
    const subject = subjectKey(report.subject);
    await manager.query("/* attribution.lockSubject */ SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [
      `attribution ${context.organisationId} ${subject}`,
    ]);
    const [row]: { version: number }[] = await manager.query(
      `/* attribution.insertReport */ INSERT INTO attribution_report (id, organisation_id, subject, campaign_id, brand_id, path_set_id,
         from_at, to_at, version, as_of, plane_version, lookback_days, models, exposures, conversion_action, stage, dimensions, settings,
         conversions, value_minor, unattributed_conversions, unattributed_value_minor, across_platforms, nulls, capped, currency_code)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8,
         (SELECT coalesce(max(version), 0) + 1 FROM attribution_report WHERE organisation_id = $2 AND subject = $3),
         $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)
       RETURNING version`,
      [
        report.id,
        context.organisationId,
        subject,
        report.subject.kind === "CAMPAIGN" ? report.subject.campaignId : null,
        report.brandId,
        report.subject.kind === "PATHS" ? report.subject.pathSetId : null,
        report.window?.from ?? null,
        report.window?.to ?? null,
        report.asOf,
        report.planeVersion.toString(),
        report.lookbackDays,
        report.models,
        report.exposures,
        report.conversion.action,
        report.conversion.stage,
        report.dimensions,
        JSON.stringify({
          ...report.settings,
          ...{ lookbacks: report.lookbacks, notes: report.notes, orderFits: report.orderFits },
        }),
        report.conversions.toString(),
        report.valueMinor.toString(),
        report.unattributedConversions.toString(),
        report.unattributedValueMinor.toString(),
        report.acrossPlatforms?.toString() ?? null,
        report.nulls.toString(),
        report.capped.toString(),
        report.currencyCode,
      ],
    );
    const own = [report.id, context.organisationId];
    await manager.query(
      `/* attribution.insertCredits */ INSERT INTO attribution_credit
         (report_id, organisation_id, dimension, model, platform, key, conversion_millionths, value_minor)
       SELECT $1::uuid, $2::uuid, * FROM unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::bigint[])`,
      [
        ...own,
        credits.map(({ dimension }) => dimension),
        credits.map(({ model }) => model),
        credits.map(({ platform }) => platform),
        credits.map(({ key }) => key),
        credits.map(({ conversionMillionths }) => conversionMillionths.toString()),
        credits.map(({ value }) => value.toString()),
      ],
    );
    await manager.query(
      `/* attribution.insertPeriods */ INSERT INTO attribution_period
         (report_id, organisation_id, grain, from_at, conversions, value_minor, unattributed_conversions, unattributed_value_minor)
       SELECT $1::uuid, $2::uuid, * FROM unnest($3::text[], $4::timestamptz[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[])`,
      [
        ...own,
        periods.map(({ grain }) => grain),
        periods.map(({ from }) => from),
        periods.map(({ conversions }) => conversions.toString()),
        periods.map(({ value }) => value.toString()),
        periods.map(({ unattributedConversions }) => unattributedConversions.toString()),
        periods.map(({ unattributedValue }) => unattributedValue.toString()),
      ],
    );
    await manager.query(
      `/* attribution.insertPeriodCredits */ INSERT INTO attribution_period_credit
         (report_id, organisation_id, grain, from_at, model, platform, conversion_millionths, value_minor)
       SELECT $1::uuid, $2::uuid, * FROM unnest($3::text[], $4::timestamptz[], $5::text[], $6::text[], $7::bigint[], $8::bigint[])`,
      [
        ...own,
        periodCredits.map(({ grain }) => grain),
        periodCredits.map(({ from }) => from),
        periodCredits.map(({ model }) => model),
        periodCredits.map(({ platform }) => platform),
        periodCredits.map(({ conversionMillionths }) => conversionMillionths?.toString() ?? null),
        periodCredits.map(({ value }) => value?.toString() ?? null),
      ],
    );
    return row!.version;
  }

  async findReport(context: RequestContext, id: string): Promise<AttributionReport | null> {
    const rows: ReportRow[] = await this.database.withTenant(context, (manager) =>
      manager.query(`/* attribution.findReport */ SELECT ${REPORT} FROM attribution_report WHERE id = $1`, [id]),
    );
    return rows[0] ? toReport(rows[0]) : null;
  }

  /** The newest report of a subject, or of any window of a brand, that is as wanted. */
  async findReportOf(
    context: RequestContext,
    about: { readonly subject: string } | { readonly brandId: number },
    { models, version, exposures, conversionAction }: WantedReport,
  ): Promise<AttributionReport | null> {
    const [where, value, newest] =
      "subject" in about
        ? ["subject = $1", about.subject, "version DESC"]
        : ["brand_id = $1 AND campaign_id IS NULL", about.brandId, "as_of DESC, version DESC, id DESC"];
    const rows = await this.database.readAsTenant<ReportRow>(
      context,
      `/* attribution.findReportOf */ SELECT ${REPORT} FROM attribution_report
       WHERE ${where} AND models @> $2::text[]
         AND CASE WHEN $3::integer IS NULL THEN exposures = $4::text[] ELSE version = $3 END
         AND ($5::text IS NULL OR conversion_action = $5)
       ORDER BY ${newest} LIMIT 1`,
      [value, models, version, exposures, conversionAction],
    );
    return rows[0] ? toReport(rows[0]) : null;
  }

  async findLines(context: RequestContext, request: LinesRequest, page: PageRequest): Promise<Page<CreditLine>> {
    return readPage(page, sortKeyOf, async ({ after, before, fromEnd, limit }) => {
      const direction = fromEnd ? "DESC" : "ASC";
      const rows: LineRow[] = await this.database.withTenant(context, (manager) =>
        manager.query(
          `/* attribution.findLines */ ${LINES}
           SELECT platform, key, conversions, values FROM line
           WHERE ($4::numeric IS NULL OR (rank, platform, key) > (-$4::numeric, $5::text, $6::text))
             AND ($7::numeric IS NULL OR (rank, platform, key) < (-$7::numeric, $8::text, $9::text))
           ORDER BY rank ${direction}, platform ${direction}, key ${direction} LIMIT $10`,
          [...parameters(request), ...(after ?? NO_CURSOR), ...(before ?? NO_CURSOR), limit],
        ),
      );
      return rows.map(toLine);
    });
  }

  async countLines(context: RequestContext, request: LinesRequest): Promise<number> {
    const [row]: { count: number }[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* attribution.countLines */ ${LINES} SELECT count(*)::integer AS count FROM line`,
        parameters(request),
      ),
    );
    return row!.count;
  }

  /** Every line of a dimension, in no order. */
  async findAllLines(context: RequestContext, request: LinesRequest): Promise<readonly CreditLine[]> {
    const rows: LineRow[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* attribution.findAllLines */ ${LINES} SELECT platform, key, conversions, values FROM line`,
        parameters(request),
      ),
    );
    return rows.map(toLine);
  }

  /** Placements with a line of their own. */
  async findPlacementLines(context: RequestContext, reportId: string): Promise<readonly LineKey[]> {
    return this.database.withTenant(context, (manager) =>
      manager.query(
        `/* attribution.findPlacementLines */ SELECT DISTINCT platform, key FROM attribution_credit
         WHERE report_id = $1 AND dimension = 'PLACEMENT'`,
        [reportId],
      ),
    );
  }
}

const NO_CURSOR = [null, null, null] as const;

const parameters = ({ reportId, models, dimension }: LinesRequest): unknown[] => [reportId, models, dimension];
