import type { EntityManager } from "typeorm";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import type { BenchmarkMetric } from "./benchmark-metric";
import type { ImportedBenchmark, IndustryReport } from "./imported-benchmark";

/** What the sources say of a category at an instant: of one window, and of counts, which know none. */
export interface ImportedQuery {
  readonly categoryId: number;
  readonly asOf: Date;
  readonly flowFrom: Date;
}

interface Row {
  readonly id: string;
  readonly source: string;
  readonly categoryId: number;
  readonly metric: BenchmarkMetric;
  readonly asOf: Date;
  readonly flowFrom: Date;
  readonly version: number;
  readonly brands: number | null;
  readonly industryMean: number | null;
  readonly topMean: number | null;
  readonly topCount: number | null;
  readonly percentiles: ImportedBenchmark["percentiles"];
  readonly importedAt: Date;
}

const SUBJECT = "source, category_id, metric, as_of, flow_from";

/** The versions that count. */
const CURRENT = `SELECT DISTINCT ON (${SUBJECT}) id, source, category_id AS "categoryId", metric, as_of AS "asOf",
    flow_from AS "flowFrom", version, brands, industry_mean AS "industryMean", top_mean AS "topMean", top_count AS "topCount",
    percentiles, imported_at AS "importedAt"
  FROM imported_benchmark`;
const NEWEST_FIRST = `ORDER BY ${SUBJECT}, version DESC`;

export class ImportedBenchmarkStore {
  constructor(private readonly database: Database) {}

  /** Makes imports of one organisation wait for each other, so that each judges its rows beside all that were kept before. */
  async lock(manager: EntityManager, context: RequestContext): Promise<void> {
    await manager.query(
      "/* importedBenchmarks.lock */ SELECT pg_advisory_xact_lock(hashtext('imported_benchmark'), hashtext($1))",
      [context.organisationId],
    );
  }

  /** What a source said before about the same. */
  async findTouched(
    manager: EntityManager,
    source: string,
    reports: readonly IndustryReport[],
  ): Promise<readonly ImportedBenchmark[]> {
    const rows: Row[] = await manager.query(
      `/* importedBenchmarks.findTouched */ ${CURRENT}
       WHERE source = $1 AND (category_id, metric, as_of, flow_from) IN
         (SELECT * FROM unnest($2::integer[], $3::text[], $4::timestamptz[], $5::timestamptz[]))
       ${NEWEST_FIRST}`,
      [
        source,
        reports.map((report) => report.categoryId),
        reports.map((report) => report.metric),
        reports.map((report) => report.asOf),
        reports.map((report) => report.flowFrom),
      ],
    );
    return rows.map(toBenchmark);
  }

  async insert(
    manager: EntityManager,
    context: RequestContext,
    benchmarks: readonly ImportedBenchmark[],
  ): Promise<void> {
    const rows = benchmarks.map(({ top, ...benchmark }) => ({
      ...benchmark,
      topMean: top?.mean ?? null,
      topCount: top?.count ?? null,
    }));
    await manager.query(
      `/* importedBenchmarks.insert */ INSERT INTO imported_benchmark (organisation_id, access_key_id, id, ${SUBJECT}, version, brands,
         industry_mean, top_mean, top_count, percentiles, imported_at)
       SELECT $1, $2, row.id, row.source, row."categoryId", row.metric, row."asOf", row."flowFrom", row.version, row.brands,
         row."industryMean", row."topMean", row."topCount", row.percentiles, row."importedAt"
       FROM jsonb_to_recordset($3::jsonb) AS row (id uuid, source text, "categoryId" integer, metric text, "asOf" timestamptz,
         "flowFrom" timestamptz, version integer, brands integer, "industryMean" double precision, "topMean" double precision,
         "topCount" integer, percentiles jsonb, "importedAt" timestamptz)`,
      [context.organisationId, context.actor.accessKeyId, JSON.stringify(rows)],
    );
  }

  /** By source. */
  async find(
    context: RequestContext,
    { categoryId, asOf, flowFrom }: ImportedQuery,
  ): Promise<readonly ImportedBenchmark[]> {
    const rows: Row[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* importedBenchmarks.find */ ${CURRENT}
         WHERE category_id = $1 AND as_of = $2 AND flow_from IN ($2, $3) ${NEWEST_FIRST}`,
        [categoryId, asOf, flowFrom],
      ),
    );
    return rows.map(toBenchmark);
  }
}

const toBenchmark = ({ topMean, topCount, ...row }: Row): ImportedBenchmark => ({
  ...row,
  top: topMean === null || topCount === null ? null : { mean: topMean, count: topCount },
});
