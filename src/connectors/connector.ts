/**
 * Terms of activation:
 *
 *     connector  one destination of an organisation, behind one vendor: a webhook, an object store, a folder
 *     shipment   one list of hashed ids on its way to one destination: people to add, or to remove
 *     chunk      a part of a shipment that is sent as one; numbered from 1
 *     mark       what a vendor wants to be told again after a crash, in its own words; kept with the push
 */

export const connectorKinds = ["WEBHOOK", "OBJECT_STORE", "FILE_DROP"] as const;
export type ConnectorKind = (typeof connectorKinds)[number];

export interface Shipment {
  /** The same in every attempt; no other shipment has it. */
  readonly id: string;
  readonly operation: "ADD" | "REMOVE";
  /** The pack, as its organisation knows it. */
  readonly audience: { readonly id: string; readonly name: string };
  readonly namespace: string;
  readonly chunks: number;
}

export interface Chunk {
  readonly number: number;
  readonly ids: readonly string[];
  /** The ids, each ended by a line feed, in UTF-8. */
  readonly lines: Buffer;
}

export interface ChunkAnswer {
  /** Ids that the destination knows; null: it does not say. */
  readonly matched: number | null;
  readonly mark: string;
}

/** A shipment whose chunks are all there. */
export interface WholeShipment {
  /** Of all chunks' lines, one after another, in hexadecimal; empty where they changed after a chunk was taken for good. */
  readonly sha256: string;
  readonly bytes: number;
  readonly ids: number;
  /** In their order, each with the hash of its lines. */
  readonly chunks: readonly { readonly sha256: string; readonly mark: string }[];
}

/** An open way to one destination. Each call may be repeated after a crash, and then changes nothing but what it would have. */
export interface Connector {
  /** Size of a chunk that suits the destination. */
  readonly chunkBytes: number;
  /** Whether a chunk can be sent anew with other ids before `finish`: if not, what was taken once stays. */
  readonly replacesChunks: boolean;
  /** Whether the destination answers, without sending anybody. */
  check(): Promise<void>;
  /** Answers the shipment's mark. */
  begin(shipment: Shipment): Promise<string>;
  send(shipment: Shipment, mark: string, chunk: Chunk): Promise<ChunkAnswer>;
  /** Makes the shipment visible at the destination as a whole. */
  finish(shipment: Shipment, mark: string, whole: WholeShipment): Promise<void>;
}

/** What a vendor is told of a destination. */
export interface ConnectorSettings {
  readonly address: string;
  /** In the vendor's own form; empty where it needs none. */
  readonly secret: string;
}

export interface ConnectorVendor {
  readonly kind: ConnectorKind;
  /** What must hold of an address of this kind; null: it does. */
  addressProblem(address: string): string | null;
  open(settings: ConnectorSettings): Connector;
}

/** What a destination said no with. A lasting one will say so again, so it is not asked again. */
export class DestinationError extends Error {
  readonly isLasting: boolean;

  constructor(message: string, isLasting: boolean, options?: ErrorOptions) {
    super(message, options);
    this.isLasting = isLasting;
  }
}
