import { newId } from "../../platform/ids";
import type { OverlayStore } from "./overlay.store";
import { planOverlay } from "./plan-overlay";
import type { LinkSources, PublishedOverlay } from "./settlement.store";

/** Longest that a request or a job reads an overlay that was replaced meanwhile. */
const KEPT_MS = 6 * 3_600_000;

/** An overlay that is not published yet. */
export interface MadeOverlay extends PublishedOverlay {
  /** People of the cloud who count as somebody else than under the overlay before. */
  readonly changed: readonly number[];
}

/** Makes an organisation's overlay anew; PostgreSQL publishes it. */
export class OverlayMaker {
  constructor(
    private readonly store: OverlayStore,
    /** The overlay that the organisation reads now. */
    private readonly published: (organisationId: string) => Promise<string | null>,
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
    const published = await this.published(organisationId);
    return published === null ? new Map() : this.store.findAliases(published);
  }

  sweep(published: readonly string[], now: Date): Promise<void> {
    return this.store.sweep(published, new Date(now.getTime() - KEPT_MS));
  }
}

const differences = (before: ReadonlyMap<number, number>, after: ReadonlyMap<number, number>): readonly number[] =>
  [...new Set([...before.keys(), ...after.keys()])].filter((ordinal) => before.get(ordinal) !== after.get(ordinal));
