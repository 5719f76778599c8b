import { createHash } from "node:crypto";
import type { EntityManager } from "typeorm";
import type { Database } from "../../platform/postgres/database";
import { type IdempotentCall, once, replayable } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList, UserProblems } from "../../platform/user-error";
import type { BrandService } from "../brands";
import type { Catalogue } from "./catalogue";
import { checkTouchpoint } from "./check-touchpoint";
import type { IntakeService, RowOutcome } from "./intake.service";
import type { IntegrationRun, IntegrationRunStore } from "./integration-run.store";
import { isRejection, type Rejection } from "./rejection";
import type { Seal } from "./seal-touchpoint";
import type { TouchpointDraft } from "./touchpoint";
import type { TouchpointSource, TouchpointStore } from "./touchpoint.store";

export const MAX_TOUCHPOINTS_PER_CALL = 1_000;

export interface IngestedRow {
  readonly index: number;
  readonly eventId: string;
  readonly outcome: RowOutcome;
  readonly rejection: Rejection | null;
}

export interface NewSource {
  readonly code: string;
  readonly name: string;
  readonly visibility: TouchpointSource["visibility"];
}

/** A catalogue change is seen by the intake after this long at most. */
const CATALOGUE_MS = 5_000;

export class TouchpointService {
  private readonly catalogues = new Map<string, { readonly at: number; readonly catalogue: Promise<Catalogue> }>();

  constructor(
    private readonly database: Database,
    private readonly store: TouchpointStore,
    private readonly runs: IntegrationRunStore,
    private readonly intake: IntakeService,
    private readonly brands: BrandService,
    private readonly seal: Seal,
  ) {}

  /** Sources whose touchpoints the caller's organisation may read: the cloud's and its own. */
  async visibleSourceIds(context: RequestContext): Promise<readonly number[]> {
    return context.memo(this.visibleSourceIds, async () =>
      (await this.store.findSources(context)).map((source) => source.id),
    );
  }

  /** Sources that figures of the industry are made from. */
  async cloudSourceIds(): Promise<readonly number[]> {
    return (await this.store.findCloudSources()).map((source) => source.id);
  }

  planeVersion(): Promise<bigint> {
    return this.store.planeVersion();
  }

  async dataFreshness(
    context: RequestContext,
  ): Promise<readonly { readonly platform: string; readonly lastTouchpointAt: Date; readonly lastImportAt: Date }[]> {
    return this.store.findFreshness(await this.visibleSourceIds(context));
  }

  /** Adds a source; CLOUD visibility takes an operator's key, as everybody's figures are made from such sources. */
  createSource(context: RequestContext, input: NewSource, idempotencyKey?: string): Promise<TouchpointSource> {
    const problems = new ProblemList();
    if (!/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/.test(input.code)) {
      problems.add(
        "INVALID_INPUT",
        ["input", "code"],
        `code must be 1 to 64 letters, digits, dots, hyphens and underscores, but got "${input.code}".`,
      );
    }
    if (input.name.trim() === "") problems.add("INVALID_INPUT", ["input", "name"], "name must not be empty.");
    if (input.visibility === "CLOUD" && !context.permissions.has("EDIT_CATALOGUE")) {
      problems.add(
        "INVALID_INPUT",
        ["input", "visibility"],
        "CLOUD sources are made by an operator of the cloud; use ORGANISATION.",
      );
    }
    problems.throwIfAny();
    return once(
      this.database,
      context,
      { key: idempotencyKey, mutation: "createTouchpointSource", request: input },
      async (manager: EntityManager) => {
        const source = await this.store.insertSource(manager, context, input);
        if (!source)
          throw UserProblems.one(
            "CODE_TAKEN",
            ["input", "code"],
            `code must be new, but this organisation has a source "${input.code}".`,
          );
        return source;
      },
    );
  }

  findOwnSource(
    context: RequestContext,
    where: { readonly id: number } | { readonly code: string },
  ): Promise<TouchpointSource | null> {
    return this.store.findOwnSource(context, where);
  }

