import DataLoader from "dataloader";
import type { Page, PageRequest } from "../../platform/page";
import { readPage } from "../../platform/page";
import type { RequestContext } from "../../platform/request-context";
import { RequestError, UserProblems } from "../../platform/user-error";
import type { AccessService, QuestionBudget } from "../access";
import type { OverlayId, PeopleOverlay } from "../people";
import type { IntegrationRun } from "./integration-run";
import type { IntegrationRunService } from "./integration-run.service";
import type { TouchpointService } from "./touchpoint.service";
import {
  type CountColumn,
  type CountGrain,
  roundCounts,
  suppressCounts,
  type TouchpointCounts,
} from "./touchpoint-count";
import {
  checkFilter,
  MAX_COUNT_DAYS,
  MAX_LIST_DAYS,
  type TouchpointFilter,
  type TouchpointPlace,
  type TouchpointRecord,
  type TouchpointScope,
} from "./touchpoint-query";
import type { TouchpointQueryStore, TouchpointQuestion } from "./touchpoint-query.store";

/** Most rows of counts: what a chart can show, and a browser take. */
export const MAX_COUNT_ROWS = 1_000;
/** Most columns that counts are taken apart by. */
export const MAX_COUNT_KEYS = 2;

export interface CountRequest {
  readonly brand: { readonly id: number; readonly zone: string };
  readonly filter: TouchpointFilter;
  readonly grain: CountGrain;
  readonly by: readonly CountColumn[];
}

export interface CountAnswer extends TouchpointCounts {
  readonly threshold: number;
  readonly roundedTo: number;
  readonly asOf: Date;
}

export interface TouchpointQueryParts {
  readonly store: TouchpointQueryStore;
  readonly touchpoints: TouchpointService;
  readonly integrationRuns: IntegrationRunService;
  readonly access: AccessService;
  readonly questions: QuestionBudget;
  readonly overlay: PeopleOverlay;
}

/** Shows an organisation the touchpoints of what it is granted: those of the cloud's sources and of its own. */
export class TouchpointQueryService {
  constructor(private readonly parts: TouchpointQueryParts) {}

  /** Newest first. The caller has seen that the brand is granted. */
  async page(
    context: RequestContext,
    scope: TouchpointScope,
    filter: TouchpointFilter,
    request: PageRequest,
  ): Promise<Page<TouchpointRecord>> {
    checkFilter(filter, MAX_LIST_DAYS);
    assertCursors(request);
    const { store } = this.parts;
    const question = await this.questionOf(context, scope, filter);
    const page = await readPage<TouchpointPlace>(
      request,
      ({ at, sourceId, eventId }) => [String(at), String(sourceId), eventId],
      (keyset) => store.findPlaces(question, keyset),
    );
    const records = await store.findRecords(
      question,
      page.rows.map(({ row }) => row),
    );
    // A place whose touchpoint was wiped meanwhile is left out, but says as any other whether more follow.
    const rows = page.rows.flatMap(({ sortKey }, index) => {
      const row = records[index]!;
      return row === null ? [] : [{ row, sortKey }];
    });
    return { ...page, rows };
  }

  /** Null when it was too much to count. */
  async count(context: RequestContext, scope: TouchpointScope, filter: TouchpointFilter): Promise<bigint | null> {
    return this.parts.store.count(await this.questionOf(context, scope, filter));
  }

  async countRefundsAwaitingOrder(context: RequestContext, brandId: number): Promise<bigint> {
    const [sourceIds, overlayId] = await this.readable(context);
    return this.parts.store.countRefundsAwaitingOrder({ scope: { brandId, campaign: null }, sourceIds, overlayId });
  }

  async countCells(context: RequestContext, { brand, filter, grain, by }: CountRequest): Promise<CountAnswer> {
    checkFilter(filter, MAX_COUNT_DAYS);
    if (by.length > MAX_COUNT_KEYS || new Set(by).size < by.length)
      throw UserProblems.one(
        "INVALID_INPUT",
        ["by"],
        `by must have at most ${MAX_COUNT_KEYS} different dimensions, but got ${by.length}; ask for the others by themselves.`,
      );
    await this.parts.questions.spend(context, { figure: "TOUCHPOINT_COUNTS", brandId: brand.id, filter, grain, by });
    const [question, { smallGroupThreshold: threshold, roundingBase: roundedTo }] = await Promise.all([
      this.questionOf(context, { brandId: brand.id, campaign: null }, filter),
      this.parts.access.ownOrganisation(context),
    ]);
    const shape = { grain, zone: brand.zone, by, limit: MAX_COUNT_ROWS, threshold };
    const asOf = context.clock.now();
    const cells = await this.parts.store.countCells({ ...question, ...shape });
    if (cells.length > MAX_COUNT_ROWS)
      throw UserProblems.one(
        "INVALID_INPUT",
        ["filter"],
        `The answer must have at most ${MAX_COUNT_ROWS} rows, but has more; shorten the window, take a coarser grain or fewer dimensions, or filter.`,
      );
    return { ...roundCounts(suppressCounts(cells, threshold), roundedTo), threshold, roundedTo, asOf };
  }

  /** Each run once in a request: the touchpoints of a page come from a few. */
  runs(context: RequestContext): DataLoader<string, IntegrationRun | null> {
    return context.memo(
      this.runs,
      () =>
        new DataLoader<string, IntegrationRun | null>((ids) =>
          Promise.all(ids.map((id) => this.parts.integrationRuns.find(context, id))),
        ),
    );
  }

  private readable(context: RequestContext): Promise<[readonly number[], OverlayId]> {
    return Promise.all([this.parts.touchpoints.visibleSourceIds(context), this.parts.overlay.idOf(context)]);
  }

  private async questionOf(
    context: RequestContext,
    scope: TouchpointScope,
    filter: TouchpointFilter,
  ): Promise<TouchpointQuestion> {
    const [visible, overlayId] = await this.readable(context);
    const sourceIds = filter.sourceId == null ? visible : visible.filter((id) => id === filter.sourceId);
    return { scope, filter, sourceIds, overlayId };
  }
}

const LONGEST_EVENT_ID = 200;

/** A cursor is the instant, the source and the event: one of another list is refused before a statement reads it. */
function assertCursors({ after, before }: PageRequest): void {
  for (const [name, cursor] of Object.entries({ after, before })) {
    const [at = "", sourceId = "", eventId = ""] = cursor ?? [];
    const isOurs = /^\d{1,14}$/.test(at) && /^\d{1,9}$/.test(sourceId) && eventId.length <= LONGEST_EVENT_ID;
    if (cursor === null || (cursor.length === 3 && isOurs)) continue;
    throw new RequestError("BAD_USER_INPUT", `${name} must be a cursor that a list of touchpoints returned.`);
  }
}
