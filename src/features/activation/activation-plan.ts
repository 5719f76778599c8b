/** Why a member of a pack is not sent; the first reason that holds counts. */
export const dropReasons = ["GONE", "CONSENT_WITHDRAWN", "SUPPRESSION_LIST", "NO_ID"] as const;
export type DropReason = (typeof dropReasons)[number];

export interface Dropped {
  readonly reason: DropReason;
  readonly people: number;
}

export type PushMode = "FULL" | "DELTA";

/** What a push will send, decided before anything is sent. Counts are exact here, and told as the organisation may know them. */
export interface PushPlan {
  /** At the destination afterwards. */
  readonly people: number;
  /** All four reasons, in their order. */
  readonly dropped: readonly Dropped[];
  /** Of a delta: against the push that it follows. */
  readonly entered: number | null;
  readonly left: number | null;
  readonly add: ShipmentPlan;
  readonly remove: ShipmentPlan;
}

export interface ShipmentPlan {
  readonly ids: number;
  /** None when there is nobody. */
  readonly chunks: number;
}

export const NOTHING_TO_SEND: ShipmentPlan = { ids: 0, chunks: 0 };

/** As many chunks of about `chunkBytes` as the ids need, each id on a line of its own. */
export function planShipment(
  { ids, bytes }: { readonly ids: bigint; readonly bytes: bigint },
  chunkBytes: number,
): ShipmentPlan {
  return { ids: Number(ids), chunks: Math.ceil(Number(bytes + ids) / chunkBytes) };
}
