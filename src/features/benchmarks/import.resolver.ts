import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import { Access } from "../../graphql/access";
import { IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { payload } from "../../graphql/user-errors";
import type { RequestContext } from "../../platform/request-context";
import type { ImportService, JudgedRow } from "./import.service";
import { MAX_BENCHMARK_ROWS } from "./imported-benchmark";
import { ImportBenchmarksInput, ImportBenchmarksPayload, type ImportedBenchmarkRow } from "./imported-benchmark.types";

@Resolver()
export class ImportBenchmarksResolver {
  constructor(private readonly imports: ImportService) {}

  @Access("IMPORT_BENCHMARKS")
  @Mutation(() => ImportBenchmarksPayload, {
    description: `Takes what an outside source says of the industry, 1 to ${MAX_BENCHMARK_ROWS} rows, each answered by itself; the caller's organisation alone sees it. Sending a row again changes nothing; other figures about the same restate it.`,
  })
  async importBenchmarks(
    @Ctx() context: RequestContext,
    @Arg("input", () => ImportBenchmarksInput, { description: "The source and its figures." })
    input: ImportBenchmarksInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<ImportBenchmarksPayload> {
    const answer = await payload(async () => ({ rows: (await this.imports.import(context, input, key)).map(toRow) }));
    return { ...answer, rows: answer.rows ?? [] };
  }
}

const toRow = ({ index, outcome, rejection }: JudgedRow): ImportedBenchmarkRow => ({
  index,
  outcome,
  reason: rejection?.reason ?? null,
  field: rejection?.field ?? [],
  message: rejection?.message ?? null,
});
