import { ProblemList } from "../../platform/user-error";
import type { Action, Site } from "./action";

/** Longest window of a list of touchpoints: a page sorts all that lies in it. */
export const MAX_LIST_DAYS = 92;
/** Longest window of counts: a year, and the day more that comparing it with the last one takes. */
export const MAX_COUNT_DAYS = 366;

/** Most platforms of a filter, and longest text in it: no touchpoint has a longer one, and statements must stay short. */
const MAX_PLATFORMS = 100;
const MAX_TEXT = 200;

const DAY_MS = 86_400_000;

/** Touchpoints of a window, half open; an absent condition holds for all. */
export interface TouchpointFilter {
  readonly from: Date;
  readonly to: Date;
  readonly actions?: readonly Action[] | null;
  readonly platforms?: readonly string[] | null;
  readonly site?: Site | null;
  readonly campaignCode?: string | null;
  readonly keyword?: string | null;
  readonly sourceId?: number | null;
}

/** A campaign's touchpoints: those that carry its code, and those of its placements. */
export interface CampaignScope {
  readonly code: string;
  readonly placements: readonly { readonly platform: string; readonly externalId: string }[];
}

/** Whose touchpoints are asked for. With a campaign, those about no brand count too when they are the campaign's. */
export interface TouchpointScope {
  readonly brandId: number;
  readonly campaign: CampaignScope | null;
}

/** Place of a touchpoint in its lists: newest first, then by event. */
export interface TouchpointPlace {
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at: number;
  readonly sourceId: number;
  readonly eventId: string;
}

/** A stored touchpoint without its person; of two with one order's or exposure's id it still follows that they are of one. */
export interface TouchpointRecord extends TouchpointPlace {
  readonly ingestedAt: number;
  readonly runId: string;
  readonly brandId: number;
  readonly categoryId: number;
  readonly action: Action;
  readonly platform: string;
  readonly site: Site;
  readonly exposure: string;
  readonly rating: number;
  readonly durationSeconds: number;
  readonly valueMinor: string | null;
  readonly currency: string;
  readonly quantity: number | null;
  readonly tags: readonly string[];
  /** By field of the API; "" where absent. */
  readonly texts: Readonly<Record<string, string>>;
}

/** Refuses a window longer than `maxDays` and texts that no touchpoint can have. */
export function checkFilter(filter: TouchpointFilter, maxDays: number): void {
  const problems = new ProblemList();
  checkWindow(filter, maxDays, problems);
  checkTexts(filter, problems);
  problems.throwIfAny();
}

function checkTexts({ platforms, campaignCode, keyword }: TouchpointFilter, problems: ProblemList): void {
  const refuse = (field: string, rule: string, got: number): void =>
    problems.add("INVALID_INPUT", ["filter", field], `filter.${field} must have at most ${rule}, but got ${got}.`);
  if (platforms != null && platforms.length > MAX_PLATFORMS)
    refuse("platforms", `${MAX_PLATFORMS} platforms`, platforms.length);
  for (const [field, texts] of Object.entries({ platforms, campaignCode: [campaignCode], keyword: [keyword] })) {
    const longest = Math.max(0, ...(texts ?? []).slice(0, MAX_PLATFORMS).map((text) => text?.length ?? 0));
    if (longest > MAX_TEXT) refuse(field, `${MAX_TEXT} characters in a text`, longest);
  }
}

function checkWindow({ from, to }: TouchpointFilter, maxDays: number, problems: ProblemList): void {
  if (to <= from)
    problems.add(
      "INVALID_INPUT",
      ["filter", "to"],
      `filter.to must lie after from (${from.toISOString()}), but got ${to.toISOString()}; swap them.`,
    );
  else if (to.getTime() - from.getTime() > maxDays * DAY_MS)
    problems.add(
      "INVALID_INPUT",
      ["filter", "to"],
      `filter.to must lie at most ${maxDays} days after from (${from.toISOString()}), but got ${to.toISOString()}; ask for one window after the other.`,
    );
}
