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
  /** The source's; null: of another organisation's source. */
  readonly packId: string | null;
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
  /** The source; null: a template, whose source is nobody's to know. */
  readonly campaignId: string | null;
  readonly name: string;
  readonly content: PlaybookContent;
  readonly createdAt: Date;
  /** What it was adopted from; null: it was made of its source itself. */
  readonly origin: PlaybookOrigin | null;
}

/** A version of a group's strategy, or a template. */
export type PlaybookOrigin =
  | { readonly kind: "GROUP_STRATEGY"; readonly id: string; readonly version: number }
  | { readonly kind: "TEMPLATE"; readonly id: string };

/** A campaign that was made of a playbook. */
export interface PlaybookInstance {
  readonly campaignId: string;
  readonly playbookId: string;
  /** Keys of its packs, in the order of the playbook's. */
  readonly packIds: readonly string[];
}

/** The same hours of the clock in another brand's zone, so that a day of the one is a day of the other. */
export function inZone(content: PlaybookContent, zone: string): PlaybookContent {
  const move = (instant: string): string =>
    DateTime.fromISO(instant, { zone: content.zone }).setZone(zone, { keepLocalTime: true }).toUTC().toISO()!;
  const moveSpan = <T extends Span>(span: T): T => ({ ...span, from: move(span.from), to: move(span.to) });
  return { ...content, zone, window: moveSpan(content.window), steps: content.steps.map(moveSpan) };
}

/** The same without its dates: day and hour of each step stay as they are by the clock, on days from 1 January 2000. */
export function undated(content: PlaybookContent): PlaybookContent {
  const local = inZone(content, "UTC");
  const first = DateTime.fromISO(local.window.from, { zone: "UTC" });
  const start = DateTime.utc(2000, 1, 1)
    .plus(first.diff(first.startOf("day")))
    .toJSDate();
  const move = (instant: string): string => rebase(instant, local.window.from, start, "UTC").toISOString();
  const moveSpan = <T extends Span>(span: T): T => ({ ...span, from: move(span.from), to: move(span.to) });
  return { ...local, window: moveSpan(local.window), steps: local.steps.map(moveSpan) };
}

/** As many calendar days and hours after `start` as `instant` lies after `sourceStart`, so that midnight stays midnight. */
export function rebase(instant: string, sourceStart: string, start: Date, zone: string): Date {
  const from = DateTime.fromISO(sourceStart, { zone });
  const after = DateTime.fromISO(instant, { zone }).diff(from, ["days", "milliseconds"]);
  return DateTime.fromJSDate(start, { zone }).plus(after.toObject()).toJSDate();
}
