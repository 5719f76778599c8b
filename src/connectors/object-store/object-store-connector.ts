import type { OutgoingAnswer, OutgoingHttp, OutgoingRequest } from "../../platform/outgoing-http";
import { askDestination } from "../ask-destination";
import {
  type Chunk,
  type ChunkAnswer,
  type Connector,
  DestinationError,
  type Shipment,
  type WholeShipment,
} from "../connector";
import { type StoreCredentials, signRequest } from "./sign-request";

/** Parts but the last must have 5 MiB; a chunk has about this much, as ids fall into chunks by chance. */
const CHUNK_BYTES = 8 * 1024 * 1024;
const SHIPMENT_HEADER = "x-amz-meta-shipment";
const NOTHING = Buffer.alloc(0);

interface StoreRequest {
  readonly method: OutgoingRequest["method"];
  readonly key: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  readonly accepted?: readonly number[];
}

/**
 * An object store. A shipment is one multipart upload of `<prefix>/<shipment>.csv`, without a header; its mark is the upload's
 * id and a chunk's mark the part's ETag. Until `finish` nobody sees the object; its checksum stands before it is there, in
 * `<shipment>.csv.sha256` in the form of sha256sum.
 */
export class ObjectStoreConnector implements Connector {
  readonly chunkBytes = CHUNK_BYTES;
  readonly replacesChunks = true;

  constructor(
    private readonly http: OutgoingHttp,
    private readonly base: URL,
    private readonly credentials: StoreCredentials,
  ) {}

  /** Writes an empty object beside the shipments: the right to write is what a push needs. */
  async check(): Promise<void> {
    await this.ask({ method: "PUT", key: "valuegraph-check" });
  }

  async begin(shipment: Shipment): Promise<string> {
    const headers = { "content-type": "text/csv", [SHIPMENT_HEADER]: shipment.id };
    const { body } = await this.ask({ method: "POST", key: keyOf(shipment), query: { uploads: "" }, headers });
    const uploadId = /<UploadId>([^<]+)<\/UploadId>/.exec(body)?.[1];
    if (uploadId) return uploadId;
    throw new DestinationError(`${this.base.host} must name an upload, but did not.`, true);
  }

  async send(shipment: Shipment, uploadId: string, { number, lines }: Chunk): Promise<ChunkAnswer> {
    const query = { partNumber: String(number), uploadId };
    const { headers } = await this.ask({ method: "PUT", key: keyOf(shipment), query, body: lines });
    if (headers.etag) return { matched: null, mark: headers.etag };
    throw new DestinationError(`${this.base.host} must answer a part with its ETag, but did not.`, true);
  }

  async finish(shipment: Shipment, uploadId: string, { sha256, bytes, chunks }: WholeShipment): Promise<void> {
    const key = keyOf(shipment);
    if (await this.isThere(shipment, bytes)) return;
    const sum = Buffer.from(`${sha256}  ${key}\n`);
    await this.ask({ method: "PUT", key: `${key}.sha256`, body: sum });
    const parts = chunks.map(
      ({ mark }, index) => `<Part><PartNumber>${index + 1}</PartNumber><ETag>${mark}</ETag></Part>`,
    );
    const body = Buffer.from(`<CompleteMultipartUpload>${parts.join("")}</CompleteMultipartUpload>`);
    const answer = await this.ask({ method: "POST", key, query: { uploadId }, body });
    // The store answers 200 before it knows how it ends, and says in the body if it did not.
    if (!answer.body.includes("<CompleteMultipartUploadResult"))
      throw new DestinationError(`${this.base.host} must complete the upload, but answered: ${codeOf(answer)}`, false);
  }

  /** Whether an attempt whose answer was lost completed the upload; completing it again is answered differently by each store. */
  private async isThere(shipment: Shipment, bytes: number): Promise<boolean> {
    const { status, headers } = await this.ask({ method: "HEAD", key: keyOf(shipment), accepted: [404] });
    return status === 200 && headers[SHIPMENT_HEADER] === shipment.id && Number(headers["content-length"]) === bytes;
  }

  private ask({
    method,
    key,
    query = {},
    headers = {},
    body = NOTHING,
    accepted = [],
  }: StoreRequest): Promise<OutgoingAnswer> {
    const url = new URL(this.base);
    url.pathname = `${url.pathname.replace(/\/$/, "")}/${key}`;
    url.search = new URLSearchParams(query).toString();
    const signed = signRequest({ method, url, headers, body, at: new Date() }, this.credentials);
    return askDestination(this.http, { method, url, headers: signed, body }, accepted);
  }
}

const keyOf = ({ id }: Shipment): string => `${id}.csv`;

const codeOf = ({ body }: OutgoingAnswer): string => /<Code>([^<]{1,60})<\/Code>/.exec(body)?.[1] ?? "nothing";
