import { RoaringBitmap32 } from "roaring";
import { FEWEST_FIT_DAYS } from "../../engines/search/growth-rate";
import type { RequestContext } from "../../platform/request-context";
import { UserProblems } from "../../platform/user-error";
import type { AssetService, RuleSet, StageHistory, StageQuestion } from "../assets";
import { addDays, checkDays, type Days, lengthOf, listDays } from "./days";
import { readKeywords } from "./keyword-heat";
import { LOOKBACK_DAYS, MAX_SPREAD_DAYS, type OutsideSpread, showSpread, spreadByDay } from "./outside-spread";
import type { MetByDay, OutsideSpreadStore } from "./outside-spread.store";
import type { SearchFigures } from "./search.service";
import type { AskedBrand, SearchQuestion, SearchWindows } from "./search-question";

/** A product or a keyword. */
export type SpreadSubject =
  | { readonly productCode: string; readonly keyword: null }
  | { readonly productCode: null; readonly keyword: string };

export interface SpreadReport extends OutsideSpread {
  readonly subject: SpreadSubject;
  readonly ruleSet: RuleSet;
}

export interface OutsideSpreadParts {
  readonly windows: SearchWindows;
  readonly store: OutsideSpreadStore;
  readonly stages: StageHistory;
  readonly assets: AssetService;
}

/** How fast a product or keyword spreads beyond the brand's own people. */
export class OutsideSpreadService {
  constructor(private readonly parts: OutsideSpreadParts) {}

  async spread(
    context: RequestContext,
    brand: AskedBrand,
    asked: { readonly productCode?: string | null; readonly keyword?: string | null },
    { days, fitDays }: { readonly days: Days; readonly fitDays: number },
  ): Promise<SearchFigures<SpreadReport>> {
    const subject = readSubject(asked);
    const rule = { zone: brand.zone, now: context.clock.now(), path: [] };
    const instants = checkDays(days, { ...rule, longest: MAX_SPREAD_DAYS, shortest: FEWEST_FIT_DAYS });
    if (fitDays < FEWEST_FIT_DAYS || fitDays > lengthOf(days))
      throw UserProblems.one(
        "INVALID_INPUT",
        ["fitDays"],
        `fitDays must be ${FEWEST_FIT_DAYS} to ${lengthOf(days)}, the days of the window, but got ${fitDays}.`,
      );
    const { windows, assets, stages } = this.parts;
    const looked = await windows.grant(context, brand, { from: addDays(days.from, -LOOKBACK_DAYS), to: days.to });
    const { ruleSet } = await assets.ruleSetInForce(context, brand.id);
    const fresh = await windows.ask(context, looked, { figure: "OUTSIDE_SPREAD", subject, days }, async (question) => {
      const [met, [, ...inAssets]] = await Promise.all([
        this.metBy(question, subject, days.from),
        stages.stagesAt(stageQuestion(brand, question, ruleSet), instants.from),
      ]);
      const before = met.get("") ?? new RoaringBitmap32();
      return spreadByDay(listDays(days), met, { before, assets: RoaringBitmap32.orMany(inAssets) });
    });
    const fit = { days: { from: addDays(days.to, -fitDays), to: days.to }, length: fitDays };
    const figures = { subject, ruleSet, ...showSpread(fresh, fit, looked.window) };
    return { asked: { ...looked, days }, figures };
  }

  /** A product is met by touchpoints about it and by searches for a name of it, a keyword by searches. */
  private async metBy(question: SearchQuestion, subject: SpreadSubject, firstDay: string): Promise<MetByDay> {
    const { store } = this.parts;
    if (subject.productCode === null) return store.searched(question, { keywords: [subject.keyword] }, firstDay);
    const terms = question.terms.filter(({ productCode }) => productCode === subject.productCode);
    const [touched, searched] = await Promise.all([
      store.touched(question, subject.productCode, firstDay),
      store.searched({ ...question, terms }, { mustHoldTerm: true }, firstDay),
    ]);
    const days = [...new Set([...touched.keys(), ...searched.keys()])];
    return new Map(
      days.map((day) => [
        day,
        RoaringBitmap32.orMany([touched.get(day), searched.get(day)].flatMap((met) => met ?? [])),
      ]),
    );
  }
}

const stageQuestion = (brand: AskedBrand, { window }: SearchQuestion, ruleSet: RuleSet): StageQuestion => ({
  brand: { id: brand.id, zone: brand.zone, primaryCategoryId: null },
  ruleSet,
  sourceIds: window.sourceIds,
  overlayId: window.overlayId,
});

function readSubject({
  productCode,
  keyword,
}: {
  productCode?: string | null;
  keyword?: string | null;
}): SpreadSubject {
  if ((productCode == null) === (keyword == null))
    throw UserProblems.one(
      "INVALID_INPUT",
      ["of"],
      `of must have exactly one of productCode and keyword, but has ${productCode == null ? "none" : "both"}.`,
    );
  if (keyword != null) return { productCode: null, keyword: readKeywords([keyword])[0]! };
  if (productCode!.length < 1 || productCode!.length > 200)
    throw UserProblems.one(
      "INVALID_INPUT",
      ["of", "productCode"],
      `of.productCode must be 1 to 200 characters, but got ${productCode!.length}.`,
    );
  return { productCode: productCode!, keyword: null };
}
