import type { Addresses } from "../addresses";
import { Compaction, type CompactionParts } from "../features/erasure/compaction";
import { ErasureResolver } from "../features/erasure/erasure.resolver";
import { ErasureService } from "../features/erasure/erasure.service";
import { toIdentityErasure } from "../features/erasure/erasure.types";
import { ErasureJob } from "../features/erasure/erasure-job";
import { IdentityErasureStore } from "../features/erasure/identity-erasure.store";
import { PersonSeal } from "../features/erasure/person-seal";
import { SHARDING_KEYS } from "../platform/clickhouse/cluster";
import { PlaneCompaction } from "../platform/clickhouse/plane-compaction";
import type { PersonEraser } from "../platform/person-eraser";
import { IdempotencyEraser } from "../platform/postgres/idempotency-eraser";
import { vacuum } from "../platform/postgres/vacuum";
import type { AccessPart } from "./access";
import type { BrandsPart } from "./brands";
import { type Composed, type Kernel, whenFound } from "./part";
import type { PeoplePart } from "./people";

/** Comes last: it takes away what every other feature keeps of a person. */
export function composeErasure(
  { addresses, database, locks, jobs, clock }: Kernel,
  { access, brands, people, peopleState: state, settle, stored, erased }: AccessPart & BrandsPart & PeoplePart,
  erasersOfFeatures: readonly PersonEraser[],
) {
  const store = new IdentityErasureStore(database);
  const seal = new PersonSeal(addresses.receiptKey);
  const erasures = new ErasureService({ database, jobs, access, brands, store, seal, stored, erased });
  // Backwards through the loop: as long as the identity graph, its beginning, stands, the person can be found again.
  const erasers = [new IdempotencyEraser(database), ...[...erasersOfFeatures].reverse()];
  const job = new ErasureJob({ database, locks, store, seal, people, stored, erased, state, settle, erasers });
  const erasedTables = erasers.flatMap(({ tables }) => tables);
  return {
    erasedTables,
    compaction: composeCompaction(addresses, { store, clock }, erasedTables),
    resolvers: [new ErasureResolver(erasures)],
    handlers: [job.registration],
    nodes: [
      ["IdentityErasure", async (context, key) => whenFound(await erasures.find(context, key), toIdentityErasure)],
    ],
  } satisfies Composed;
}

function composeCompaction(
  { plane, databaseOwnerUrl }: Addresses,
  parts: Pick<CompactionParts, "store" | "clock">,
  erasedTables: readonly string[],
): Compaction {
  const inPlane = new PlaneCompaction(plane);
  const inDatabase = [...erasedTables.filter((table) => !(table in SHARDING_KEYS)), "identity_erasure"];
  return new Compaction({
    ...parts,
    tables: inPlane.tables().length * plane.urls.length + inDatabase.length,
    work: async (onTable) => {
      await inPlane.compact(onTable);
      await vacuum(databaseOwnerUrl, inDatabase, onTable);
    },
  });
}
