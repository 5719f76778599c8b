import type { BatchResult } from "./group-commit";
import { maskDraft } from "./mask-rejected";
import type { RejectedRow } from "./rejected-row";
import { isRejection, type Rejection } from "./rejection";
import type { SealedTouchpoint } from "./seal-touchpoint";
import type { TouchpointDraft } from "./touchpoint";
import type { SealRow } from "./touchpoint.service";

/** What became of a row that is not new: as `IngestedTouchpoint` of the mutation, with the line in place of the index. */
export interface UnacceptedRow {
  /** From 1; in a JSON array the place of the element. */
  readonly line: number;
  /** Null when the row has none that can be read. */
  readonly eventId: string | null;
  readonly outcome: BatchResult["outcomes"][number];
  readonly reason: Rejection["reason"] | null;
  readonly field: readonly string[];
  readonly allowed: readonly string[];
  readonly message: string | null;
}

/** Of which rows that are not new each is told: of ALL, or of PROBLEMS, so not of duplicates. */
export type RowReport = "ALL" | "PROBLEMS";

/** Rows on their way into one chunk, sealed as they come; where each stood is kept beside it. */
export class RowBatch {
  readonly rows: (SealedTouchpoint | Rejection)[] = [];
  /** The rejected rows, masked. */
  readonly rejects: RejectedRow[] = [];
  private readonly lines: number[] = [];
  private readonly eventIds: (string | null)[] = [];

  get size(): number {
    return this.rows.length;
  }

  get firstLine(): number {
    return this.lines[0]!;
  }

  get lastLine(): number {
    return this.lines.at(-1)!;
  }

  /** `sent` is what came in the place of the row's event id. */
  add(line: number, draft: TouchpointDraft | Rejection, seal: SealRow, sent: unknown): void {
    const row = isRejection(draft) ? draft : seal(draft);
    this.rows.push(row);
    if (isRejection(row))
      this.rejects.push(
        isRejection(draft) ? { file: null, line, row: null, rejection: row } : maskDraft(draft, row, line),
      );
    this.lines.push(line);
    this.eventIds.push(typeof sent === "string" ? sent.slice(0, 200) : null);
  }

  readonly placeOf = (index: number): Pick<RejectedRow, "file" | "line"> => ({ file: null, line: this.lines[index]! });

  /** The rows that are not new, in order. */
  unaccepted(
    { outcomes, refused }: Pick<BatchResult, "outcomes" | "refused">,
    report: RowReport = "ALL",
  ): readonly UnacceptedRow[] {
    const answers: UnacceptedRow[] = [];
    for (const [index, outcome] of outcomes.entries()) {
      if (outcome === "ACCEPTED" || (outcome === "DUPLICATE" && report === "PROBLEMS")) continue;
      const row = this.rows[index]!;
      const rejected = isRejection(row) ? row : refused.get(index);
      answers.push({
        line: this.lines[index]!,
        eventId: this.eventIds[index]!,
        outcome,
        reason: rejected?.reason ?? null,
        field: rejected?.field ?? [],
        allowed: rejected?.allowed ?? [],
        message: rejected?.message ?? null,
      });
    }
    return answers;
  }
}
