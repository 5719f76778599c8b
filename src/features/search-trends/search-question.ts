import { keywordWords, normaliseKeyword } from "../../engines/search/normalise-keyword";
import type { RequestContext } from "../../platform/request-context";
import type { Question } from "../access";
import type { Brand, BrandService } from "../brands";
import type { BrandWindow, BrandWindows, GrantedWindow } from "../journeys";
import { type Days, instantsOf } from "./days";
import { type SearchTerm, termOf } from "./search-class";
import type { SearchDictionaryService } from "./search-dictionary.service";

/** What the caller asks about: a brand of theirs. */
export type AskedBrand = Pick<Brand, "id" | "name" | "nameZh" | "zone">;

/** A brand's searches of some days as one caller may see them, and what makes a search the brand's. */
export interface SearchWindow {
  readonly days: Days;
  readonly window: GrantedWindow;
  /** Categories of the brand and all below them. */
  readonly categoryIds: readonly number[];
  readonly terms: readonly SearchTerm[];
  /** Version of the dictionary that the terms are from. */
  readonly dictionaryVersion: number;
}

/** With who is one person in it. */
export interface SearchQuestion extends SearchWindow {
  readonly window: BrandWindow;
}

export class SearchWindows {
  constructor(
    private readonly windows: BrandWindows,
    private readonly brands: BrandService,
    private readonly dictionaries: SearchDictionaryService,
  ) {}

  /** The days were checked. */
  async grant(context: RequestContext, brand: AskedBrand, days: Days): Promise<SearchWindow> {
    const [window, categoryIds, { version, aliases }] = await Promise.all([
      this.windows.grant(context, brand.id, instantsOf(days, brand.zone)),
      this.categoriesOf(context, brand.id),
      this.dictionaries.dictionary(context, brand.id),
    ]);
    const names = [brand.name, brand.nameZh].flatMap((name) => (name === null ? [] : wordsOf(name)));
    const terms = [
      ...names.map((words) => ({ ...ALWAYS, words })),
      ...aliases.flatMap((alias) => wordsOf(alias.alias).map((words) => termOf(alias, words))),
    ];
    return { days, window, categoryIds, terms, dictionaryVersion: version };
  }

  /** Like `ask` of a brand's windows. */
  ask<Figures>(
    context: RequestContext,
    asked: SearchWindow,
    question: Question,
    work: (question: SearchQuestion) => Promise<Figures>,
  ): Promise<Figures> {
    return this.windows.ask(context, asked.window, question, (window) => work({ ...asked, window }));
  }

  private async categoriesOf(context: RequestContext, brandId: number): Promise<readonly number[]> {
    const links = await this.brands.categoriesOfBrand(context).load(brandId);
    return (await Promise.all(links.map(({ categoryId }) => this.brands.categoryTree(categoryId)))).flat();
  }
}

const ALWAYS = { searchClass: "BRAND_NAME", productCode: null, validFrom: null, validTo: null } as const;

/** None of a name without letters and digits, which would be in every search. */
function wordsOf(name: string): readonly string[] {
  const words = keywordWords(normaliseKeyword(name));
  return words.trim() === "" ? [] : [words];
}
