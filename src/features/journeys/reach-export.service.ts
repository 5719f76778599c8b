import { EXPORT_DAYS, type ExportFile } from "../../platform/exports/export-file";
import type { ExportFileStore } from "../../platform/exports/export-file.store";
import { newId } from "../../platform/ids";
import type { Database } from "../../platform/postgres/database";
import { replayable } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import { UserProblems } from "../../platform/user-error";
import type { Window } from "./brand-window";
import type { ReachService } from "./reach.service";
import { reachCsv } from "./reach-csv";

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

  read(context: RequestContext, id: string): Promise<Buffer | null> {
    return this.store.read(context, id);
  }

  private async write(context: RequestContext, input: NewReachExport): Promise<{ readonly id: string }> {
    const { brandId, platforms } = input;
    const { figures, window } = await this.reaches.reachByPlatform(context, brandId, input, platforms, {}, ["input"]);
    const { content, rows } = reachCsv(figures);
    const id = newId(window.asOf);
    await this.database.withTenant(context, async (manager) => {
      await this.store.deleteExpired(manager, context);
      await this.store.insert(manager, context, {
        ...{ id, kind: "REACH", format: "CSV", rows, manifest: null },
        content: Buffer.from(content),
        createdAt: window.asOf,
      });
    });
    return { id };
  }
}
