import { createHash } from "node:crypto";
import { newId } from "../../platform/ids";
import { JobFailure } from "../../platform/jobs/job-run";
import type { JobHandler, RunningJob } from "../../platform/jobs/worker";
import type { AccessService } from "../access";
import type { AudienceService } from "../audiences";
import { type ChosenPeople, type PeopleCopies, type PeopleIds, partOfKeys } from "../people";
import type { ActivatedPeopleStore } from "./activated-people.store";
import { EXPORT_AUDIENCE_PACK, EXPORT_HOURS, type ExportRequest } from "./audience-export";
import type { AudienceExportStore } from "./audience-export.store";
import { openIdFile } from "./id-file";
import type { MemberSelection } from "./member-selection";
import { requireBuilt } from "./push-planner";

/** Ids in memory at a time, and in a part of the file: about 3 MB of hashes. */
const IDS_PER_PART = 50_000;
const HOUR_MS = 3_600_000;

export interface ExportJobParts {
  readonly access: AccessService;
  readonly packs: AudienceService;
  readonly selection: MemberSelection;
  readonly ids: PeopleIds;
  readonly people: ActivatedPeopleStore;
  readonly store: AudienceExportStore;
  readonly copies: PeopleCopies;
}

interface WrittenFile {
  readonly ids: number;
  readonly bytes: number;
  readonly sha256: string;
}

/** Writes files of ids part by part; what is published is a whole file, and no erasure comes in between. */
export class ExportJob {
  constructor(private readonly parts: ExportJobParts) {}

  handler(): readonly [string, JobHandler] {
    return [EXPORT_AUDIENCE_PACK, (job) => this.parts.copies.make((assertHeld) => this.run(job, assertHeld))];
  }

  private async run(job: RunningJob, assertHeld: () => void): Promise<void> {
    const { context } = job;
    const request = job.run.payload as ExportRequest;
    const { packs, selection, people, ids, store } = this.parts;
    const found = await packs.findPack(context, request.audiencePackId);
    if (!found) throw new JobFailure("NOT_FOUND", "The pack's brand must still be granted, but is not.");
    const pack = requireBuilt(found, ["id"]);
    const selected = await selection.select(context, pack, request.namespace);
    const { smallGroupThreshold } = await this.parts.access.ownOrganisation(context);
    if (selected.people.size < Math.max(1, smallGroupThreshold))
      throw new JobFailure("BELOW_MINIMUM", "Fewer people of the pack can leave than when the export was asked for.");
    const fileId = newId(context.clock.now());
    await people.insert(fileId, selected.people);
    const chosen = await ids.choose(context, selected.people);
    try {
      const written = await this.write(job, chosen, fileId);
      assertHeld();
      const createdAt = context.clock.now();
      const expiresAt = new Date(createdAt.getTime() + EXPORT_HOURS * HOUR_MS);
      const { organisationId } = context;
      const file = {
        id: job.run.id,
        organisationId,
        buildId: pack.build.id,
        fileId,
        createdAt,
        expiresAt,
        erasedAt: null,
      };
      await job.publish((manager) => store.insert(manager, context, { ...request, ...written, ...file }));
    } finally {
      await chosen.close();
    }
  }

  /** A part is read while the one before it is stored. */
  private async write(job: RunningJob, chosen: ChosenPeople, fileId: string): Promise<WrittenFile> {
    const { namespace, format } = job.run.payload as ExportRequest;
    const { ids: expected } = await chosen.held(namespace);
    const count = Math.max(1, Math.ceil(Number(expected) / IDS_PER_PART));
    const file = openIdFile(format, namespace);
    const hash = createHash("sha256");
    let [ids, bytes, number] = [0, 0, 0];
    let stored: Promise<unknown> = Promise.resolve();
    const add = async (content: Buffer): Promise<void> => {
      await stored;
      if (content.length === 0) return;
      hash.update(content);
      bytes += content.length;
      stored = this.parts.store.insertPart(job.context, fileId, ++number, content);
      stored.catch(() => undefined); // awaited before the next part
    };
    for (let part = 1; part <= count; part++) {
      job.signal.throwIfAborted();
      const values = await chosen.ids(namespace, partOfKeys(part, count));
      ids += values.length;
      await add(file.write(values));
      job.progress(part / (count + 1));
    }
    await add(file.end());
    await stored;
    return { ids, bytes, sha256: hash.digest("hex") };
  }
}
