import type { EntityManager } from "typeorm";
import type { Page, PageRequest } from "../../platform/page";
import type { Database } from "../../platform/postgres/database";
import { type IdempotentCall, once, replayable } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList, RequestError, UserProblems } from "../../platform/user-error";
import type { BrandService } from "../brands";
import type { Identity } from "../people";
import type { Catalogue } from "./catalogue";
import { checkTouchpoint, readIdentities } from "./check-touchpoint";
import type { Batch, BatchResult, GroupCommit } from "./group-commit";
import type { RowOutcome } from "./held-rows";
import type { OldestTouchpoint } from "./late-touchpoints";
import { maskDraft } from "./mask-rejected";
import type { PlaneVersion, PlaneVersionStore } from "./plane-version.store";
import { isRejection, type Rejection } from "./rejection";
import type { Seal, SealedTouchpoint } from "./seal-touchpoint";
import type { TouchpointDraft } from "./touchpoint";
import type { TouchpointSource, TouchpointStore } from "./touchpoint.store";

export const MAX_TOUCHPOINTS_PER_CALL = 1_000;

export interface IngestedRow {
  readonly index: number;
  readonly eventId: string;
  readonly outcome: RowOutcome;
  readonly rejection: Rejection | null;
}

export type SealRow = (draft: TouchpointDraft) => SealedTouchpoint | Rejection;

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
    private readonly plane: PlaneVersionStore,
    private readonly group: GroupCommit,
    private readonly brands: BrandService,
    private readonly seal: Seal,
  ) {}

  /** Sources whose touchpoints the caller's organisation may read: the cloud's and its own. */
  async visibleSourceIds(context: RequestContext): Promise<readonly number[]> {
    return [...(await this.sources(context)).keys()];
  }

  /** The same by their number. */
  sources(context: RequestContext): Promise<ReadonlyMap<number, TouchpointSource>> {
    return context.memo(
      this.sources,
      async () => new Map((await this.store.findSources(context)).map((source) => [source.id, source])),
    );
  }

  /** Sources that figures of the industry are made from. */
  async cloudSourceIds(): Promise<readonly number[]> {
    return (await this.store.findCloudSources()).map((source) => source.id);
  }

  /** Counts committed chunks: equal versions have seen the same touchpoints. */
  async planeVersion(): Promise<bigint> {
    return (await this.plane.find()).version;
  }

  /** What a figure that is read from now on has seen. */
  planeAndPeople(): Promise<PlaneVersion> {
    return this.plane.find();
  }

  /**
   * What came since `seen`, for who publishes a figure in this transaction; null: people were told apart anew, which may
   * concern any. Nothing more comes until the transaction ends.
   */
  async lateSince(
    manager: EntityManager,
    context: RequestContext,
    seen: PlaneVersion,
  ): Promise<readonly OldestTouchpoint[] | null> {
    const { version, peopleVersion } = await this.plane.hold(manager);
    if (peopleVersion !== seen.peopleVersion) return null;
    if (version === seen.version) return [];
    return this.database.elevated(manager, () => this.plane.oldestSince(manager, seen.version, context.organisationId));
  }

  /** The same of CLOUD sources, for who publishes figures of the industry as the system. */
  async cloudLateSince(manager: EntityManager, seen: PlaneVersion): Promise<readonly OldestTouchpoint[] | null> {
    const { version, peopleVersion } = await this.plane.hold(manager);
    if (peopleVersion !== seen.peopleVersion) return null;
    return version === seen.version ? [] : this.plane.oldestSince(manager, seen.version, null);
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

  /** The caller's own sources; a cursor is the number of one. */
  sourcePage(context: RequestContext, request: PageRequest): Promise<Page<TouchpointSource>> {
    for (const [name, cursor] of Object.entries({ after: request.after, before: request.before })) {
      if (cursor !== null && !(cursor.length === 1 && /^\d{1,9}$/.test(cursor[0]!)))
        throw new RequestError("BAD_USER_INPUT", `${name} must be a cursor that viewer.touchpointSources returned.`);
    }
    return this.store.findOwnSourcePage(context, request);
  }

  countSources(context: RequestContext): Promise<number> {
    return this.store.countOwnSources(context);
  }

  findOwnSource(
    context: RequestContext,
    where: { readonly id: number } | { readonly code: string },
  ): Promise<TouchpointSource | null> {
    return this.store.findOwnSource(context, where);
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
    return replayable(this.database, context, call, () => this.commitDrafts(context, source!, drafts));
  }

  private async commitDrafts(
    context: RequestContext,
    source: TouchpointSource,
    drafts: readonly TouchpointDraft[],
  ): Promise<readonly IngestedRow[]> {
    const rows = drafts.map(await this.sealer(context));
    const rejects = rows.flatMap((row, index) => (isRejection(row) ? [maskDraft(drafts[index]!, row)] : []));
    const placeOf = () => ({ file: null, line: null });
    const { outcomes, refused } = await this.commitRows(context, source, { rows, rejects, placeOf });
    return drafts.map(({ eventId }, index) => {
      const row = rows[index]!;
      const rejection = isRejection(row) ? row : (refused.get(index) ?? null);
      return { index, eventId, outcome: outcomes[index]!, rejection };
    });
  }

  /** Checks rows against the catalogue of this moment and seals the good ones. */
  async sealer(context: RequestContext): Promise<SealRow> {
    const catalogue = await this.catalogue(context);
    const now = context.clock.now().getTime();
    return (draft) => {
      const row = checkTouchpoint(draft, catalogue, now);
      return isRejection(row) ? row : this.seal(row);
    };
  }

  /** Brings rows of any number in under the run that all API calls of the source share that day. */
  commitRows(context: RequestContext, source: TouchpointSource, batch: Batch): Promise<BatchResult> {
    return this.group.commit(context, source, batch);
  }

  /** The check of a row's identities alone, for rows about people that are no touchpoints. */
  async identityCheck(
    context: RequestContext,
  ): Promise<(identities: readonly Identity[]) => readonly Identity[] | Rejection> {
    const catalogue = await this.catalogue(context);
    return (identities) => readIdentities(identities, catalogue);
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
      this.brands.platformsNow(context),
      this.brands.namespaces(),
    ]);
    return {
      brands: new Map(brands.map((brand) => [brand.code, brand])),
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
