import type { RequestContext } from "../../platform/request-context";
import { IDENTITY_WAS_ERASED, type StagedPeople } from "../people";
import type { ChunkOrigin, ChunkRows, TakenRows } from "./chunk-rows";
import { newestByPlatform, reasonsOf } from "./held-rows";
import type { ChunkReceipt, IntegrationRunStore } from "./integration-run.store";
import { oldestTouchpoints } from "./late-touchpoints";
import type { RejectedRow } from "./rejected-row";
import { rejection } from "./rejection";
import type { Stage } from "./stage.store";

export interface StagedRowsParts {
  readonly runs: Pick<IntegrationRunStore, "findCommitted">;
  readonly people: StagedPeople;
}

export interface StagedContent {
  readonly stage: Stage;
  readonly file: string;
  readonly received: number;
  readonly days: readonly string[];
  /** In the order they came. */
  readonly rejects: readonly RejectedRow[];
}

/** Rows of a chunk that ClickHouse holds: this process decides and counts, and sees those alone that are not taken. */
export class StagedRows implements ChunkRows<TakenRows> {
  /** Whoever takes the rows lets go of them. */
  isTaken = false;

  constructor(
    private readonly parts: StagedRowsParts,
    private readonly content: StagedContent,
  ) {}

  get received(): number {
    return this.content.received;
  }

  get days(): readonly string[] {
    return this.content.days;
  }

  /** Nobody will take them. */
  letGo(): Promise<void> {
    return this.content.stage.close();
  }

  async take(context: RequestContext, origin: ChunkOrigin, receipt: ChunkReceipt): Promise<TakenRows> {
    this.isTaken = true;
    const { stage, received, rejects, days } = this.content;
    try {
      const erased = days.length === 0 ? [] : await this.refuseErased(receipt);
      if (days.length > 0) await stage.tellApart(origin.source.id, days);
      const decided = await stage.decisions();
      const [duplicates, conflicts] = [decided.get("DUPLICATE") ?? 0, decided.get("CONFLICT") ?? 0];
      const rejected = rejects.length + erased.length;
      const accepted = received - rejected - duplicates - conflicts;
      const fresh = accepted === 0 ? [] : await stage.freshGroups();
      if (accepted > 0) await this.write(context, origin, receipt);
      const all = [...rejects, ...erased].sort((one, other) => one.line! - other.line!);
      return {
        counts: { received, accepted, duplicates, conflicts, rejected },
        rejectedByReason: reasonsOf(all.map((row) => row.rejection)),
        lastTouchpointAt: newestByPlatform(fresh.map(({ platform, newest }) => ({ platform, occurredAt: newest }))),
        oldestTouchpoints: oldestTouchpoints(fresh.map((group) => ({ ...group, occurredAt: group.oldest }))),
        rejects: all,
      };
    } finally {
      await stage.close();
    }
  }

  /** Rows that name an erased identity, as they are kept: of them nothing but where they stood. */
  private async refuseErased(receipt: ChunkReceipt): Promise<readonly RejectedRow[]> {
    const { stage, file } = this.content;
    const isErased = await this.parts.people.findErased(receipt);
    if (!isErased) return [];
    const refused = await stage.refuseErased((await stage.keys()).filter(isErased));
    return refused.map(([line, place]) => {
      const field = ["identities", String(place), "value"];
      return { file, line, row: null, rejection: rejection("IDENTITY_ERASED", field, IDENTITY_WAS_ERASED) };
    });
  }

  private async write(
    context: RequestContext,
    { runId, source }: ChunkOrigin,
    { number, peopleVersion }: ChunkReceipt,
  ): Promise<void> {
    const { stage } = this.content;
    const { runs, people } = this.parts;
    const now = context.clock.now();
    const firstNewcomer = await people.resolve(stage.identifiedRows(), {
      source,
      chunk: { number, runId, committedOf: (numbers) => runs.findCommitted(context, runId, numbers) },
      now,
      peopleVersion,
      context,
    });
    await stage.write({ sourceId: source.id, runId, chunk: number, ingestedAt: now }, firstNewcomer);
  }
}
