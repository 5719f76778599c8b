import { createHmac } from "node:crypto";
import type { OutgoingHttp } from "../../platform/outgoing-http";
import { askDestination } from "../ask-destination";
import type { Chunk, ChunkAnswer, Connector, Shipment, WholeShipment } from "../connector";

/** About 10,000 ids of 64 digits: a body that any receiver takes. */
const CHUNK_BYTES = 650_000;

/**
 * A receiver of signed POSTs. It gets every chunk at least once, the same one under the same Idempotency-Key; what it answered
 * with 2xx stays. Bodies are JSON:
 *
 *     {"event": "chunk", "shipment", "operation", "audience", "namespace", "chunk", "chunks", "ids"}
 *     {"event": "finished", "shipment", "operation", "audience", "namespace", "chunks", "ids": n, "sha256": [of each chunk's ids, one a line]}
 *     {"event": "check"}
 *
 * and may be answered with {"matched": n}, the ids of the chunk that the receiver knows.
 */
export class WebhookConnector implements Connector {
  readonly chunkBytes = CHUNK_BYTES;
  readonly replacesChunks = false;

  constructor(
    private readonly http: OutgoingHttp,
    private readonly url: URL,
    private readonly secret: string,
  ) {}

  async check(): Promise<void> {
    await this.post("check", { event: "check" });
  }

  async begin(): Promise<string> {
    return "";
  }

  async send(shipment: Shipment, _: string, { number, ids }: Chunk): Promise<ChunkAnswer> {
    const body = { event: "chunk", ...about(shipment), chunk: number, ids };
    return { matched: matchedOf(await this.post(`${shipment.id}-${number}`, body), ids.length), mark: "" };
  }

  async finish(shipment: Shipment, _: string, { chunks, ids }: WholeShipment): Promise<void> {
    await this.post(`${shipment.id}-finished`, {
      event: "finished",
      ...about(shipment),
      ids,
      sha256: chunks.map(({ sha256 }) => sha256),
    });
  }

  private async post(idempotencyKey: string, content: object): Promise<string> {
    const body = Buffer.from(JSON.stringify(content));
    const seconds = Math.floor(Date.now() / 1000);
    const digest = createHmac("sha256", this.secret).update(`${seconds}.`).update(body).digest("hex");
    const headers = {
      "content-type": "application/json",
      "idempotency-key": idempotencyKey,
      "x-valuegraph-signature": `t=${seconds},v1=${digest}`,
    };
    return (await askDestination(this.http, { method: "POST", url: this.url, headers, body })).body;
  }
}

const about = ({ id, operation, audience, namespace, chunks }: Shipment) => ({
  shipment: id,
  operation,
  audience,
  namespace,
  chunks,
});

/** Null unless the receiver says a number that can be one. */
function matchedOf(answer: string, sent: number): number | null {
  try {
    const { matched } = JSON.parse(answer) as { readonly matched?: unknown };
    return Number.isInteger(matched) && (matched as number) >= 0 && (matched as number) <= sent
      ? (matched as number)
      : null;
  } catch {
    return null;
  }
}
