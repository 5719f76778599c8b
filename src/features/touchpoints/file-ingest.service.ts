import { newId } from "../../platform/ids";
import type { AdvisoryLocks } from "../../platform/postgres/locks";
import type { RequestContext } from "../../platform/request-context";
import { UserProblems } from "../../platform/user-error";
import type { ChunkReader } from "./chunk-reader";
import type { TakenRows } from "./chunk-rows";
import { importLock } from "./import-lock";
import { describeFile, differenceOf } from "./imported-files";
import type { ChunkResult, IntakeService } from "./intake.service";
import type { IntegrationRun } from "./integration-run";
import { type IntegrationRunService, runNotFound } from "./integration-run.service";
import type { FilePosition, ImportedFile, IntegrationRunStore } from "./integration-run.store";
import { type Mapping, readMapping } from "./mapping";
import type { ReadChunk } from "./read-chunk";
import { FileError } from "./read-file";
import type { ReceivedChunks } from "./received-chunks";
import type { RunStateStore } from "./run-state.store";
import type { TouchpointService } from "./touchpoint.service";
import type { TouchpointSource } from "./touchpoint.store";

interface FileImport {
  readonly paths: readonly string[];
  /** Aborted: the import stops after its current chunk. */
  readonly signal?: AbortSignal;
  readonly onBegin?: (runId: string) => void;
  readonly onProgress: (progress: {
    readonly bytesRead: number;
    readonly bytesTotal: number;
    readonly rows: number;
  }) => void;
}

export interface FileIngest extends FileImport {
  readonly name: string;
  readonly mapping: Mapping;
}

export interface FileResume extends FileImport {
  readonly runId: string;
}

export interface FileIngestParts {
  readonly touchpoints: TouchpointService;
  readonly intake: IntakeService;
  readonly runs: IntegrationRunStore;
  readonly states: RunStateStore;
  readonly received: ReceivedChunks;
  readonly integrationRuns: IntegrationRunService;
  readonly chunks: ChunkReader;
  readonly locks: AdvisoryLocks;
}

interface Target {
  readonly runId: string;
  readonly source: TouchpointSource;
  readonly mapping: Mapping;
  readonly from: FilePosition | null;
}

/** Brings files in through the intake protocol; while one chunk is committed the next is read and checked. */
export class FileIngestService {
  constructor(private readonly parts: FileIngestParts) {}

  async ingest(context: RequestContext, input: FileIngest): Promise<IntegrationRun> {
    const { touchpoints, runs, locks } = this.parts;
    const { mapping, name, paths } = input;
    const source =
      (await touchpoints.findOwnSource(context, { code: mapping.source.code })) ??
      (await touchpoints.createSource(context, mapping.source));
    const runId = newId(context.clock.now());
    return locks.holdRun(importLock(runId), async () => {
      // Of files that cannot be read the run itself tells, as it fails.
      const files = await Promise.all(paths.map(describeFile)).catch(() => []);
      await runs.insertRun(context, { id: runId, sourceId: source.id, name, files, mapping });
      return this.run(context, input, { runId, source, mapping, from: null });
    });
  }

  /** Goes on after the last line that a committed chunk of the run took. */
  async resume(context: RequestContext, input: FileResume): Promise<IntegrationRun> {
    const { runId } = input;
    const held = await this.parts.locks.holdRunIfFree(importLock(runId), async () => {
      const target = await this.takeUp(context, input);
      return this.run(context, input, target);
    });
    if (!held)
      throw refused(
        "RUN_NOT_ENDED",
        `Run ${runId} must have ended, but another process imports it; stop that one first.`,
      );
    return held.result;
  }

  private async takeUp(context: RequestContext, { runId, paths }: FileResume): Promise<Target> {
    const { touchpoints, states, received, integrationRuns } = this.parts;
    const stored = await states.findImport(context, runId);
    if (!stored) throw runNotFound();
    if (stored.mapping === null || stored.files.length === 0)
      throw refused(
        "INVALID_INPUT",
        `Run ${runId} must be an import of files that could be opened, but is not; start a new one.`,
      );
    await this.requireSame(stored.files, paths);
    if (!(await states.resume(context, runId))) {
      const { status } = (await integrationRuns.find(context, runId))!;
      throw refused("INVALID_INPUT", `Run ${runId} must have stopped or failed to be resumed, but is ${status}.`);
    }
    await received.settle(context, runId);
    return {
      runId,
      source: (await touchpoints.findOwnSource(context, { id: stored.sourceId }))!,
      mapping: readMapping(JSON.stringify(stored.mapping), `The mapping of run ${runId}`),
      from: await states.findPosition(context, runId),
    };
  }

  private async requireSame(expected: readonly ImportedFile[], paths: readonly string[]): Promise<void> {
    try {
      await this.parts.chunks.sizes(paths);
    } catch (error) {
      throw error instanceof FileError ? refused("INVALID_INPUT", error.message) : error;
    }
    const difference = differenceOf(expected, await Promise.all(paths.map(describeFile)));
    if (difference !== null) throw refused("INVALID_INPUT", difference);
  }

  /** The caller holds the run's lock. */
  private async run(context: RequestContext, input: FileImport, target: Target): Promise<IntegrationRun> {
    const { runs, integrationRuns } = this.parts;
    const { runId } = target;
    input.onBegin?.(runId);
    try {
      const isWhole = await this.commitAll(context, input, target);
      await runs.finishRun(context, runId, isWhole ? "SUCCEEDED" : "STOPPED");
    } catch (error) {
      const known = error instanceof FileError;
      await runs.finishRun(context, runId, "FAILED", {
        code: known ? "UNREADABLE_FILE" : "INTERNAL",
        message: known
          ? error.message
          : "The import ended early; resume it, or run it again: what was taken stays and is not doubled.",
      });
      if (!known) throw error;
    }
    return (await integrationRuns.find(context, runId))!;
  }

  /** False when it was stopped before the end. */
  private async commitAll(context: RequestContext, input: FileImport, target: Target): Promise<boolean> {
    const { chunks, intake, runs } = this.parts;
    const { paths, signal, onProgress } = input;
    const { mapping, runId, source, from } = target;
    const bytesTotal = (await chunks.sizes(paths)).reduce((sum, size) => sum + size, 0);
    let rows = 0;
    let committing: Promise<ChunkResult<TakenRows> | null> = Promise.resolve(null);
    const commit = ({ rows, position }: ReadChunk): Promise<ChunkResult<TakenRows>> =>
      intake.commit(context, { runId, source, rows, position });
    try {
      for await (const chunk of chunks.read(context, { mapping, paths, from })) {
        const last = await committing;
        if (last?.isStopRequested || signal?.aborted) return false;
        committing = commit(chunk);
        committing.catch(() => undefined); // awaited by the next chunk, which throws it
        rows += chunk.rows.received;
        onProgress({ bytesRead: chunk.bytesRead, bytesTotal, rows });
        await runs.reportProgress(context, runId, bytesTotal === 0 ? 1 : chunk.bytesRead / bytesTotal);
      }
      return true;
    } finally {
      await committing;
    }
  }
}

const refused = (code: string, message: string): UserProblems => UserProblems.one(code, null, message);
