import type { RequestContext } from "../../platform/request-context";
import { RequestError } from "../../platform/user-error";
import { checkWholeHours, widenToHours } from "../../platform/whole-hours";
import type { Brand, BrandService } from "../brands";
import type { CampaignService } from "../campaigns";
import type { MemberFiguresStore } from "./member-figures.store";
import {
  compareSides,
  type GrowthMetric,
  type GrowthRank,
  type GrowthSide,
  type MemberGrowth,
  rankGrowth,
  showSide,
} from "./member-growth";
import type { MemberReader } from "./member-reader";
import type { Period } from "./membership";

/** A campaign's window, or one by its instants. */
export type GrowthWindow = { readonly campaignId: string } | Period;

export interface GrowthRequest {
  readonly metric: GrowthMetric;
  readonly base: GrowthWindow;
  readonly current: GrowthWindow;
  readonly perDay: boolean;
  /** Null: the brand's primary one. */
  readonly categoryId: number | null;
}

export interface ShownGrowth extends MemberGrowth {
  readonly threshold: number;
  readonly knownAt: Date;
}

const MAX_WINDOW_MS = 366 * 86_400_000;

/** Compares a brand's membership in two windows, and ranks the later one in its category. */
export class MemberGrowthService {
  constructor(
    private readonly reader: MemberReader,
    private readonly store: MemberFiguresStore,
    private readonly brands: BrandService,
    private readonly campaigns: CampaignService,
  ) {}

  async compare(
    context: RequestContext,
    brand: Pick<Brand, "id" | "zone">,
    { metric, perDay, ...request }: GrowthRequest,
  ): Promise<ShownGrowth> {
    if (perDay && metric !== "NEW_MEMBERS")
      throw new RequestError(
        "BAD_USER_INPUT",
        "perDay must be false of MEMBERS: a balance has no days to be divided by.",
      );
    const knownAt = context.clock.now();
    const smallGroups = await this.reader.smallGroups(context);
    const { threshold } = smallGroups;
    const side = async (name: "base" | "current"): Promise<GrowthSide> => {
      const window = await this.windowOf(context, brand, name, request[name], threshold);
      if (window.from >= knownAt)
        throw new RequestError(
          "BAD_USER_INPUT",
          `${name} must have begun, but begins at ${window.from.toISOString()}; it is ${knownAt.toISOString()}.`,
        );
      const growth = await this.reader.read(context, brand.id, window.to, (question) =>
        this.store.countGrowth(question, window.from),
      );
      return showSide(metric, window, growth.get(brand.id), smallGroups);
    };
    const [base, current] = await Promise.all([side("base"), side("current")]);
    const rank = await this.rank(context, brand.id, metric, current.window, request.categoryId, threshold);
    return { base, current, ...compareSides(base, current, perDay), ...rank, threshold, knownAt };
  }

  private async rank(
    context: RequestContext,
    brandId: number,
    metric: GrowthMetric,
    window: Period,
    asked: number | null,
    threshold: number,
  ): Promise<GrowthRank> {
    const links = await this.brands.categoriesOfBrand(context).load(brandId);
    const categoryId = asked ?? links.find(({ isPrimary }) => isPrimary)?.categoryId ?? null;
    if (categoryId === null) return { rank: null, of: null, reason: "NO_CATEGORY" };
    const ids = (await this.brands.brandsOfCategory(categoryId)).map(({ id }) => id);
    if (!ids.includes(brandId)) return { rank: null, of: null, reason: "NO_CATEGORY" };
    const growth = await this.reader.readCloud(context, ids, window.to, (question) =>
      this.store.countGrowth(question, window.from),
    );
    return rankGrowth(metric, brandId, ids, growth, threshold);
  }

  private async windowOf(
    context: RequestContext,
    { id, zone }: Pick<Brand, "id" | "zone">,
    name: string,
    asked: GrowthWindow,
    threshold: number,
  ): Promise<Period> {
    if ("campaignId" in asked) {
      const campaign = await this.campaigns.require(context, asked.campaignId, [name, "campaignId"]);
      if (campaign.brandId !== id)
        throw new RequestError(
          "BAD_USER_INPUT",
          `${name}.campaignId must name a campaign of the brand, but got another one's.`,
        );
      return threshold > 1 ? widenToHours(campaign.window, zone) : campaign.window;
    }
    const length = asked.to.getTime() - asked.from.getTime();
    if (length <= 0 || length > MAX_WINDOW_MS)
      throw new RequestError(
        "BAD_USER_INPUT",
        `${name}.to must lie after ${name}.from (${asked.from.toISOString()}), at most 366 days, but got ${asked.to.toISOString()}.`,
      );
    if (threshold > 1) checkWholeHours(asked, zone, [name]);
    return asked;
  }
}
