import type { EntityManager } from "typeorm";
import { type Page, type PageRequest, readPage } from "../../platform/page";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import type { ExposureKind } from "../touchpoints";
import type { AttributionReport, CreditLine, LineDimension } from "./attribution-report";
import type { ModelKey } from "./model-key";
import type { ReportCredit } from "./report-credits";

type ReportRow = Omit<
  AttributionReport,
  "planeVersion" | "conversions" | "valueMinor" | "unattributedConversions" | "unattributedValueMinor"
> & {
  readonly planeVersion: string;
  readonly conversions: string;
  readonly valueMinor: string;
  readonly unattributedConversions: string;
  readonly unattributedValueMinor: string;
};

interface LineRow {
  readonly platform: string;
  readonly placement: string;
  readonly hasPlacements: boolean;
  readonly conversions: readonly string[];
  readonly values: readonly string[];
}

const REPORT = `id, campaign_id AS "campaignId", version, as_of AS "asOf", plane_version AS "planeVersion", lookback_days AS "lookbackDays",
  models, exposures, conversions, value_minor AS "valueMinor", unattributed_conversions AS "unattributedConversions",
  unattributed_value_minor AS "unattributedValueMinor", currency_code AS "currencyCode"`;

/** The lines of report $1 under models $2, by platform or (if $3) by placement; a line's rank is the first model's credit. */
const LINES = `
  WITH credit AS (
    SELECT platform, CASE WHEN $3::boolean THEN placement ELSE '' END AS placement, bool_or(placement <> '') AS has_placements,
      model, sum(conversion_millionths) AS conversions, sum(value_minor) AS value
    FROM attribution_credit WHERE report_id = $1 AND model = ANY($2::text[]) GROUP BY 1, 2, model
  ), line AS (
    SELECT platform COLLATE "C" AS platform, placement COLLATE "C" AS placement, bool_or(has_placements) AS has_placements,
      array_agg(conversions::text ORDER BY array_position($2::text[], model)) AS conversions,
      array_agg(value::text ORDER BY array_position($2::text[], model)) AS values,
      -max(conversions) FILTER (WHERE model = ($2::text[])[1]) AS rank
    FROM credit GROUP BY platform, placement
  )`;

const toReport = (row: ReportRow): AttributionReport => ({
  ...row,
  planeVersion: BigInt(row.planeVersion),
  conversions: BigInt(row.conversions),
  valueMinor: BigInt(row.valueMinor),
  unattributedConversions: BigInt(row.unattributedConversions),
  unattributedValueMinor: BigInt(row.unattributedValueMinor),
});

const toLine = ({ conversions, values, ...row }: LineRow): CreditLine => ({
  ...row,
  credits: conversions.map((millionths, index) => ({
    conversionMillionths: BigInt(millionths),
    value: BigInt(values[index]!),
  })),
});

/** The place of a line in the order: the first model's credit falling, then platform and placement rising. */
const sortKeyOf = ({ credits, platform, placement }: CreditLine): readonly string[] => [
  String(credits[0]!.conversionMillionths),
  platform,
  placement,
];

export interface LinesRequest {
  readonly reportId: string;
  /** At least one; the first decides the order. */
  readonly models: readonly ModelKey[];
  readonly dimension: LineDimension;
}

export class AttributionStore {
  constructor(private readonly database: Database) {}

  /** Adds the campaign's next version; two runs that publish at once get one version each. */
  async insertReport(
    manager: EntityManager,
    context: RequestContext,
    report: Omit<AttributionReport, "version">,
    credits: readonly ReportCredit[],
  ): Promise<number> {
    await manager.query("/* attribution.lockCampaign */ SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [
      `attribution of campaign ${report.campaignId}`,
    ]);
    const [row]: { version: number }[] = await manager.query(
      `/* attribution.insertReport */ INSERT INTO attribution_report (id, organisation_id, campaign_id, version, as_of, plane_version,
         lookback_days, models, conversions, value_minor, unattributed_conversions, unattributed_value_minor, currency_code, exposures)
       VALUES ($1, $2, $3, (SELECT coalesce(max(version), 0) + 1 FROM attribution_report WHERE campaign_id = $3),
         $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
       RETURNING version`,
      [
        report.id,
        context.organisationId,
        report.campaignId,
        report.asOf,
        report.planeVersion.toString(),
        report.lookbackDays,
        report.models,
        report.conversions.toString(),
        report.valueMinor.toString(),
        report.unattributedConversions.toString(),
        report.unattributedValueMinor.toString(),
        report.currencyCode,
        report.exposures,
      ],
    );
    await manager.query(
      `/* attribution.insertCredits */ INSERT INTO attribution_credit
         (report_id, organisation_id, model, platform, placement, conversion_millionths, value_minor)
       SELECT $1::uuid, $2::uuid, * FROM unnest($3::text[], $4::text[], $5::text[], $6::bigint[], $7::bigint[])`,
      [
        report.id,
        context.organisationId,
        credits.map(({ model }) => model),
        credits.map(({ platform }) => platform),
        credits.map(({ placement }) => placement),
        credits.map(({ conversionMillionths }) => conversionMillionths.toString()),
        credits.map(({ value }) => value.toString()),
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

  /** The campaign's newest report of these exposures, or that of `version` whatever its exposures, if it holds all of `models`. */
  async findReportOfCampaign(
    context: RequestContext,
    campaignId: string,
    wanted: {
      readonly version: number | null;
      readonly models: readonly ModelKey[];
      readonly exposures: readonly ExposureKind[];
    },
  ): Promise<AttributionReport | null> {
    const rows: ReportRow[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* attribution.findReportOfCampaign */ SELECT ${REPORT} FROM attribution_report
         WHERE campaign_id = $1 AND models @> $2::text[]
           AND CASE WHEN $3::integer IS NULL THEN exposures = $4::text[] ELSE version = $3 END
         ORDER BY version DESC LIMIT 1`,
        [campaignId, wanted.models, wanted.version, wanted.exposures],
      ),
    );
    return rows[0] ? toReport(rows[0]) : null;
  }

  async findLines(context: RequestContext, request: LinesRequest, page: PageRequest): Promise<Page<CreditLine>> {
    return readPage(page, sortKeyOf, async ({ after, before, fromEnd, limit }) => {
      const direction = fromEnd ? "DESC" : "ASC";
      const rows: LineRow[] = await this.database.withTenant(context, (manager) =>
        manager.query(
          `/* attribution.findLines */ ${LINES}
           SELECT platform, placement, has_placements AS "hasPlacements", conversions, values FROM line
           WHERE ($4::numeric IS NULL OR (rank, platform, placement) > (-$4::numeric, $5::text, $6::text))
             AND ($7::numeric IS NULL OR (rank, platform, placement) < (-$7::numeric, $8::text, $9::text))
           ORDER BY rank ${direction}, platform ${direction}, placement ${direction} LIMIT $10`,
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

  /** Every platform once, in no order. */
  async findPlatforms(
    context: RequestContext,
    request: Omit<LinesRequest, "dimension">,
  ): Promise<readonly CreditLine[]> {
    const rows: LineRow[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* attribution.findPlatforms */ ${LINES} SELECT platform, placement, has_placements AS "hasPlacements", conversions, values FROM line`,
        parameters({ ...request, dimension: "PLATFORM" }),
      ),
    );
    return rows.map(toLine);
  }
}

const NO_CURSOR = [null, null, null] as const;

const parameters = ({ reportId, models, dimension }: LinesRequest): unknown[] => [
  reportId,
  models,
  dimension === "PLACEMENT",
];
