import { DateTime } from "luxon";
import type { PackRules } from "../audiences";
import type { CampaignStep, NewPlacement } from "../campaigns";
import type { Crowd } from "../crowd-strategies";

/*
 * Terms of this feature
 *
 * playbook:  what a closed campaign did: its packs' rules, its crowd strategies, how its money was split, and how often it should touch.
 * instance:  a campaign that was made of a playbook: dates are counted from its own start, packs are resolved anew.
 */

export interface PlaybookPack {
  /** The source's. */
  readonly packId: string;
  readonly name: string;
  readonly rules: PackRules;
}

export interface PlaybookPlacement extends Omit<NewPlacement, "audiencePackId" | "externalIds"> {
  /** Of `packs`; null: aimed at none. */
  readonly pack: number | null;
  /** Of the campaign's cost, 0 to 1; null: media reported none for it. */
  readonly costShare: number | null;
}

/** How the source's packs were advertised to. */
export interface PlaybookStrategy {
  readonly name: string;
  readonly crowds: readonly Omit<Crowd, "packId">[];
}

/** RFC 3339. */
interface Span {
  readonly from: string;
  readonly to: string;
}

export interface PlaybookContent {
  /** The brand's, in which days are counted. */
  readonly zone: string;
  readonly window: Span;
  readonly steps: readonly (Span & { readonly step: CampaignStep })[];
  readonly placements: readonly PlaybookPlacement[];
  readonly packs: readonly PlaybookPack[];
  readonly strategies: readonly PlaybookStrategy[];
  /** Of the source's newest review; null: it has none, or the review has no advice. */
  readonly frequency: { readonly verdict: string; readonly from: number | null; readonly to: number | null } | null;
}

export interface Playbook {
  readonly id: string;
  readonly brandId: number;
  /** The source. */
  readonly campaignId: string;
  readonly name: string;
  readonly content: PlaybookContent;
  readonly createdAt: Date;
}

/** A campaign that was made of a playbook. */
export interface PlaybookInstance {
  readonly campaignId: string;
  readonly playbookId: string;
  /** Keys of its packs, in the order of the playbook's. */
  readonly packIds: readonly string[];
}

/** As many calendar days and hours after `start` as `instant` lies after `sourceStart`, so that midnight stays midnight. */
export function rebase(instant: string, sourceStart: string, start: Date, zone: string): Date {
  const from = DateTime.fromISO(sourceStart, { zone });
  const after = DateTime.fromISO(instant, { zone }).diff(from, ["days", "milliseconds"]);
  return DateTime.fromJSDate(start, { zone }).plus(after.toObject()).toJSDate();
}
