import {
  type TierWorth,
  type ValueAlert,
  type ValueIndex,
  valueAlerts,
  valueIndex,
} from "../../engines/customer-value/value-index";
import type { RequestContext } from "../../platform/request-context";
import { suppress } from "../../platform/small-groups";
import { UserProblems } from "../../platform/user-error";
import type { AccessService } from "../access";
import type { CustomerValueStore } from "./customer-value.store";
import { daysLater } from "./purchase-window";
import { totalOf } from "./told-values";
import type { ValueGroup, ValueScoring } from "./value-scoring";
import type { ValueScoringStore } from "./value-scoring.store";

export const MAX_INDEX_DAYS = 366;

export interface IndexPoint {
  readonly scoring: ValueScoring;
  /** Null where a side is too small to tell, or nobody is worth anything. */
  readonly population: ValueIndex | null;
  /** Of those whom the base scored. */
  readonly cohort: ValueIndex | null;
  /** Of the population. */
  readonly alert: ValueAlert | null;
}

export interface IndexSeries {
  readonly base: ValueScoring;
  readonly points: readonly IndexPoint[];
}

/** How many are of high value and how much each of them, against a base; null with the reason. */
export interface HighValueChange {
  readonly quantity: number | null;
  readonly quality: number | null;
  readonly reason: "BASE_NOT_POSITIVE" | "SUPPRESSED" | null;
}

export interface ValueIndexServiceParts {
  readonly access: AccessService;
  readonly scorings: ValueScoringStore;
  readonly values: CustomerValueStore;
}

/** Watches what customers are worth from day to day, always by the bounds of the base, so that a tier means the same on both days. */
export class ValueIndexService {
  constructor(private readonly parts: ValueIndexServiceParts) {}

  /** Null where no day of the window was scored. All points are by the model, horizon and rate of the newest. */
  async series(
    context: RequestContext,
    brandId: number,
    { from, to }: { readonly from: string; readonly to: string },
    tolerance: number,
  ): Promise<IndexSeries | null> {
    if (to < from || daysLater(from, MAX_INDEX_DAYS) <= to)
      throw UserProblems.one(
        "INVALID_INPUT",
        ["to"],
        `to must be from (${from}) or at most ${MAX_INDEX_DAYS - 1} days later, but got ${to}.`,
      );
    if (!(tolerance > 0 && tolerance < 1))
      throw UserProblems.one(
        "INVALID_INPUT",
        ["tolerance"],
        `tolerance must lie between 0 and 1, but got ${tolerance}.`,
      );
    const { access, scorings, values } = this.parts;
    const newest = await scorings.findNewest(context, brandId, to);
    if (!newest || newest.asOf < from) return null;
    const series = await scorings.findSeries(context, newest, { from, to });
    const base = series[0]!;
    const { smallGroupThreshold } = await access.ownOrganisation(context);
    const ids = series.map(({ id }) => id);
    const sums = await values.sumSeries(ids, base.report.bounds, base.id);
    const then = sums.get(base.id)!;
    const compare = (before: readonly ValueGroup[], now: readonly ValueGroup[]): ValueIndex | null =>
      [before, now].some((side) => suppress(totalOf(side).people, smallGroupThreshold) === null)
        ? null
        : valueIndex(before.map(toWorth), now.map(toWorth));
    const points = series.map((scoring) => {
      const { population, cohort } = sums.get(scoring.id)!;
      return { scoring, population: compare(then.population, population), cohort: compare(then.cohort, cohort) };
    });
    const alerts = valueAlerts(
      points.map(({ population }) => population),
      tolerance,
    );
    return { base, points: points.map((point, place) => ({ ...point, alert: alerts[place]! })) };
  }

  /** Both by the base's bound of HIGH. */
  async highValueChange(context: RequestContext, now: ValueScoring, baseId: string): Promise<HighValueChange> {
    const { access, scorings, values } = this.parts;
    const base = await scorings.find(context, baseId);
    if (!base || base.brandId !== now.brandId)
      throw UserProblems.one(
        "NOT_FOUND",
        ["since"],
        "since must name a scoring of the same brand, but there is no such one.",
      );
    const { smallGroupThreshold } = await access.ownOrganisation(context);
    const sums = await values.sumSeries([base.id, now.id], base.report.bounds, base.id);
    const [then, late] = [sums.get(base.id)!.population[0]!, sums.get(now.id)!.population[0]!];
    if ([then, late].some(({ people }) => suppress(people, smallGroupThreshold) === null))
      return { quantity: null, quality: null, reason: "SUPPRESSED" };
    if (then.people === 0n || then.worth === 0n) return { quantity: null, quality: null, reason: "BASE_NOT_POSITIVE" };
    const mean = ({ people, worth }: ValueGroup): number => Number(worth) / Number(people);
    return {
      quantity: Number(late.people) / Number(then.people) - 1,
      quality: late.people === 0n ? null : mean(late) / mean(then) - 1,
      reason: null,
    };
  }
}

const toWorth = ({ people, worth }: ValueGroup): TierWorth => ({ people: Number(people), worth: Number(worth) });
