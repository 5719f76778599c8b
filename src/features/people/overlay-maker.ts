import { newId } from "../../platform/ids";
import type { OverlayStore } from "./overlay.store";
import { planOverlay } from "./plan-overlay";
import type { PublishedOverlay, PublishedOverlayStore } from "./published-overlay.store";
import type { LinkSources } from "./settlement.store";

/** Longest that a request or a job reads an overlay that was replaced meanwhile; what is not published by then never is. */
const KEPT_SECONDS = 6 * 3_600;

/** An overlay that is not published yet. */
export interface MadeOverlay extends PublishedOverlay {
  /** People of the cloud who count as somebody else than under the overlay before. */
  readonly changed: readonly number[];
}

/** Makes an organisation's overlay anew; PostgreSQL publishes it. */
export class OverlayMaker {
  constructor(
    private readonly store: OverlayStore,
    private readonly published: PublishedOverlayStore,
  ) {}

  async make(organisationId: string, { own }: LinkSources, at: Date): Promise<MadeOverlay> {
    const sourceIds = [...own].flatMap(([id, owner]) => (owner === organisationId ? [id] : []));
    const aliases = planOverlay(await this.store.findLinks(sourceIds), await this.store.findCuts(organisationId));
    const changed = differences(await this.readPublished(organisationId), aliases);
    if (aliases.size === 0) return { organisationId, overlayId: null, people: 0, changed };
    const overlayId = newId(at);
    await this.store.insert(overlayId, aliases, at);
    return { organisationId, overlayId, people: aliases.size, changed };
  }

  private async readPublished(organisationId: string): Promise<ReadonlyMap<number, number>> {
    const published = await this.published.find(organisationId);
    return published === null ? new Map() : this.store.findAliases(published);
  }

  /** Drops what nobody reads any more, and what passes that died never published. */
  async sweep(now: Date): Promise<void> {
    await this.published.forgetRetired(KEPT_SECONDS);
    await this.store.sweep(await this.published.findRead(), new Date(now.getTime() - KEPT_SECONDS * 1_000));
  }
}

const differences = (before: ReadonlyMap<number, number>, after: ReadonlyMap<number, number>): readonly number[] =>
  [...new Set([...before.keys(), ...after.keys()])].filter((ordinal) => before.get(ordinal) !== after.get(ordinal));
