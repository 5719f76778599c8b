import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { RoaringBitmap32 } from "roaring";
import { type Connector, DestinationError, type Shipment } from "../../connectors/connector";
import { JobFailure } from "../../platform/jobs/job-run";
import type { JobHandler, RunningJob } from "../../platform/jobs/worker";
import type { AudiencePack, AudienceService } from "../audiences";
import { type ChosenPeople, type PeopleCopies, type PeopleIds, partOfKeys } from "../people";
import type { ActivatedPeopleStore } from "./activated-people.store";
import { type AudiencePush, type Operation, PUSH_AUDIENCE_PACK, type SentChunk, STOPPED } from "./audience-push";
import type { AudiencePushStore } from "./audience-push.store";
import type { DestinationService } from "./destination.service";
import type { StoredDestination } from "./destination.store";
import type { MemberSelection } from "./member-selection";

/** A destination that is away for longer than all tries of a call together (7.5 s and its own time-outs) is said to be away. */
const MAX_TRIES = 5;
const FIRST_PAUSE_MS = 500;

export interface PushJobParts {
  readonly packs: AudienceService;
  readonly destinations: DestinationService;
  readonly selection: MemberSelection;
  readonly ids: PeopleIds;
  readonly people: ActivatedPeopleStore;
  readonly store: AudiencePushStore;
  readonly copies: PeopleCopies;
}

/** One list of a push on its way. */
interface Sending {
  readonly job: RunningJob;
  readonly push: AudiencePush;
  readonly connector: Connector;
  readonly shipment: Shipment;
  readonly chosen: ChosenPeople;
  readonly mark: string;
  readonly known: ReadonlyMap<number, SentChunk>;
}

interface WholeList {
  /** Null when a chunk that the destination took has other ids now and cannot be replaced. */
  readonly sha256: string | null;
  readonly bytes: number;
  readonly chunks: readonly SentChunk[];
}

/**
 * Sends a push chunk by chunk. The ledger says which chunks the destination has taken, so an attempt goes on where the last one
 * ended. A chunk is a range of stored keys: whatever changes between two attempts, no id moves from one chunk to another.
 */
export class PushJob {
  constructor(private readonly parts: PushJobParts) {}

  handler(): readonly [string, JobHandler] {
    return [PUSH_AUDIENCE_PACK, (job) => this.run(job)];
  }

  private async run(job: RunningJob): Promise<void> {
    const { context } = job;
    const { store, packs, destinations } = this.parts;
    const { pushId } = job.run.payload as { readonly pushId: string };
    const [push] = await store.findByIds(context, [pushId]);
    const pack = push && (await packs.findPack(context, push.audiencePackId));
    if (!push || !pack) throw new JobFailure("NOT_FOUND", "The pack's brand must still be granted, but is not.");
    const destination = (await destinations.find(context, push.connectorId))!;
    if (destination.isSuspended)
      throw new JobFailure(
        "CONNECTOR_SUSPENDED",
        `The connector must be in use, but "${destination.name}" is suspended; take it up again and resume the push.`,
      );
    const added = await this.deliver(job, { push, pack, destination }, "ADD");
    await this.deliver(job, { push, pack, destination }, "REMOVE");
    await job.publish(async (manager) => {
      await store.finish(manager, context, { id: push.id, addSha256: added?.sha256 ?? null });
      return { pushId };
    });
  }

  /** Null: nobody is to be sent. */
  private async deliver(
    job: RunningJob,
    {
      push,
      pack,
      destination,
    }: { readonly push: AudiencePush; readonly pack: AudiencePack; readonly destination: StoredDestination },
    operation: Operation,
  ): Promise<WholeList | null> {
    const { context } = job;
    const { chunks } = operation === "ADD" ? push.plan.add : push.plan.remove;
    if (chunks === 0) return null;
    const connector = this.parts.destinations.open(destination);
    const shipment: Shipment = {
      id: `${push.id}-${operation.toLowerCase()}`,
      operation,
      audience: { id: pack.id, name: pack.name },
      namespace: destination.namespace,
      chunks,
    };
    const mark = await this.markOf(job, push, { connector, shipment });
    const chosen = await this.parts.ids.choose(context, await this.peopleOf(job, push, pack.brandId, operation));
    try {
      const sent = await this.parts.store.findChunks(context, push.id, operation);
      const known = new Map(sent.map((chunk) => [chunk.number, chunk]));
      const whole = await this.sendAll({ job, push, connector, shipment, chosen, mark, known });
      const ids = whole.chunks.reduce((sum, chunk) => sum + chunk.ids, 0);
      const told = { ...whole, sha256: whole.sha256 ?? "", ids };
      await this.patiently(job, "the end of the list", () => connector.finish(shipment, mark, told));
      return whole;
    } finally {
      await chosen.close();
    }
  }

