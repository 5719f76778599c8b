import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import type { BenchmarkMetric } from "../benchmarks";
import type { MediaYield } from "./media-yield";

/** Which window of which brand, and by which placements touchpoints were chosen. */
export interface YieldKey {
  readonly benchmarkId: string;
  readonly brandId: number;
  readonly placementsHash: string;
}

export interface StoredYield extends MediaYield {
  readonly computedAt: Date;
}

interface YieldRow {
  readonly reached: string;
  readonly newPeople: Readonly<Partial<Record<BenchmarkMetric, string>>>;
  readonly computedAt: Date;
}

/** Keeps what was counted for a benchmark. */
export class MediaYieldStore {
  constructor(private readonly database: Database) {}

  async find(context: RequestContext, key: YieldKey): Promise<StoredYield | null> {
    const rows: YieldRow[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* diagnosis.findYield */ SELECT reached, new_people AS "newPeople", computed_at AS "computedAt"
         FROM media_yield WHERE benchmark_id = $1 AND brand_id = $2 AND placements_hash = $3`,
        [key.benchmarkId, key.brandId, key.placementsHash],
      ),
    );
    const [row] = rows;
    if (!row) return null;
    const counts = Object.entries(row.newPeople).map(
      ([metric, people]) => [metric as BenchmarkMetric, BigInt(people)] as const,
    );
    return { reached: BigInt(row.reached), newPeople: new Map(counts), computedAt: row.computedAt };
  }

  /** Whoever counted first is believed. */
  async keep(context: RequestContext, key: YieldKey, { reached, newPeople }: MediaYield): Promise<void> {
    const counts = Object.fromEntries([...newPeople].map(([metric, people]) => [metric, people.toString()]));
    await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* diagnosis.keepYield */ INSERT INTO media_yield
           (organisation_id, benchmark_id, brand_id, placements_hash, reached, new_people, computed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`,
        [
          context.organisationId,
          key.benchmarkId,
          key.brandId,
          key.placementsHash,
          reached.toString(),
          JSON.stringify(counts),
          context.clock.now(),
        ],
      ),
    );
  }
}
