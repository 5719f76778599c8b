import { GROWTH_LAG_DAYS } from "../../engines/search/breakout";
import type { RequestContext } from "../../platform/request-context";
import { UserProblems } from "../../platform/user-error";
import { addDays, checkDays, type Days, dayOf, daysBefore, lengthOf } from "./days";
import {
  BASE_DAYS,
  heatChange,
  type KeywordHeat,
  keywordHeat,
  readKeywords,
  type SearchHeatChange,
} from "./keyword-heat";
import {
  baselineOf,
  type KeywordOpportunity,
  keywordOpportunities,
  MAX_CANDIDATES,
  MAX_OPPORTUNITIES,
  seriesDays,
} from "./keyword-opportunity";
import type { SearchStore } from "./search.store";
import { type SearchMix, searchMix } from "./search-mix";
import type { AskedBrand, SearchWindow, SearchWindows } from "./search-question";

/** What an answer is about, and its figures. */
export interface SearchFigures<Figures> {
  readonly asked: SearchWindow;
  readonly figures: Figures;
}

export interface OpportunityReport {
  readonly on: string;
  /** Null: too little is known before the day. */
  readonly baseline: Days | null;
  readonly volumeFloor: number;
  /** Keywords that reached the floor and grew, of which at most {@link MAX_CANDIDATES} are looked at. */
  readonly candidates: number;
  readonly opportunities: readonly KeywordOpportunity[];
}

/** How a brand is searched for. Every figure leaves suppressed and rounded. */
export class SearchService {
  constructor(
    private readonly windows: SearchWindows,
    private readonly store: SearchStore,
  ) {}

  async mix(context: RequestContext, brand: AskedBrand, days: Days): Promise<SearchFigures<SearchMix>> {
    checkDays(days, { zone: brand.zone, now: context.clock.now(), path: [] });
    const asked = await this.windows.grant(context, brand, days);
    const classes = await this.windows.ask(context, asked, { figure: "SEARCH_MIX" }, (question) =>
      this.store.byClass(question),
    );
    return { asked, figures: searchMix(classes, asked.window) };
  }

  async heat(
    context: RequestContext,
    brand: AskedBrand,
    texts: readonly string[],
    { days, base = daysBefore(days, BASE_DAYS) }: { readonly days: Days; readonly base?: Days | undefined },
  ): Promise<SearchFigures<{ readonly base: Days; readonly keywords: readonly KeywordHeat[] }>> {
    const keywords = readKeywords(texts);
    const rule = { zone: brand.zone, now: context.clock.now() };
    checkDays(days, { ...rule, path: [] });
    checkDays(base, { ...rule, path: ["base"] });
    const asked = await this.windows.grant(context, brand, days);
    const ofBase = await this.windows.grant(context, brand, base);
    const [daily, bases] = await this.windows.ask(
      context,
      asked,
      { figure: "SEARCH_HEAT", keywords, base },
      (question) =>
        Promise.all([
          this.store.daily(question, keywords),
          this.store.byPeriod({ ...question, window: { ...question.window, ...spanOf(ofBase) } }, keywords, [base]),
        ]),
    );
    const smallGroups = asked.window;
    const heats = keywords.map((keyword) => {
      const found = bases.find((row) => row.keyword === keyword);
      return keywordHeat(keyword, days, { days: base, found }, { daily, smallGroups });
    });
    return { asked, figures: { base, keywords: heats } };
  }

  /** The two stretches are as long, and the first is over when the second begins. */
  async change(
    context: RequestContext,
    brand: AskedBrand,
    texts: readonly string[],
    { after, before = daysBefore(after) }: { readonly after: Days; readonly before?: Days | undefined },
  ): Promise<SearchFigures<readonly SearchHeatChange[]>> {
    const keywords = readKeywords(texts);
    const rule = { zone: brand.zone, now: context.clock.now() };
    checkDays(after, { ...rule, path: ["after"] });
    checkDays(before, { ...rule, path: ["before"] });
    checkPair(before, after);
    const asked = await this.windows.grant(context, brand, { from: before.from, to: after.to });
    const periods = [before, after] as const;
    const found = await this.windows.ask(
      context,
      asked,
      { figure: "SEARCH_HEAT_CHANGE", keywords, periods },
      (question) => this.store.byPeriod(question, keywords, periods),
    );
    return {
      asked,
      figures: keywords.map((keyword) => heatChange(keyword, periods, { found, smallGroups: asked.window })),
    };
  }

  async opportunities(
    context: RequestContext,
    brand: AskedBrand,
    {
      on,
      volumeFloor,
      best,
    }: { readonly on?: string | undefined; readonly volumeFloor: number; readonly best: number },
  ): Promise<SearchFigures<OpportunityReport>> {
    checkRange("volumeFloor", volumeFloor, 1, 1_000_000);
    checkRange("best", best, 1, MAX_OPPORTUNITIES);
    const now = context.clock.now();
    const day = on ?? addDays(dayOf(now, brand.zone), -1);
    const today = dayOf(now, brand.zone);
    if (day >= today)
      throw UserProblems.one(
        "INVALID_INPUT",
        ["on"],
        `on must be a day that is over, so before today (${today} in ${brand.zone}), but got ${day}.`,
      );
    const asked = await this.windows.grant(context, brand, seriesDays(day));
    const [firstDay, grown] = await this.windows.ask(
      context,
      asked,
      { figure: "SEARCH_OPPORTUNITIES", volumeFloor },
      (question) =>
        Promise.all([
          this.store.firstDay(question),
          this.store.grown(question, { day, lagDays: GROWTH_LAG_DAYS, floor: volumeFloor, limit: MAX_CANDIDATES }),
        ]),
    );
    const baseline = baselineOf(day, firstDay);
    const smallGroups = asked.window;
    const found = baseline === null ? [] : keywordOpportunities(grown, baseline, { volumeFloor, smallGroups });
    const candidates = grown.length;
    return { asked, figures: { on: day, baseline, volumeFloor, candidates, opportunities: found.slice(0, best) } };
  }
}

const spanOf = ({ window: { from, to } }: SearchWindow): { readonly from: Date; readonly to: Date } => ({ from, to });

function checkPair(before: Days, after: Days): void {
  const [length, wanted] = [lengthOf(before), lengthOf(after)];
  if (length !== wanted)
    throw UserProblems.one(
      "INVALID_INPUT",
      ["before", "to"],
      `before must have as many days as after (${wanted}), but has ${length}; a mean of other weekdays is another figure.`,
    );
  if (before.to > after.from)
    throw UserProblems.one(
      "INVALID_INPUT",
      ["before", "to"],
      `before.to must not lie after after.from (${after.from}), but got ${before.to}.`,
    );
}

function checkRange(name: string, value: number, low: number, high: number): void {
  if (value >= low && value <= high) return;
  throw UserProblems.one("INVALID_INPUT", [name], `${name} must be ${low} to ${high}, but got ${value}.`);
}