  findRun(context: RequestContext, id: string): Promise<IntegrationRun | null> {
    return this.runs.findRun(context, id);
  }

  /** Takes up to a thousand touchpoints; the answer says of each row what became of it, and ACCEPTED means durable. */
  async ingest(
    context: RequestContext,
    sourceId: number,
    drafts: readonly TouchpointDraft[],
    idempotencyKey?: string,
  ): Promise<readonly IngestedRow[]> {
    const problems = new ProblemList();
    if (drafts.length === 0 || drafts.length > MAX_TOUCHPOINTS_PER_CALL) {
      problems.add(
        "INVALID_INPUT",
        ["touchpoints"],
        `touchpoints must have 1 to ${MAX_TOUCHPOINTS_PER_CALL} rows, but got ${drafts.length}; send several calls.`,
      );
    }
    const source = await this.store.findOwnSource(context, { id: sourceId });
    if (!source)
      problems.add(
        "NOT_FOUND",
        ["sourceId"],
        "sourceId must name a source of this organisation; make one with createTouchpointSource.",
      );
    problems.throwIfAny();
    const call: IdempotentCall = { key: idempotencyKey, mutation: "ingestTouchpoints", request: [sourceId, drafts] };
    return replayable(this.database, context, call, () => this.commitDrafts(context, source!.id, drafts));
  }

  private async commitDrafts(
    context: RequestContext,
    sourceId: number,
    drafts: readonly TouchpointDraft[],
  ): Promise<readonly IngestedRow[]> {
    const catalogue = await this.catalogue(context);
    const now = context.clock.now().getTime();
    const checked = drafts.map((draft) => {
      const row = checkTouchpoint(draft, catalogue, now);
      return isRejection(row) ? row : this.seal(row);
    });
    const runId = dailyRunId(sourceId, context.clock.now());
    await this.runs.insertRun(context, {
      id: runId,
      sourceId,
      name: `API ${context.clock.now().toISOString().slice(0, 10)}`,
    });
    const { outcomes } = await this.intake.commit(context, { runId, sourceId, rows: checked });
    return drafts.map((draft, index) => {
      const row = checked[index]!;
      return { index, eventId: draft.eventId, outcome: outcomes[index]!, rejection: isRejection(row) ? row : null };
    });
  }

  /** What rows of the caller's organisation are checked against. */
  catalogue(context: Pick<RequestContext, "organisationId" | "clock">): Promise<Catalogue> {
    const now = context.clock.now().getTime();
    const known = this.catalogues.get(context.organisationId);
    if (known && now - known.at < CATALOGUE_MS) return known.catalogue;
    const catalogue = this.loadCatalogue(context);
    this.catalogues.set(context.organisationId, { at: now, catalogue });
    catalogue.catch(() => this.catalogues.delete(context.organisationId));
    return catalogue;
  }

  /** The next check reads the catalogue afresh: it was just added to. */
  forgetCatalogue(context: Pick<RequestContext, "organisationId">): void {
    this.catalogues.delete(context.organisationId);
  }

  private async loadCatalogue(context: Pick<RequestContext, "organisationId">): Promise<Catalogue> {
    const [brands, categories, platforms, namespaces] = await Promise.all([
      this.brands.allBrands(),
      this.brands.allCategories(),
      this.brands.platforms(context),
      this.brands.namespaces(),
    ]);
    return {
      brands: new Map(brands.map((brand) => [brand.code, brand.id])),
      categories: new Map(categories.map((category) => [category.code, category.id])),
      platforms: new Set(platforms.map((platform) => platform.code)),
      namespaces: new Map(
        namespaces.map((namespace) => [
          namespace.code,
          namespace.pattern === null ? null : new RegExp(namespace.pattern),
        ]),
      ),
    };
  }
}

/** API calls of one source and day share a run, so that their sums can be read in one place. */
function dailyRunId(sourceId: number, now: Date): string {
  const hex = createHash("sha256")
    .update(`api ${sourceId} ${now.toISOString().slice(0, 10)}`)
    .digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