  /** Kept before the first chunk is sent, so that no attempt begins a second one beside it. */
  private async markOf(
    job: RunningJob,
    push: AudiencePush,
    { connector, shipment }: Pick<Sending, "connector" | "shipment">,
  ): Promise<string> {
    const kept = shipment.operation === "ADD" ? push.addMark : push.removeMark;
    if (kept !== null) return kept;
    const mark = await this.patiently(job, "the beginning of the list", () => connector.begin(shipment));
    await this.parts.store.saveMark(job.context, push.id, shipment.operation, mark);
    return mark;
  }

  /** To be added: only who may still leave. To be removed: whoever must. */
  private async peopleOf(
    { context }: RunningJob,
    push: AudiencePush,
    brandId: number,
    operation: Operation,
  ): Promise<RoaringBitmap32> {
    const { people, selection } = this.parts;
    const after = await people.find(push.id);
    const before = push.basePushId === null ? new RoaringBitmap32() : await people.find(push.basePushId);
    if (operation === "REMOVE") return RoaringBitmap32.andNot(before, after);
    return (await selection.free(context, RoaringBitmap32.andNot(after, before), brandId)).people;
  }

  private async sendAll(sending: Sending): Promise<WholeList> {
    const { job, push, shipment } = sending;
    const hash = createHash("sha256");
    const chunks: SentChunk[] = [];
    let [bytes, isAsTaken] = [0, true];
    for (let number = 1; number <= shipment.chunks; number++) {
      const what = `chunk ${number} of ${shipment.chunks}`;
      const { lines, chunk } = await this.patiently(job, what, () => this.sendOne(sending, number));
      hash.update(lines);
      bytes += lines.length;
      isAsTaken &&= chunk.sha256 === sha256(lines);
      chunks.push(chunk);
      job.progress(number / (push.plan.add.chunks + push.plan.remove.chunks + 1));
    }
    return { sha256: isAsTaken ? hash.digest("hex") : null, bytes, chunks };
  }

  /** No erasure comes between the reading of ids and the record that they were sent. */
  private sendOne(
    { job, push, connector, shipment, chosen, mark, known }: Sending,
    number: number,
  ): Promise<{ readonly lines: Buffer; readonly chunk: SentChunk }> {
    const { copies, store } = this.parts;
    return copies.make(async () => {
      const ids = await chosen.ids(shipment.namespace, partOfKeys(number, shipment.chunks));
      const lines = Buffer.from(ids.map((id) => `${id}\n`).join(""));
      const taken = known.get(number);
      if (taken && (taken.sha256 === sha256(lines) || !connector.replacesChunks)) return { lines, chunk: taken };
      const answer = await connector.send(shipment, mark, { number, ids, lines });
      const { operation } = shipment;
      const chunk: SentChunk = { operation, number, ids: ids.length, sha256: sha256(lines), ...answer };
      await store.recordChunk(job.context, push.id, chunk);
      return { lines, chunk };
    });
  }

  /** Tries until the bound; a push that somebody stops, or whose worker ends, stops before the next try. */
  private async patiently<T>(job: RunningJob, what: string, work: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      await this.insistOnGoing(job);
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof DestinationError)) throw error;
        if (error.isLasting || tries === MAX_TRIES) throw refused(what, tries, error);
        job.context.logger.warn({ reason: error.message, tries }, "a destination will be asked again");
        await sleep(FIRST_PAUSE_MS * 2 ** (tries - 1), undefined, { signal: job.signal });
      }
    }
  }

  private async insistOnGoing(job: RunningJob): Promise<void> {
    job.signal.throwIfAborted();
    const { pushId } = job.run.payload as { readonly pushId: string };
    if (await this.parts.store.isStopRequested(job.context, pushId))
      throw new JobFailure(
        STOPPED,
        "The push was stopped on request; what the receipt says was sent. Resume it to go on.",
      );
  }
}

const sha256 = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");

const refused = (what: string, tries: number, { message }: DestinationError): JobFailure =>
  new JobFailure(
    "DESTINATION_FAILED",
    `The destination must take ${what}, but did not in ${tries} ${tries === 1 ? "try" : "tries"}: ${message} Mend it and resume the push.`,
  );
