import { newId } from "../../platform/ids";
import type { Database } from "../../platform/postgres/database";
import { once } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList } from "../../platform/user-error";
import type { BrandService } from "../brands";
import {
  type BenchmarkRejection,
  type BenchmarkRow,
  type ImportedBenchmark,
  MAX_BENCHMARK_ROWS,
} from "./imported-benchmark";
import type { ImportedBenchmarkStore, ImportedQuery } from "./imported-benchmark.store";
import { judgeBenchmarks } from "./judge-benchmarks";
import { readBenchmarkRow } from "./read-benchmark-row";

export interface BenchmarkImport {
  readonly source: string;
  readonly rows: readonly BenchmarkRow[];
}

export interface JudgedRow {
  readonly index: number;
  readonly outcome: "ACCEPTED" | "RESTATED" | "UNCHANGED" | "REJECTED";
  readonly rejection: BenchmarkRejection | null;
}

/** Benchmarks that an organisation brings from outside, for itself alone: what a market researcher or a platform's report says. */
export class ImportService {
  constructor(
    private readonly database: Database,
    private readonly store: ImportedBenchmarkStore,
    private readonly brands: BrandService,
  ) {}

  /** Takes what can be taken row by row; what came before changes nothing, other figures for the same restate it. */
  async import(
    context: RequestContext,
    input: BenchmarkImport,
    idempotencyKey?: string | null,
  ): Promise<readonly JudgedRow[]> {
    const categories = new Map((await this.brands.allCategories()).map(({ code, id }) => [code, id]));
    const now = context.clock.now();
    const call = { key: idempotencyKey, mutation: "importBenchmarks", request: input };
    return once(this.database, context, call, async (manager) => {
      assertImport(input);
      const rows = input.rows.map((row) => readBenchmarkRow(row, { categories, now }));
      const reports = rows.flatMap((row) => ("reason" in row ? [] : [row]));
      await this.store.lock(manager, context);
      const verdicts = judgeBenchmarks(rows, await this.store.findTouched(manager, input.source, reports));
      const fresh = verdicts.flatMap((verdict): ImportedBenchmark[] =>
        "report" in verdict ? [{ ...verdict.report, id: newId(now), source: input.source, importedAt: now }] : [],
      );
      await this.store.insert(manager, context, fresh);
      return verdicts.map(
        (verdict, index): JudgedRow => ({
          index,
          outcome: verdict.outcome,
          rejection: "rejection" in verdict ? verdict.rejection : null,
        }),
      );
    });
  }

  /** What counts of each source; asked once per request. */
  find(context: RequestContext, query: ImportedQuery): Promise<readonly ImportedBenchmark[]> {
    const asked = context.memo(this.find, () => new Map<string, Promise<readonly ImportedBenchmark[]>>());
    const key = JSON.stringify(query);
    const known = asked.get(key) ?? this.store.find(context, query);
    asked.set(key, known);
    return known;
  }
}

const MAX_SOURCE_LENGTH = 200;

function assertImport({ source, rows }: BenchmarkImport): void {
  const problems = new ProblemList();
  if (source.trim() !== source || source.length < 1 || source.length > MAX_SOURCE_LENGTH) {
    const got = `"${source.slice(0, 60)}" of ${source.length}`;
    problems.add(
      "INVALID_INPUT",
      ["input", "source"],
      `source must have 1 to ${MAX_SOURCE_LENGTH} characters without spaces around them, but got ${got}.`,
    );
  }
  if (rows.length < 1 || rows.length > MAX_BENCHMARK_ROWS)
    problems.add(
      "INVALID_INPUT",
      ["input", "rows"],
      `rows must have 1 to ${MAX_BENCHMARK_ROWS} elements, but got ${rows.length}; send them in several calls.`,
    );
  problems.throwIfAny();
}
