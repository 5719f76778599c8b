import type { ConnectorKind } from "../../connectors/connector";

/** A destination as its organisation registered it. */
export interface Destination {
  readonly id: string;
  readonly kind: ConnectorKind;
  readonly name: string;
  /** Ids of it alone are sent. */
  readonly namespace: string;
  /** Fewest people of a push. */
  readonly minimumPeople: number;
  readonly address: string;
  readonly isSuspended: boolean;
  /** Counts up with every change. */
  readonly version: number;
  readonly createdAt: Date;
}

export interface NewDestination extends Pick<Destination, "kind" | "name" | "namespace" | "minimumPeople" | "address"> {
  /** Of an object store. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string } | null;
}

/** A place of ours that takes a connector's changes: what may be changed without registering another one. */
export interface DestinationChange {
  readonly minimumPeople?: number | undefined;
  readonly isSuspended?: boolean | undefined;
}
