import { countQuantile, type ValueCount } from "../../engines/numeric/count-quantile";
import type { RuleInput } from "../../engines/segmentation/rule-input";
import { MAX_LIST } from "../../engines/segmentation/rule-limits";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList } from "../../platform/user-error";
import type { AudiencePack } from "../audiences";
import type { BrandWindows, GrantedWindow } from "../journeys";
import { lastHour, MAX_WINDOW_DAYS, type NewOpportunityPack, noData, type OpportunityPacks } from "../opportunities";
import { checkTree } from "./check-tree";
import { type PracticeReader, requireDays, requireWithin } from "./practice-reader";
import { didAny } from "./practice-rules";
import {
  holdoutRule,
  type Increment,
  incrementOf,
  ON_SITE_REACH,
  type SecondTouchChoice,
  secondTouchRules,
} from "./second-touch";
import type { SecondTouchStore } from "./second-touch.store";
import { type Share, shareOf, tellPart, tellParts } from "./told-people";

export interface SecondTouchQuestion extends SecondTouchChoice {
  readonly withinDays: number;
}

/** Full hours; null where withheld, or of nobody. */
export interface LagQuantiles {
  readonly quarter: number | null;
  readonly median: number | null;
  readonly threeQuarters: number | null;
  readonly ninetieth: number | null;
}

/** People whom programmes brought back, and their second touch on site (G25, G36). Null where withheld. */
export interface SecondTouch {
  readonly window: GrantedWindow;
  readonly withinDays: number;
  readonly returned: bigint | null;
  readonly onSiteReach: bigint | null;
  readonly touched: bigint | null;
  readonly coverage: Share | null;
  readonly converted: bigint | null;
  readonly conversion: Share | null;
  readonly touchLag: LagQuantiles;
  readonly orderLag: LagQuantiles;
  readonly increment: Increment;
  readonly rules: RuleInput;
}

export interface SecondTouchServiceParts {
  readonly reader: PracticeReader;
  readonly windows: BrandWindows;
  readonly store: SecondTouchStore;
  readonly packs: OpportunityPacks;
}

const DAY_MS = 86_400_000;
export const MAX_WITHIN_DAYS = 90;
/** As long as any list of a rule. */
export const MAX_PROGRAMMES = MAX_LIST;

export class SecondTouchService {
  constructor(private readonly parts: SecondTouchServiceParts) {}

  async analyse(context: RequestContext, brandId: number, question: SecondTouchQuestion): Promise<SecondTouch> {
    const { reader, windows, store } = this.parts;
    const { days, withinDays, holdout, programmeCodes } = question;
    requireDays(days);
    requireWithin("withinDays", withinDays, { min: 1, max: MAX_WITHIN_DAYS });
    const problems = new ProblemList();
    checkChoice(problems, question, []);
    problems.throwIfAny();
    // Everybody has had as many days for a second touch and an order.
    const to = new Date(lastHour(context.clock.now()).getTime() - withinDays * DAY_MS);
    const window = await windows.grant(context, brandId, { from: new Date(to.getTime() - days * DAY_MS), to });
    const trees = [ON_SITE_REACH, ...(holdout ? [holdoutRule(holdout)] : [])];
    const asked = { figure: "SECOND_TOUCH", days, withinDays, programmeCodes, holdout };
    const { people } = await reader.ask(context, brandId, asked, { trees, path: ["holdout"] });
    const [found, lags] = await windows.read(context, window, (granted) =>
      Promise.all([store.findReturned(granted, question), store.findLags(granted, question)]),
    );
    const { returned, touched, converted, ordered } = found;
    if (returned.isEmpty) throw noData(`touchpoints of ${programmeCodes.join(", ").slice(0, 200)}`, days);
    const [toldConverted, toldTouched, untouched] = tellParts(
      [converted.size, touched.size - converted.size, returned.size - touched.size],
      window,
    ) as [...[bigint | null, bigint | null, bigint | null]];
    const sum = (a: bigint | null, b: bigint | null): bigint | null => (a === null || b === null ? null : a + b);
    const secondTouched = sum(toldConverted, toldTouched);
    const all = sum(secondTouched, untouched);
    const isOrderTold = tellPart(ordered.size, returned.size, window) !== null;
    return {
      ...{ window, withinDays, returned: all, touched: secondTouched, converted: toldConverted },
      onSiteReach: tellPart(returned.andCardinality(people[0]!), returned.size, window),
      coverage: shareOf(secondTouched, all),
      conversion: shareOf(toldConverted, secondTouched),
      touchLag: quantilesOf(secondTouched === null ? [] : lags.touch),
      orderLag: quantilesOf(isOrderTold ? lags.order : []),
      increment: incrementOf(found, people[1] ?? null, window),
      rules: secondTouchRules(question),
    };
  }

  async createPack(
    context: RequestContext,
    pack: NewOpportunityPack,
    choice: SecondTouchChoice,
    key?: string,
  ): Promise<AudiencePack> {
    const problems = new ProblemList();
    const { days } = choice;
    if (days < 1 || days > MAX_WINDOW_DAYS)
      problems.add("INVALID_INPUT", ["input", "days"], `days must be 1 to ${MAX_WINDOW_DAYS}, but got ${days}.`);
    checkChoice(problems, choice, ["input"]);
    return this.parts.packs.create(context, pack, secondTouchRules(choice), { key, problems });
  }
}

function checkChoice(
  problems: ProblemList,
  { programmeCodes, holdout }: SecondTouchChoice,
  path: readonly string[],
): void {
  const named = didAny(["VISIT"], { programmeCodes, within: { days: 1 } });
  checkTree(problems, named, { at: ["anyOf", "0", "did", "programmeCodes"], path: [...path, "programmeCodes"] });
  if (holdout) checkTree(problems, holdoutRule(holdout), { at: ["randomShare"], path: [...path, "holdout"] });
}

const quantilesOf = (lags: readonly ValueCount[]): LagQuantiles => ({
  quarter: countQuantile(lags, 0.25),
  median: countQuantile(lags, 0.5),
  threeQuarters: countQuantile(lags, 0.75),
  ninetieth: countQuantile(lags, 0.9),
});
