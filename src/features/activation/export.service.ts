import type { EntityManager } from "typeorm";
import { newId } from "../../platform/ids";
import type { JobRun } from "../../platform/jobs/job-run";
import type { JobStore } from "../../platform/jobs/job-store";
import type { Database } from "../../platform/postgres/database";
import { once } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import { settled } from "../../platform/settled";
import type { SignedPaths } from "../../platform/signed-path";
import { UserProblems } from "../../platform/user-error";
import type { AccessService } from "../access";
import type { AudienceService } from "../audiences";
import type { BrandService } from "../brands";
import { type AudienceExport, EXPORT_AUDIENCE_PACK, type ExportRequest, LINK_MINUTES } from "./audience-export";
import type { AudienceExportStore } from "./audience-export.store";
import type { MemberSelection } from "./member-selection";
import { belowMinimum, requireBuilt } from "./push-planner";

export interface ExportServiceParts {
  readonly database: Database;
  readonly jobs: JobStore;
  readonly access: AccessService;
  readonly brands: BrandService;
  readonly packs: AudienceService;
  readonly selection: MemberSelection;
  readonly store: AudienceExportStore;
  readonly paths: SignedPaths;
}

export const exportPathOf = (id: string): string => `/v1/audience-exports/${id}`;

/** Files of members' hashed ids. */
export class ExportService {
  constructor(private readonly parts: ExportServiceParts) {}

  async export(context: RequestContext, request: ExportRequest, idempotencyKey?: string): Promise<JobRun> {
    const { database, jobs } = this.parts;
    const call = { key: idempotencyKey, mutation: "exportAudiencePack", request };
    const checked = await settled(this.check(context, request));
    const runId = await once(database, context, call, async (manager: EntityManager) => {
      checked();
      const id = newId(context.clock.now());
      await jobs.enqueue(manager, context, { id, kind: EXPORT_AUDIENCE_PACK, payload: request });
      const { audiencePackId, ...of } = request;
      await this.parts.access.audit(manager, context, "exportAudiencePack", `AudiencePack:${audiencePackId}`, of);
      return id;
    });
    return (await this.findRun(context, runId))!;
  }

  async findRun(context: RequestContext, runId: string): Promise<JobRun | null> {
    const run = await this.parts.jobs.find(context, runId);
    return run?.kind === EXPORT_AUDIENCE_PACK ? run : null;
  }

  /** Null: it is not written yet, or its time is over, or it held somebody who was erased. */
  async file(context: RequestContext, runId: string): Promise<AudienceExport | null> {
    const file = await this.parts.store.find(context, runId);
    return file && file.erasedAt === null && file.expiresAt > context.clock.now() ? file : null;
  }

  /** An address that anybody may fetch for a while. */
  linkTo({ id, expiresAt }: AudienceExport, now: Date): { readonly url: string; readonly validUntil: Date } {
    const validUntil = new Date(Math.min(expiresAt.getTime(), now.getTime() + LINK_MINUTES * 60_000));
    return { url: this.parts.paths.sign(exportPathOf(id), validUntil), validUntil };
  }

  private async check(context: RequestContext, { audiencePackId, namespace }: ExportRequest): Promise<void> {
    const { access, brands, packs, selection } = this.parts;
    const pack = requireBuilt(await packs.requirePack(context, audiencePackId, ["id"]), ["id"]);
    const known = (await brands.namespaces()).map(({ code }) => code);
    if (!known.includes(namespace)) {
      const rule = `namespace must be one of ${known.join(", ")}, but got "${namespace.slice(0, 60)}".`;
      throw UserProblems.one("INVALID_INPUT", ["namespace"], rule);
    }
    const { people } = await selection.select(context, pack, namespace);
    const { smallGroupThreshold } = await access.ownOrganisation(context);
    if (people.size < smallGroupThreshold || people.isEmpty)
      throw belowMinimum(Math.max(1, smallGroupThreshold), ["id"]);
  }
}
