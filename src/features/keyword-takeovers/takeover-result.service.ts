import type { RequestContext } from "../../platform/request-context";
import { UserProblems } from "../../platform/user-error";
import type { BrandService } from "../brands";
import { asLines } from "../effects";
import type { BrandWindows, GrantedWindow } from "../journeys";
import { shareOfWhole, type VoiceShare } from "../search-trends";
import type { TouchpointService } from "../touchpoints";
import type { KeywordTakeover } from "./keyword-takeover";
import { type HopFigures, tellHops } from "./takeover-result";
import type { TakeoverResultStore, VoiceScope } from "./takeover-result.store";

export const MAX_WITHIN_HOURS = 168;
const HOUR_MS = 3_600_000;

export interface TakeoverResult {
  /** From the start of the booking until the hours after its end. */
  readonly window: GrantedWindow;
  readonly withinHours: number;
  /** Null of a brand without a category. */
  readonly voice: VoiceShare | null;
  readonly voiceBefore: VoiceShare | null;
  readonly hops: readonly HopFigures[];
}

export interface TakeoverResultServiceParts {
  readonly windows: BrandWindows;
  readonly brands: BrandService;
  readonly touchpoints: TouchpointService;
  readonly store: TakeoverResultStore;
}

/** What a booking brought: how much of the searches was the brand's, and how far those who searched came (G42). */
export class TakeoverResultService {
  constructor(private readonly parts: TakeoverResultServiceParts) {}

  /** Null before the booking begins, and of a cancelled one. */
  async of(context: RequestContext, takeover: KeywordTakeover, withinHours: number): Promise<TakeoverResult | null> {
    const { windows, store } = this.parts;
    if (withinHours < 1 || withinHours > MAX_WITHIN_HOURS)
      throw UserProblems.one(
        "INVALID_INPUT",
        ["withinHours"],
        `withinHours must be 1 to ${MAX_WITHIN_HOURS}, but got ${withinHours}.`,
      );
    const { id, brandId, startsAt, endsAt, state } = takeover;
    if (state === "CANCELLED" || startsAt > context.clock.now()) return null;
    const until = new Date(endsAt.getTime() + withinHours * HOUR_MS);
    const granted = await windows.grant(context, brandId, { from: startsAt, to: until });
    const window = asLines(granted);
    const scope = await this.scopeOf(context, brandId);
    const earlier = new Date(2 * startsAt.getTime() - endsAt.getTime());
    const question = { figure: "KEYWORD_TAKEOVER", takeoverId: id, withinHours };
    const [voice, hops] = await windows.ask(context, window, question, (read) =>
      Promise.all([
        scope && store.voice({ ...read, from: earlier, to: endsAt, sourceIds: scope.sourceIds }, takeover, scope),
        store.hops(read, takeover),
      ]),
    );
    // Rivals are people of others: small groups of them are those of assets, not of lines.
    const [voiceBefore, within] = voice?.map((one) => shareOfWhole(one, granted)) ?? [null, null];
    return { window, withinHours, voice: within!, voiceBefore: voiceBefore!, hops: tellHops(hops, window) };
  }

  /** The brand's primary category, read from the cloud's sources alone: an organisation's own would count for no rival. */
  private async scopeOf(context: RequestContext, brandId: number): Promise<VoiceScope | null> {
    const { brands, touchpoints } = this.parts;
    const categoryId = await brands.primaryCategory(context, brandId);
    if (categoryId === null) return null;
    const [categoryIds, members, sourceIds] = await Promise.all([
      brands.categoryTree(categoryId),
      brands.brandsOfCategory(categoryId),
      touchpoints.cloudSourceIds(),
    ]);
    const brandIds = members.map(({ id }) => id);
    const links = await brands.categoriesOfBrand(context).loadMany(brandIds);
    const primaryBrandIds = links.flatMap((found) => {
      if (found instanceof Error) throw found;
      return found.flatMap((link) => (link.isPrimary && categoryIds.includes(link.categoryId) ? [link.brandId] : []));
    });
    return { sourceIds: [...sourceIds], categoryIds: [...categoryIds], brandIds, primaryBrandIds };
  }
}
