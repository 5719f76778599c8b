import { DateTime } from "luxon";
import type { RequestContext } from "../../platform/request-context";
import { UserProblems } from "../../platform/user-error";
import type { Brand } from "../brands";
import type { BrandWindow, BrandWindows, GrantedWindow, Window } from "../journeys";
import type { Action } from "../touchpoints";
import { actionsAsked } from "./activity";
import type { ActivityQuestion, ActivityStore } from "./activity.store";
import { accountGrowth, type GrowthFigures, tellGrowth } from "./growth-accounting";
import { type GrowthRequest, growthPeriods } from "./growth-periods";
import {
  checkGapShares,
  type GapShares,
  type LifecycleCuts,
  type LifecycleFigures,
  lifecycleCuts,
  lifecycleFigures,
  type NoCuts,
} from "./lifecycle";

/** Gaps that ended longer ago say little of how often people come now. */
export const GAP_DAYS = 365;

export interface GrowthPeriod extends Window {
  /** False while it lasts. */
  readonly isComplete: boolean;
  /** Null where withheld. */
  readonly figures: GrowthFigures | null;
}

export interface GrowthAccounting {
  readonly window: GrantedWindow;
  readonly actions: readonly Action[];
  readonly periods: readonly GrowthPeriod[];
}

export interface LifecycleRequest {
  /** A calendar day in the brand's zone: activity before it counts. */
  readonly asOf: string;
  readonly shares: GapShares;
}

export interface Lifecycle {
  /** The gaps' look-back; it ends at the instant of the question. */
  readonly window: GrantedWindow;
  readonly actions: readonly Action[];
  readonly cuts: LifecycleCuts | NoCuts;
  /** Null without cuts. */
  readonly figures: LifecycleFigures | null;
}

type GrantedBrand = Pick<Brand, "id" | "zone">;

/** Who comes, stays away and comes back. */
export class ActivityService {
  constructor(
    private readonly windows: BrandWindows,
    private readonly store: ActivityStore,
  ) {}

  async growth(
    context: RequestContext,
    brand: GrantedBrand,
    request: GrowthRequest,
    asked: readonly Action[] | null,
  ): Promise<GrowthAccounting> {
    const actions = actionsAsked(asked);
    const [base, ...periods] = growthPeriods(request, brand.zone, context.clock.now());
    const whole = { from: periods[0]!.from, to: periods.at(-1)!.to };
    const window = await this.windows.grant(context, brand.id, whole);
    const instants = [base!.from, ...periods.map(({ from }) => from), whole.to];
    const slices = await this.windows.ask(context, window, { figure: "GROWTH", instants, actions }, (read) =>
      this.store.between(questionOf(read, actions), instants),
    );
    const counts = accountGrowth(slices);
    return {
      window,
      actions,
      periods: periods.map((period, index) => ({
        ...period,
        isComplete: period.to <= window.asOf,
        figures: tellGrowth(counts[index]!, window),
      })),
    };
  }

  async lifecycle(
    context: RequestContext,
    brand: GrantedBrand,
    { asOf, shares }: LifecycleRequest,
    asked: readonly Action[] | null,
  ): Promise<Lifecycle> {
    const actions = actionsAsked(asked);
    checkGapShares(shares);
    const at = DateTime.fromISO(asOf, { zone: brand.zone });
    const daysBefore = (days: number): Date => at.minus({ days }).toJSDate();
    if (at.toJSDate() > context.clock.now())
      throw UserProblems.one("INVALID_INPUT", ["asOf"], `asOf must be a day that has begun, but got ${asOf}.`);
    const lookBack = { from: daysBefore(GAP_DAYS), to: at.toJSDate() };
    const window = await this.windows.grant(context, brand.id, lookBack);
    return this.windows.ask(context, window, { figure: "LIFECYCLE", shares, actions }, async (read) => {
      const question = questionOf(read, actions);
      const cuts = lifecycleCuts(await this.store.gaps(question, lookBack), shares, window.threshold);
      if (typeof cuts === "string") return { window, actions, cuts, figures: null };
      const instants = [daysBefore(cuts.lostAfterDays), daysBefore(cuts.lapsingAfterDays), lookBack.to];
      const slices = await this.store.between(question, instants);
      return { window, actions, cuts, figures: lifecycleFigures(slices, window) };
    });
  }
}

const questionOf = (window: BrandWindow, actions: readonly Action[]): ActivityQuestion => ({ ...window, actions });
