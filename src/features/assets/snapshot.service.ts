import { newId } from "../../platform/ids";
import type { JobRun } from "../../platform/jobs/job-run";
import type { JobStore } from "../../platform/jobs/job-store";
import type { Page, PageRequest } from "../../platform/page";
import type { Database } from "../../platform/postgres/database";
import { once } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import { suppress } from "../../platform/small-groups";
import { ProblemList, RequestError } from "../../platform/user-error";
import type { AccessService } from "../access";
import type { Brand, BrandService } from "../brands";
import { type DataState, dataState } from "../touchpoints";
import type { AssetService } from "./asset.service";
import type { AssetSnapshot } from "./asset-snapshot";
import type { AssetSnapshotStore } from "./asset-snapshot.store";
import { type TrendRequest, trendWindow } from "./asset-trend";
import { checkAsOf } from "./check-as-of";
import { NO_RULE_SET, ruleSetOfAnother } from "./rule-set";
import { TAKE_ASSET_SNAPSHOT, type TakeSnapshotPayload, type TakeSnapshotResult } from "./take-snapshot";
import { type VisibleFigures, visibleFigures } from "./visible-figures";

export interface NewSnapshot {
  readonly brandId: number;
  readonly asOf: Date;
  /** Null: all categories. */
  readonly categoryId: number | null;
  /** Null: the rules in force for the brand. */
  readonly ruleSetId: string | null;
}

/** A snapshot as its organisation may see it now. */
export interface ShownSnapshot {
  readonly snapshot: AssetSnapshot;
  readonly state: DataState;
  readonly figures: VisibleFigures;
  /** Null where withheld. */
  readonly erasedPeople: bigint | null;
}

export interface SnapshotServiceParts {
  readonly database: Database;
  readonly jobs: JobStore;
  readonly store: AssetSnapshotStore;
  readonly assets: AssetService;
  readonly access: AccessService;
  readonly brands: BrandService;
}

/** Takes snapshots and shows published ones. Every figure leaves through `show`, suppressed. */
export class SnapshotService {
  constructor(private readonly parts: SnapshotServiceParts) {}

  /** Asks for a snapshot; a job takes it. */
  async take(context: RequestContext, input: NewSnapshot, idempotencyKey?: string): Promise<JobRun> {
    const { database, jobs, brands } = this.parts;
    await brands.requireGranted(context, input.brandId, ["input", "brandId"]);
    const problems = new ProblemList();
    checkAsOf(problems, input.asOf, context.clock.now(), ["input", "asOf"]);
    if (input.ruleSetId !== null) await this.checkRuleSet(context, input.ruleSetId, input.brandId, problems);
    if (input.categoryId !== null && !(await brands.categories(context).load(input.categoryId)))
      problems.add("NOT_FOUND", ["input", "categoryId"], "categoryId must name a category of the catalogue.");
    problems.throwIfAny();
    const payload: TakeSnapshotPayload = { ...input, asOf: input.asOf.toISOString() };
    const call = { key: idempotencyKey, mutation: "takeAssetSnapshot", request: payload };
    const runId = await once(database, context, call, async (manager) => {
      const id = newId(context.clock.now());
      await jobs.enqueue(manager, context, { id, kind: TAKE_ASSET_SNAPSHOT, payload });
      return id;
    });
    return (await jobs.find(context, runId))!;
  }

  private async checkRuleSet(
    context: RequestContext,
    ruleSetId: string,
    brandId: number,
    problems: ProblemList,
  ): Promise<void> {
    const ruleSet = await this.parts.assets.findRuleSet(context, ruleSetId);
    if (!ruleSet) problems.add("NOT_FOUND", ["input", "ruleSetId"], NO_RULE_SET);
    else if (ruleSet.brandId !== null && ruleSet.brandId !== brandId)
      problems.add("INVALID_INPUT", ["input", "ruleSetId"], ruleSetOfAnother(ruleSet));
  }

  async findRun(context: RequestContext, id: string): Promise<JobRun | null> {
    const run = await this.parts.jobs.find(context, id);
    return run?.kind === TAKE_ASSET_SNAPSHOT ? run : null;
  }

  /** What the run published; null until it succeeded. */
  async findOfRun(context: RequestContext, runId: string): Promise<AssetSnapshot | null> {
    const result = (await this.findRun(context, runId))?.result as TakeSnapshotResult | null | undefined;
    return result ? this.find(context, result.assetSnapshotId) : null;
  }

  /** Null also when the brand is no longer granted. */
  async find(context: RequestContext, id: string): Promise<AssetSnapshot | null> {
    const snapshot = await this.parts.store.findById(context, id);
    return snapshot && (await this.parts.brands.findGranted(context, snapshot.brandId)) ? snapshot : null;
  }

  /** A brand's snapshots of every scope, newest `asOf` first. */
  page(context: RequestContext, brandId: number, request: PageRequest): Promise<Page<AssetSnapshot>> {
    assertCursors(request);
    return this.parts.store.findPage(context, brandId, request);
  }

  count(context: RequestContext, brandId: number): Promise<number> {
    return this.parts.store.count(context, brandId);
  }

  /** The last snapshot of all categories in each bucket of the window, oldest first. */
  trend(
    context: RequestContext,
    brand: Pick<Brand, "id" | "zone">,
    { ruleSetId, ...request }: TrendRequest & { readonly ruleSetId: string | null },
  ): Promise<readonly AssetSnapshot[]> {
    return this.parts.store.findTrend(context, brand.id, { ...trendWindow(request, brand.zone), ruleSetId });
  }

  async show(context: RequestContext, snapshot: AssetSnapshot): Promise<ShownSnapshot> {
    const threshold = await this.threshold(context);
    return {
      snapshot,
      state: dataState(snapshot, context.clock.now()),
      figures: visibleFigures(snapshot.figures, snapshot.ruleSet.definition.groups, threshold),
      erasedPeople: suppress(snapshot.erasedPeople, threshold),
    };
  }

  private async threshold(context: RequestContext): Promise<number> {
    return (await this.parts.access.ownOrganisation(context)).smallGroupThreshold;
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A cursor is the instant and the id: one of another list is refused before a statement reads it. */
function assertCursors({ after, before }: PageRequest): void {
  for (const [name, cursor] of Object.entries({ after, before })) {
    if (cursor === null) continue;
    const [asOf, id] = cursor;
    if (cursor.length === 2 && !Number.isNaN(Date.parse(asOf!)) && UUID.test(id!)) continue;
    throw new RequestError("BAD_USER_INPUT", `${name} must be a cursor that brand.assetSnapshots returned.`);
  }
}
