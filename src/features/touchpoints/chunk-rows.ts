import type { RequestContext } from "../../platform/request-context";
import type { ChunkCommit, ChunkReceipt } from "./integration-run.store";
import type { TouchpointSource } from "./touchpoint.store";

/** Whose rows a chunk has. */
export interface ChunkOrigin {
  readonly runId: string;
  readonly source: Pick<TouchpointSource, "id" | "visibility">;
}

/** What became of the rows of a chunk, as its commit tells it. */
export type TakenRows = Pick<
  ChunkCommit,
  "counts" | "rejectedByReason" | "lastTouchpointAt" | "oldestTouchpoints" | "rejects"
>;

/** The rows of a chunk, wherever they are held until they are written. */
export interface ChunkRows<Taken extends TakenRows> {
  readonly received: number;
  /** UTC days of those that may be written; of none the chunk writes nothing. */
  readonly days: readonly string[];
  /** Steps 2 to 4 of the intake protocol. */
  take(context: RequestContext, origin: ChunkOrigin, receipt: ChunkReceipt): Promise<Taken>;
}
