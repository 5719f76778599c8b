import type { RequestContext } from "../../platform/request-context";
import type { FileRow } from "./map-row";
import type { Rejection } from "./rejection";

/** Why a row of any kind was not taken. */
export type NamedRejection = Omit<Rejection, "reason"> & { readonly reason: string };

/** A line that was not taken, as it was read. */
export interface RejectedLine {
  readonly file: string;
  readonly line: number;
  /** Null: the line could not be read as a row. */
  readonly row: FileRow | null;
  readonly rejection: NamedRejection;
}

/** A row that was not taken, as it is kept: masked by `maskLine` or `maskDraft`, nowhere else. */
export interface RejectedRow {
  /** Null: it came through the API. */
  readonly file: string | null;
  readonly line: number | null;
  readonly rejection: NamedRejection;
  readonly row: Readonly<Record<string, unknown>> | null;
}

/** Rejected rows hold what people sent: they are kept as long as somebody may mend them, and no longer. */
const KEPT_DAYS = 7;
/** A run that rejects more is broken as a whole, which its first rows tell; the counts by reason go on. */
export const MOST_KEPT_ROWS = 100_000;

/** Rejected rows of before are shown to nobody. */
export const rejectedRowsSince = ({ clock }: Pick<RequestContext, "clock">): Date =>
  new Date(clock.now().getTime() - KEPT_DAYS * 86_400_000);
