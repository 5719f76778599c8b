import { createHash } from "node:crypto";
import { newId } from "../../platform/ids";
import type { Database } from "../../platform/postgres/database";
import { replayable } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import { UserProblems } from "../../platform/user-error";
import type { Window } from "./brand-window";
import type { ExportFile, ExportFileStore } from "./export-file.store";
import type { ReachService } from "./reach.service";
import { reachCsv } from "./reach-csv";

const DAY_MS = 86_400_000;
export const EXPORT_DAYS = 7;

export interface NewReachExport extends Window {
  readonly brandId: number;
  readonly platforms: readonly string[];
  readonly totals: "DEDUPLICATED" | "SUM";
}

/** Files of reaches. A file holds what the caller may see, suppressed as in every answer. */
export class ReachExportService {
  constructor(
    private readonly database: Database,
    private readonly store: ExportFileStore,
    private readonly reaches: ReachService,
  ) {}

  async export(context: RequestContext, input: NewReachExport, idempotencyKey?: string): Promise<ExportFile> {
    if (input.totals === "SUM")
      throw UserProblems.one(
        "NON_ADDITIVE",
        ["input", "totals"],
        "totals must be DEDUPLICATED, but got SUM: a person on two platforms would count twice. Take the deduplicated total, or incrementalPeople, which adds up to it.",
      );
    const call = { key: idempotencyKey, mutation: "exportReach", request: input };
    const { id } = await replayable(this.database, context, call, () => this.write(context, input));
    const file = await this.store.find(context, id);
    if (!file)
      throw UserProblems.one(
        "NOT_FOUND",
        null,
        `The file of this idempotencyKey is older than ${EXPORT_DAYS} days and gone; export again with a new key.`,
      );
    return file;
  }

  find(context: RequestContext, id: string): Promise<ExportFile | null> {
    return this.store.find(context, id);
  }

  private async write(context: RequestContext, input: NewReachExport): Promise<{ readonly id: string }> {
    const { brandId, platforms } = input;
    const { figures, window } = await this.reaches.reachByPlatform(context, brandId, input, platforms, {}, ["input"]);
    const { content, rows } = reachCsv(figures);
    const id = newId(window.asOf);
    await this.store.deleteExpired(context);
    await this.store.insert(context, {
      id,
      kind: "REACH",
      content,
      rows,
      sha256: createHash("sha256").update(content).digest("hex"),
      createdAt: window.asOf,
      expiresAt: new Date(window.asOf.getTime() + EXPORT_DAYS * DAY_MS),
    });
    return { id };
  }
}
