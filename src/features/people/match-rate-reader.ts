import { DateTime, IANAZone } from "luxon";
import { wilsonInterval } from "../../engines/numeric/wilson-interval";
import type { RequestContext } from "../../platform/request-context";
import { suppress, suppressPartition } from "../../platform/small-groups";
import { ProblemList } from "../../platform/user-error";
import type { AccessService } from "../access";
import type { MatchCount, MatchRateStore } from "./match-rate.store";
import type { PeopleOverlay } from "./people-overlay";
import type { StablePlane } from "./stable-plane";
import type { UploadSources } from "./upload-sources";

export const MAX_MATCH_DAYS = 92;

export interface MatchRate {
  readonly day: string;
  /** Null: withheld. */
  readonly people: bigint | null;
  readonly matched: bigint | null;
  /** Null: withheld, or nobody came. */
  readonly rate: { readonly value: number; readonly low: number; readonly high: number } | null;
}

export interface MatchRates {
  readonly asOf: Date;
  readonly days: readonly MatchRate[];
  readonly suppressedBelow: number;
}

export interface MatchRateQuestion {
  readonly sourceId: number;
  /** Days in `zone`, half open. */
  readonly from: string;
  readonly to: string;
  readonly zone: string;
  readonly consentedOnly: boolean;
}

export interface MatchRateReaderParts {
  readonly access: AccessService;
  readonly store: MatchRateStore;
  readonly sources: UploadSources;
  readonly overlay: PeopleOverlay;
  readonly plane: StablePlane;
}

/** V79: how many of a source's people another source knows too, day by day. */
export class MatchRateReader {
  constructor(private readonly its: MatchRateReaderParts) {}

  async read(context: RequestContext, question: MatchRateQuestion): Promise<MatchRates> {
    const { sourceId, zone, consentedOnly } = question;
    const days = daysOf(question);
    const asOf = context.clock.now();
    const [organisation, visible] = await Promise.all([
      this.its.access.ownOrganisation(context),
      this.its.sources.visibleSourceIds(context),
    ]);
    const threshold = organisation.smallGroupThreshold;
    const counts = await this.its.plane.read(context, async () =>
      this.its.store.countByDay(context, {
        ...{ sourceId, overlayId: await this.its.overlay.idOf(context), asOf, zone, consentedOnly },
        otherSourceIds: visible.filter((id) => id !== sourceId),
        from: startOf(days[0]!, zone).toJSDate(),
        to: startOf(days.at(-1)!, zone).plus({ days: 1 }).toJSDate(),
      }),
    );
    const byDay = new Map(counts.map((count) => [count.day, count]));
    return {
      asOf,
      days: days.map((day) => matchRate(byDay.get(day) ?? { day, people: 0n, matched: 0n }, threshold)),
      suppressedBelow: threshold,
    };
  }
}

/** Matched and unmatched are a partition of the day's people; the rate is told where both are. */
function matchRate({ day, people, matched }: MatchCount, threshold: number): MatchRate {
  const told = suppressPartition([matched, people - matched], threshold).counts[0]!;
  const shown = suppress(people, threshold);
  const isTold = told !== null && shown !== null;
  const interval = isTold ? wilsonInterval({ successes: Number(matched), trials: Number(people) }) : null;
  return {
    day,
    people: shown,
    matched: shown === null ? null : told,
    rate: interval && { value: Number(matched) / Number(people), ...interval },
  };
}

const startOf = (day: string, zone: string): DateTime => DateTime.fromISO(day, { zone });

/** Every day of the question; throws what is wrong with it. */
function daysOf({ from, to, zone }: MatchRateQuestion): readonly string[] {
  const problems = new ProblemList();
  if (!IANAZone.isValidZone(zone))
    problems.add("INVALID_INPUT", ["zone"], `zone must be an IANA time zone, e.g. Asia/Shanghai, but got "${zone}".`);
  const first = DateTime.fromISO(from, { zone: "UTC" });
  const days = DateTime.fromISO(to, { zone: "UTC" }).diff(first, "days").days;
  if (days < 1 || days > MAX_MATCH_DAYS)
    problems.add(
      "INVALID_INPUT",
      ["to"],
      `to must be 1 to ${MAX_MATCH_DAYS} days after from (${from}), but got ${to}; ask in several calls.`,
    );
  problems.throwIfAny();
  return Array.from({ length: days }, (_, index) => first.plus({ days: index }).toISODate()!);
}
