import DataLoader from "dataloader";
import { diffRules, type RuleDiff } from "../../engines/segmentation/diff-rules";
import type { Rule } from "../../engines/segmentation/rule";
import type { JobRun } from "../../platform/jobs/job-run";
import type { JobStore } from "../../platform/jobs/job-store";
import type { Page, PageRequest } from "../../platform/page";
import type { RequestContext } from "../../platform/request-context";
import { RequestError } from "../../platform/user-error";
import type { AccessKey, AccessService } from "../access";
import type { AudiencePack } from "./audience-pack";
import type { BuildResult, PackRunStore } from "./pack-run.store";
import type { PackSchedule } from "./pack-schedule";
import type { PackScheduleStore } from "./pack-schedule.store";
import type { RecordedVersion } from "./pack-version";
import type { PackVersionStore } from "./pack-version.store";

export interface VersionDiff extends RuleDiff {
  readonly from: RecordedVersion;
  readonly to: RecordedVersion;
}

export interface PackHistoryParts {
  readonly access: AccessService;
  readonly jobs: JobStore;
  readonly versions: PackVersionStore;
  readonly runs: PackRunStore;
  readonly schedules: PackScheduleStore;
}

/** Reads what became of packs: their versions, with who changed them, and their builds. */
export class PackHistory {
  constructor(private readonly its: PackHistoryParts) {}

  versions(context: RequestContext, packId: string, page: PageRequest): Promise<Page<RecordedVersion>> {
    assertCursors("versions", page, /^\d{1,9}$/);
    return this.its.versions.findPage(context, packId, page);
  }

  countVersions(context: RequestContext, packId: string): Promise<number> {
    return this.its.versions.count(context, packId);
  }

  async diff(context: RequestContext, pack: AudiencePack, from: number, to: number): Promise<VersionDiff> {
    const [before, after] = await Promise.all([
      this.requireVersion(context, pack, "from", from),
      this.requireVersion(context, pack, "to", to),
    ]);
    return { from: before, to: after, ...diffRules(before.rules.rule, after.rules.rule) };
  }

  /** What each pack said in a version of its, in the order asked; null: it has no such version. */
  rules(
    context: RequestContext,
    packs: readonly { readonly id: string; readonly version: number }[],
  ): Promise<readonly (Rule | null)[]> {
    return this.its.versions.findRules(context, packs);
  }

  async builds(context: RequestContext, packId: string, page: PageRequest): Promise<Page<JobRun>> {
    assertCursors("builds", page, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    const ids = await this.its.runs.findPage(context, packId, page);
    const rows = await Promise.all(
      ids.rows.map(async ({ row, sortKey }) => ({ row: (await this.its.jobs.find(context, row))!, sortKey })),
    );
    return { ...ids, rows };
  }

  countBuilds(context: RequestContext, packId: string): Promise<number> {
    return this.its.runs.count(context, packId);
  }

  /** What a run made of each of its packs; none while it has not succeeded. */
  results(context: RequestContext): DataLoader<string, readonly BuildResult[]> {
    return context.memo(
      this.results,
      () =>
        new DataLoader<string, readonly BuildResult[]>(async (runIds) => {
          const results = await this.its.runs.findResults(context, runIds);
          return runIds.map((runId) => results.filter((result) => result.runId === runId));
        }),
    );
  }

  schedules(context: RequestContext): DataLoader<string, PackSchedule | null> {
    return context.memo(
      this.schedules,
      () =>
        new DataLoader<string, PackSchedule | null>(
          async (packIds) => {
            const schedules = await this.its.schedules.findByPackIds(context, packIds);
            const found = new Map(schedules.map((schedule) => [schedule.packId, schedule]));
            return packIds.map((packId) => found.get(packId) ?? null);
          },
          { cache: false },
        ),
    );
  }

  keys(context: RequestContext): DataLoader<string, AccessKey | null> {
    return context.memo(
      this.keys,
      () =>
        new DataLoader<string, AccessKey | null>(async (ids) => {
          const found = new Map((await this.its.access.keysByIds(context, ids)).map((key) => [key.id, key]));
          return ids.map((id) => found.get(id) ?? null);
        }),
    );
  }

  private async requireVersion(
    context: RequestContext,
    pack: AudiencePack,
    name: "from" | "to",
    version: number,
  ): Promise<RecordedVersion> {
    const found = await this.its.versions.find(context, pack.id, version);
    if (found) return found;
    throw new RequestError(
      "BAD_USER_INPUT",
      `${name} must be a version of the pack's history, which ends with ${pack.version}, but got ${version}; list them with versions.`,
    );
  }
}

function assertCursors(field: string, page: PageRequest, shape: RegExp): void {
  for (const name of ["after", "before"] as const) {
    const cursor = page[name];
    if (cursor === null || (cursor.length === 1 && shape.test(cursor[0]!))) continue;
    throw new RequestError("BAD_USER_INPUT", `${name} must be a cursor that ${field} returned.`);
  }
}
