import type { RequestContext } from "../../platform/request-context";
import { UserProblems } from "../../platform/user-error";
import type { AssetService, RuleSet, StageQuestion } from "../assets";
import type { BrandWindow, BrandWindows, GrantedWindow, Window } from "../journeys";

/** Longest window: the look-back of the longest stage. Beyond it, people at the start could not be told from people at its end. */
export const MAX_FLOW_DAYS = 366;
const DAY_MS = 86_400_000;

/** A window that has begun, and the rules in force, which label its people. */
export interface FlowWindow extends GrantedWindow {
  /** Where counting ends: `to`, or now where that comes first. */
  readonly until: Date;
  /** From `from` until `until`, of 24 hours each. */
  readonly days: number;
  readonly ruleSet: RuleSet;
}

/** What a statement about stages is asked for. */
export interface FlowQuestion {
  readonly stages: StageQuestion;
  readonly window: Window;
}

/** Windows in which people's stages are followed. */
export class FlowWindows {
  constructor(
    private readonly windows: BrandWindows,
    private readonly assets: AssetService,
  ) {}

  /** A granted brand's window; anything else is the caller's mistake, under `path`. */
  async grant(
    context: RequestContext,
    brandId: number,
    window: Window,
    path: readonly string[] = [],
  ): Promise<FlowWindow> {
    const [granted, { ruleSet }] = await Promise.all([
      this.windows.grant(context, brandId, window, path),
      this.assets.ruleSetInForce(context, brandId),
    ]);
    const { from, to, asOf } = granted;
    if (from >= asOf)
      throw UserProblems.one(
        "INVALID_INPUT",
        [...path, "from"],
        `from must lie before now (${asOf.toISOString()}), but got ${from.toISOString()}; ask when the window has begun.`,
      );
    if (to.getTime() - from.getTime() > MAX_FLOW_DAYS * DAY_MS)
      throw UserProblems.one(
        "INVALID_INPUT",
        [...path, "to"],
        `to must lie at most ${MAX_FLOW_DAYS} days after from (${from.toISOString()}), but got ${to.toISOString()}.`,
      );
    const until = new Date(Math.min(to.getTime(), asOf.getTime()));
    return { ...granted, until, days: (until.getTime() - from.getTime()) / DAY_MS, ruleSet };
  }

  /** Like `ask` of a brand's windows: all flows of a window are one question, `more` of the same window another one. */
  ask<Figures>(
    context: RequestContext,
    window: FlowWindow,
    work: (question: FlowQuestion) => Promise<Figures>,
    more: Readonly<Record<string, unknown>> = {},
  ): Promise<Figures> {
    const question = { figure: "FLOWS", ruleSetId: window.ruleSet.id, ...more };
    return this.windows.ask(context, window, question, (read) => work(questionOf(window, read)));
  }
}

const questionOf = (
  { brandId, zone, from, until, sourceIds, ruleSet }: FlowWindow,
  { overlayId }: BrandWindow,
): FlowQuestion => ({
  stages: { brand: { id: brandId, zone, primaryCategoryId: null }, ruleSet, sourceIds, overlayId },
  window: { from, to: until },
});
