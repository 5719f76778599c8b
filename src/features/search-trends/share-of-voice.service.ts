import type { RequestContext } from "../../platform/request-context";
import { UserProblems } from "../../platform/user-error";
import type { BrandService, Category } from "../brands";
import type { BrandWindows, GrantedWindow } from "../journeys";
import type { TouchpointService } from "../touchpoints";
import { checkDays, type Days, daysBefore, instantsOf } from "./days";
import type { AskedBrand } from "./search-question";
import { type VoicePeriod, voicePeriod } from "./share-of-voice";
import type { ShareOfVoiceStore } from "./share-of-voice.store";

export interface ShareOfVoice {
  readonly days: Days;
  readonly window: GrantedWindow;
  readonly category: Category;
  readonly after: VoicePeriod;
  readonly before: VoicePeriod;
}

export interface VoiceWindows {
  readonly days: Days;
  readonly before?: Days | undefined;
  /** Absent: the brand's primary one. */
  readonly categoryId?: number | undefined;
}

export interface ShareOfVoiceParts {
  readonly windows: BrandWindows;
  readonly brands: BrandService;
  readonly touchpoints: TouchpointService;
  readonly store: ShareOfVoiceStore;
}

/** How much of what is said and searched in a category is of a brand. Rivals are only told together. */
export class ShareOfVoiceService {
  constructor(private readonly parts: ShareOfVoiceParts) {}

  /** Null of a brand without a category. Read from the cloud's sources alone: a brand's own would count for no rival. */
  async share(
    context: RequestContext,
    brand: AskedBrand,
    { days, before = daysBefore(days), categoryId }: VoiceWindows,
  ): Promise<ShareOfVoice | null> {
    const rule = { zone: brand.zone, now: context.clock.now() };
    checkDays(days, { ...rule, path: [] });
    checkDays(before, { ...rule, path: ["before"] });
    if (before.to > days.from)
      throw UserProblems.one(
        "INVALID_INPUT",
        ["before", "to"],
        `before.to must not lie after from (${days.from}), but got ${before.to}.`,
      );
    const { windows, brands, touchpoints, store } = this.parts;
    const category = await this.categoryOf(context, brand.id, categoryId);
    if (category === null) return null;
    const [granted, categoryIds, members, sourceIds] = await Promise.all([
      windows.grant(context, brand.id, instantsOf({ from: before.from, to: days.to }, brand.zone)),
      brands.categoryTree(category.id),
      brands.brandsOfCategory(category.id),
      touchpoints.cloudSourceIds(),
    ]);
    const brandIds = members.map(({ id }) => id);
    const links = await brands.categoriesOfBrand(context).loadMany(brandIds);
    const primaryBrandIds = links.flatMap((found) => {
      if (found instanceof Error) throw found;
      return found.flatMap((link) => (link.isPrimary && categoryIds.includes(link.categoryId) ? [link.brandId] : []));
    });
    const found = await windows.ask(
      context,
      granted,
      { figure: "SHARE_OF_VOICE", before, days, categoryId: category.id },
      (window) =>
        store.read({ window: { ...window, sourceIds, overlayId: null }, categoryIds, brandIds, primaryBrandIds }, [
          before,
          days,
        ]),
    );
    const period = (place: number, stretch: Days): VoicePeriod =>
      voicePeriod(
        found.filter((voice) => voice.period === place),
        stretch,
        granted,
      );
    return { days, window: granted, category, before: period(0, before), after: period(1, days) };
  }

  private async categoryOf(context: RequestContext, brandId: number, asked?: number): Promise<Category | null> {
    const links = await this.parts.brands.categoriesOfBrand(context).load(brandId);
    const link = asked === undefined ? links[0] : links.find(({ categoryId }) => categoryId === asked);
    if (link) return this.parts.brands.categories(context).load(link.categoryId);
    if (asked === undefined) return null;
    throw UserProblems.one(
      "NOT_FOUND",
      ["categoryId"],
      "categoryId must be of a category that the brand sells in; list them with brand { categories }.",
    );
  }
}
