import DataLoader from "dataloader";
import type { Page, PageRequest } from "../../platform/page";
import type { AdvisoryLocks } from "../../platform/postgres/locks";
import type { RequestContext } from "../../platform/request-context";
import { suppress, suppressPartition } from "../../platform/small-groups";
import { RequestError, UserProblems } from "../../platform/user-error";
import type { AccessService } from "../access";
import type { PeopleOverlay } from "../people";
import { importLock } from "./import-lock";
import type { IntegrationRun, RunFilter } from "./integration-run";
import type { ReceivedChunks } from "./received-chunks";
import type { RejectedRow } from "./rejected-row";
import type { RejectedRowStore } from "./rejected-row.store";
import type { RunListStore } from "./run-list.store";
import type { RunPeopleCounts, RunPeopleStore } from "./run-people.store";
import type { RunStateStore } from "./run-state.store";
import type { TouchpointService } from "./touchpoint.service";

/** People of a run as its organisation may see them; null where withheld. */
export interface RunPeople {
  readonly distinctPeople: bigint | null;
  readonly matchedPeople: bigint | null;
  readonly personTimes: bigint;
  readonly asOf: Date;
}

export interface IntegrationRunServiceParts {
  readonly list: RunListStore;
  readonly states: RunStateStore;
  readonly received: ReceivedChunks;
  readonly rejectedRows: RejectedRowStore;
  readonly people: RunPeopleStore;
  readonly overlay: PeopleOverlay;
  readonly touchpoints: TouchpointService;
  readonly access: AccessService;
  readonly locks: AdvisoryLocks;
}

/** Runs as operators watch and stop them. */
export class IntegrationRunService {
  constructor(private readonly parts: IntegrationRunServiceParts) {}

  find(context: RequestContext, id: string): Promise<IntegrationRun | null> {
    return this.parts.list.find(context, id);
  }

  page(context: RequestContext, filter: RunFilter, request: PageRequest): Promise<Page<IntegrationRun>> {
    assertCursors(request);
    return this.parts.list.findPage(context, filter, request);
  }

  count(context: RequestContext, filter: RunFilter): Promise<number> {
    return this.parts.list.count(context, filter);
  }

  /** In the order they came. */
  rejectedRows(context: RequestContext, id: string): AsyncIterable<RejectedRow> {
    return this.parts.rejectedRows.read(context, id);
  }

  /** Asks the importing process to stop after its current chunk; a run without one is stopped at once. */
  async stop(context: RequestContext, id: string): Promise<IntegrationRun> {
    await this.parts.states.requestStop(context, id);
    await this.stopIfDead(context, id);
    return this.require(context, id);
  }

  /** Of a RUNNING run that no process imports any more it is told that it is stopped; any other stays as it is. */
  async stopIfDead(context: RequestContext, id: string): Promise<void> {
    const { locks, received, states } = this.parts;
    if ((await this.require(context, id)).status !== "RUNNING") return;
    await locks.holdRunIfFree(importLock(id), async () => {
      await received.settle(context, id);
      await states.stop(context, id);
    });
  }

  /** Those of a page are counted together. */
  people(context: RequestContext, run: IntegrationRun): Promise<RunPeople> {
    const loader = context.memo(
      this.people,
      () => new DataLoader((runs: readonly IntegrationRun[]) => this.countPeople(context, runs), { cache: false }),
    );
    return loader.load(run);
  }

  /**
   * Matched and unmatched people are told or withheld together: their sum is told. Person-times count touchpoints, as
   * `accepted` does.
   */
  private async countPeople(context: RequestContext, runs: readonly IntegrationRun[]): Promise<readonly RunPeople[]> {
    const { people, overlay, touchpoints, access } = this.parts;
    const [visibleSourceIds, overlayId, { smallGroupThreshold }] = await Promise.all([
      touchpoints.visibleSourceIds(context),
      overlay.idOf(context),
      access.ownOrganisation(context),
    ]);
    const asOf = context.clock.now();
    const counts = await people.count({ runs, visibleSourceIds, overlayId });
    return runs.map(({ id }) => {
      const { distinctPeople, matchedPeople, personTimes } = counts.get(id) ?? NO_PEOPLE;
      const parts = suppressPartition([matchedPeople, distinctPeople - matchedPeople], smallGroupThreshold);
      return {
        distinctPeople: suppress(distinctPeople, smallGroupThreshold),
        matchedPeople: parts.counts[0]!,
        personTimes,
        asOf,
      };
    });
  }

  private async require(context: RequestContext, id: string): Promise<IntegrationRun> {
    const run = await this.find(context, id);
    if (!run) throw runNotFound();
    return run;
  }
}

const NO_PEOPLE: RunPeopleCounts = { distinctPeople: 0n, personTimes: 0n, matchedPeople: 0n };

export const runNotFound = (): UserProblems =>
  UserProblems.one("NOT_FOUND", ["id"], "id must name a run of this organisation; viewer.integrationRuns lists them.");

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A cursor is the start and the id: one of another list is refused before a statement reads it. */
function assertCursors({ after, before }: PageRequest): void {
  for (const [name, cursor] of Object.entries({ after, before })) {
    if (cursor === null) continue;
    const [startedAt = "", id = ""] = cursor;
    if (cursor.length === 2 && isInstant(startedAt) && UUID.test(id)) continue;
    throw new RequestError("BAD_USER_INPUT", `${name} must be a cursor that viewer.integrationRuns returned.`);
  }
}

/** As it is written into cursors: `Date` reads much else, of which PostgreSQL knows nothing. */
const isInstant = (text: string): boolean => !Number.isNaN(Date.parse(text)) && new Date(text).toISOString() === text;
