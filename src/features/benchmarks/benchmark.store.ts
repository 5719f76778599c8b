import type { EntityManager } from "typeorm";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import type { BenchmarkMetric } from "./benchmark-metric";
import type { TopMean } from "./benchmark-of";
import type { CategoryBenchmark, ExactFigure } from "./brand-benchmark";

export interface NewBenchmark extends Omit<CategoryBenchmark, "isOutdated"> {
  /** Version of the touchpoint plane that was read. */
  readonly planeVersion: bigint;
  readonly brands: readonly { readonly brandId: number; readonly figures: readonly ExactFigure[] }[];
}

/** Which refresh: that of exactly these instants; without `flowFrom` any of `asOf`. */
export interface BenchmarkQuery {
  readonly categoryId: number;
  readonly asOf: Date;
  readonly flowFrom: Date | null;
}

/** What one metric was counted as for one brand; the brand had a value. */
export interface BrandCount {
  readonly brandId: number;
  readonly metric: BenchmarkMetric;
  readonly numerator: bigint;
  /** Null where the metric is a count and no share. */
  readonly denominator: bigint | null;
}

interface FigureRow {
  readonly metric: BenchmarkMetric;
  readonly own: number | null;
  readonly numerator: string;
  readonly denominator: string | null;
  readonly peers: number;
  readonly industryMean: number | null;
  readonly topMean: number | null;
  readonly topCount: number;
  readonly widerTops: readonly TopMean[];
  readonly peerDeviation: number | null;
  readonly percentile: number | null;
  readonly rank: number | null;
}

export class BenchmarkStore {
  constructor(private readonly database: Database) {}

  /** Publishes a refresh inside the job's system transaction. */
  async insert(manager: EntityManager, benchmark: NewBenchmark): Promise<void> {
    const { id, categoryId, asOf, flowFrom, ruleSet, planeVersion, computedAt } = benchmark;
    await manager.query(
      `/* benchmarks.insert */ INSERT INTO benchmark (id, category_id, as_of, flow_from, rule_set_id, plane_version, computed_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [id, categoryId, asOf, flowFrom, ruleSet.id, planeVersion.toString(), computedAt],
    );
    const rows = benchmark.brands.flatMap(({ brandId, figures }) => figures.map((figure) => toRow(brandId, figure)));
    await manager.query(
      `/* benchmarks.insertFigures */ INSERT INTO benchmark_figure
         (benchmark_id, brand_id, metric, own, numerator, denominator, peers, industry_mean, top_mean, top_count, wider_tops, peer_deviation, percentile, rank)
       SELECT $1, row."brandId", row.metric, row.own, row.numerator, row.denominator, row.peers, row."industryMean", row."topMean",
              row."topCount", row."widerTops", row."peerDeviation", row.percentile, row.rank
       FROM jsonb_to_recordset($2::jsonb) AS row ("brandId" integer, metric text, own double precision, numerator bigint, denominator bigint,
              peers integer, "industryMean" double precision, "topMean" double precision, "topCount" integer,
              "widerTops" jsonb, "peerDeviation" double precision, percentile double precision, rank integer)`,
      [id, JSON.stringify(rows)],
    );
  }

  /** The newest refresh. */
  async findNewest(context: RequestContext, query: BenchmarkQuery): Promise<CategoryBenchmark | null> {
    const where = "benchmark.as_of = $2 AND ($3::timestamptz IS NULL OR benchmark.flow_from = $3)";
    return this.find(context, "benchmarks.findNewest", where, [query.categoryId, query.asOf, query.flowFrom]);
  }

  /** The newest refresh of the newest instant. */
  findLatest(context: RequestContext, categoryId: number): Promise<CategoryBenchmark | null> {
    return this.find(context, "benchmarks.findLatest", "true", [categoryId]);
  }

  /** Its rules are shipped ones, which every organisation may read. */
  private async find(
    context: RequestContext,
    place: string,
    where: string,
    params: readonly unknown[],
  ): Promise<CategoryBenchmark | null> {
    const rows: CategoryBenchmark[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* ${place} */ SELECT benchmark.id, benchmark.category_id AS "categoryId", benchmark.as_of AS "asOf",
           benchmark.flow_from AS "flowFrom", benchmark.computed_at AS "computedAt", benchmark.outdated_at IS NOT NULL AS "isOutdated",
           json_build_object('id', rule_set.id, 'brandId', rule_set.brand_id, 'code', rule_set.code, 'version', rule_set.version, 'definition', rule_set.definition) AS "ruleSet"
         FROM benchmark JOIN rule_set ON rule_set.id = benchmark.rule_set_id
         WHERE benchmark.category_id = $1 AND ${where}
         ORDER BY benchmark.as_of DESC, benchmark.computed_at DESC, benchmark.id DESC LIMIT 1`,
        [...params],
      ),
    );
    return rows[0] ?? null;
  }

  /** The counts of every brand that a refresh knows, whoever it is granted to: only for what is made of them all. */
  async findEveryBrand(benchmarkId: string, metrics: readonly BenchmarkMetric[]): Promise<readonly BrandCount[]> {
    const rows: { brandId: number; metric: BenchmarkMetric; numerator: string; denominator: string | null }[] =
      await this.database.withSystem((manager) =>
        manager.query(
          `/* benchmarks.findEveryBrand */ SELECT brand_id AS "brandId", metric, numerator, denominator
           FROM benchmark_figure WHERE benchmark_id = $1 AND metric = ANY($2) AND own IS NOT NULL`,
          [benchmarkId, metrics],
        ),
      );
    return rows.map(({ brandId, metric, numerator, denominator }) => ({
      brandId,
      metric,
      numerator: BigInt(numerator),
      denominator: denominator === null ? null : BigInt(denominator),
    }));
  }

  /** A brand's figures; none when the refresh did not know it or it is not granted. */
  async findFigures(context: RequestContext, benchmarkId: string, brandId: number): Promise<readonly ExactFigure[]> {
    const rows: FigureRow[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* benchmarks.findFigures */ SELECT metric, own, numerator, denominator, peers, industry_mean AS "industryMean",
           top_mean AS "topMean", top_count AS "topCount", wider_tops AS "widerTops", peer_deviation AS "peerDeviation", percentile, rank
         FROM benchmark_figure WHERE benchmark_id = $1 AND brand_id = $2`,
        [benchmarkId, brandId],
      ),
    );
    return rows.map(toFigure);
  }
}

function toRow(brandId: number, figure: ExactFigure): FigureRow & { readonly brandId: number } {
  const { metric, own, numerator, denominator, peers, standing } = figure;
  return {
    brandId,
    metric,
    own,
    numerator: numerator.toString(),
    denominator: denominator?.toString() ?? null,
    peers,
    industryMean: standing?.industryMean ?? null,
    topMean: standing?.topMean ?? null,
    topCount: standing?.topCount ?? 0,
    widerTops: standing?.widerTops ?? [],
    peerDeviation: standing?.peerDeviation ?? null,
    percentile: standing?.percentile ?? null,
    rank: standing?.rank ?? null,
  };
}

function toFigure(row: FigureRow): ExactFigure {
  const { metric, own, peers, industryMean, topMean, topCount, widerTops, peerDeviation, percentile, rank } = row;
  return {
    metric,
    own,
    numerator: BigInt(row.numerator),
    denominator: row.denominator === null ? null : BigInt(row.denominator),
    peers,
    standing:
      industryMean === null || topMean === null || peerDeviation === null
        ? null
        : { industryMean, topMean, topCount, widerTops, peerDeviation, percentile, rank },
  };
}
