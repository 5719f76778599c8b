import { DateTime } from "luxon";
import type { RequestContext } from "../../platform/request-context";
import { roundCount, suppress } from "../../platform/small-groups";
import { RequestError } from "../../platform/user-error";
import { checkWholeHours } from "../../platform/whole-hours";
import type { Brand } from "../brands";
import { type MemberFigures, showMembers, showTrendPoint, type TrendPoint } from "./member-figures";
import type { MemberFiguresStore } from "./member-figures.store";
import type { MemberReader } from "./member-reader";
import type { MembershipProgramme } from "./membership";
import { type ProgrammeStatus, targetState } from "./programme-status";

/** What a figure counts an active member by. */
export const DEFAULT_ACTIVE_DAYS = 30;
const MAX_ACTIVE_DAYS = 365;
/** Most stretches of one trend: a year by day with room to spare. */
export const MAX_TREND_POINTS = 400;

export type TrendGrain = "DAY" | "WEEK" | "MONTH";
const UNITS = { DAY: "day", WEEK: "week", MONTH: "month" } as const;

export interface TrendRequest {
  /** Calendar days of the brand's zone; `to` is the first one after the trend. */
  readonly from: string;
  readonly to: string;
  readonly grain: TrendGrain;
  readonly activeDays: number;
}

/** What stands beside every figure of members. */
export interface FigureContext {
  readonly threshold: number;
  readonly knownAt: Date;
}

type BrandPlace = Pick<Brand, "id" | "zone">;

/** Size, structure and trend of a brand's members, computed when asked for. */
export class MemberFiguresService {
  constructor(
    private readonly reader: MemberReader,
    private readonly store: MemberFiguresStore,
  ) {}

  async members(
    context: RequestContext,
    { id, zone }: BrandPlace,
    asOf: Date,
    activeDays: number,
  ): Promise<MemberFigures & FigureContext> {
    checkActiveDays(activeDays);
    const knownAt = context.clock.now();
    if (asOf > knownAt) throw inFuture("asOf", asOf, knownAt);
    const smallGroups = await this.reader.smallGroups(context);
    if (smallGroups.threshold > 1) checkWholeHours({ from: asOf, to: asOf }, zone);
    const cells = await this.reader.read(context, id, asOf, (question) =>
      this.store.countMembers(question, activeDays),
    );
    return { ...showMembers(cells, smallGroups), threshold: smallGroups.threshold, knownAt };
  }

  /** Oldest first, without a gap: a stretch in which nothing happened has zeros. */
  async trend(
    context: RequestContext,
    { id, zone }: BrandPlace,
    request: TrendRequest,
  ): Promise<{ readonly points: readonly TrendPoint[] } & FigureContext> {
    checkActiveDays(request.activeDays);
    const knownAt = context.clock.now();
    const bounds = trendBounds(request, zone);
    const to = bounds.at(-1)!;
    if (to > knownAt) throw inFuture("to", to, knownAt);
    const smallGroups = await this.reader.smallGroups(context);
    const times = bounds.map((bound) => bound.getTime());
    const [flows, ends] = await this.reader.read(context, id, to, (question) =>
      Promise.all([
        this.store.countFlows(question, times),
        this.store.countAt(question, times.slice(1), request.activeDays),
      ]),
    );
    const points = bounds
      .slice(1)
      .map((end, place) =>
        showTrendPoint(
          { from: bounds[place]!, to: end },
          flows.get(place) ?? { joined: 0n, left: 0n },
          ends.get(place) ?? { members: 0n, active: 0n },
          smallGroups,
        ),
      );
    return { points, threshold: smallGroups.threshold, knownAt };
  }

  /** How far the programme has come; its target's end, or now if that is still to come. */
  async status(
    context: RequestContext,
    { id, zone }: BrandPlace,
    programme: MembershipProgramme,
  ): Promise<ProgrammeStatus> {
    const now = context.clock.now();
    const { threshold, roundingBase } = await this.reader.smallGroups(context);
    const { target } = programme;
    const hour = DateTime.fromJSDate(now, { zone }).startOf("hour").toJSDate();
    const latest = threshold > 1 ? hour : now;
    const asOf = target !== null && target.to < latest ? target.to : latest;
    const instants = [...(target !== null && target.from < asOf ? [target.from] : []), asOf];
    const points = await this.reader.read(context, id, asOf, (question) =>
      this.store.countAt(
        question,
        instants.map((instant) => instant.getTime()),
        DEFAULT_ACTIVE_DAYS,
      ),
    );
    const told = (place: number): bigint | null => {
      const count = suppress(points.get(place)?.members ?? 0n, threshold);
      return count === null ? null : roundCount(count, roundingBase);
    };
    const members = told(instants.length - 1);
    const atStart = instants.length === 2 ? told(0) : null;
    const netAdds = members === null || atStart === null ? null : members - atStart;
    return {
      ...{ asOf, members, atStart, netAdds, threshold },
      attainment: netAdds === null || target === null ? null : Number(netAdds) / Number(target.netAdds),
      ...targetState(target, netAdds, asOf),
    };
  }
}

function trendBounds({ from, to, grain }: TrendRequest, zone: string): readonly Date[] {
  const unit = UNITS[grain];
  const end = DateTime.fromISO(to, { zone });
  const bounds = [DateTime.fromISO(from, { zone })];
  if (end <= bounds[0]!)
    throw new RequestError("BAD_USER_INPUT", `to must be a day after from (${from}), but got ${to}; swap them.`);
  while (bounds.at(-1)! < end && bounds.length <= MAX_TREND_POINTS) {
    const next = bounds
      .at(-1)!
      .startOf(unit)
      .plus({ [unit]: 1 });
    bounds.push(DateTime.min(next, end));
  }
  if (bounds.at(-1)! < end)
    throw new RequestError(
      "BAD_USER_INPUT",
      `from and to must span at most ${MAX_TREND_POINTS} stretches, but got more by ${unit}; ask for less time or a coarser grain.`,
    );
  return bounds.map((bound) => bound.toJSDate());
}

function checkActiveDays(days: number): void {
  if (days >= 1 && days <= MAX_ACTIVE_DAYS) return;
  throw new RequestError("BAD_USER_INPUT", `activeDays must be 1 to ${MAX_ACTIVE_DAYS}, but got ${days}.`);
}

const inFuture = (name: string, at: Date, now: Date): RequestError =>
  new RequestError(
    "BAD_USER_INPUT",
    `${name} must not be in the future, but got ${at.toISOString()} at ${now.toISOString()}.`,
  );
