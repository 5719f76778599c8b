import type { PageRequest } from "../../platform/page";
import { RequestError } from "../../platform/user-error";
import type { PackState } from "./audience-pack";

/** Which packs of a brand to list; null asks nothing. */
export interface PackFilter {
  readonly states: readonly PackState[] | null;
  /** All of them. */
  readonly tags: readonly string[] | null;
  /** Part of the name, in any case. */
  readonly name: string | null;
  readonly ownerKeyId: string | null;
}

export const packOrderFields = ["UPDATED_AT", "CREATED_AT", "NAME"] as const;

export interface PackOrder {
  readonly field: (typeof packOrderFields)[number];
  readonly direction: "ASC" | "DESC";
}

export interface PackList {
  readonly filter: PackFilter;
  readonly order: PackOrder;
  readonly page: PageRequest;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A cursor is the value sorted by and the id; one of another list or order is refused before a statement reads it. */
export function assertCursors({ order, page }: PackList): void {
  for (const name of ["after", "before"] as const) {
    const cursor = page[name];
    if (cursor === null) continue;
    const [value, id] = cursor;
    const isValue = order.field === "NAME" || !Number.isNaN(Date.parse(value!));
    if (cursor.length === 2 && isValue && UUID.test(id!)) continue;
    throw new RequestError("BAD_USER_INPUT", `${name} must be a cursor that audiencePacks returned in this order.`);
  }
}
