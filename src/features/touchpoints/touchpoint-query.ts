import { ProblemList } from "../../platform/user-error";
import type { Action, Site } from "./action";

/** Longest window of a list of touchpoints: a page sorts all that lies in it. */
export const MAX_LIST_DAYS = 92;
/** Longest window of counts: a year, and the day more that comparing it with the last one takes. */
export const MAX_COUNT_DAYS = 366;

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

/** A stored touchpoint without its person: nothing in it tells two people apart or one person twice. */
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

export function checkWindow({ from, to }: Pick<TouchpointFilter, "from" | "to">, maxDays: number): void {
  const problems = new ProblemList();
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
  problems.throwIfAny();
}
