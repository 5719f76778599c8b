import type { RequestContext } from "../../platform/request-context";
import { UserProblems } from "../../platform/user-error";
import type { BrandService } from "../brands";
import type { BrandWindows, GrantedWindow } from "../journeys";
import type { TouchpointService } from "../touchpoints";
import { asLines } from "./campaign-scope";
import { type LaunchRankFigures, noLaunchRank, rankLaunch } from "./launch-rank";
import type { LaunchRankStore } from "./launch-rank.store";

export const LAUNCH_DAYS = 7;
const DAY_MS = 86_400_000;

export interface LaunchRank extends LaunchRankFigures {
  readonly window: GrantedWindow;
  readonly product: string;
  readonly currencyCode: string;
}

export interface LaunchRankParts {
  readonly windows: BrandWindows;
  readonly brands: BrandService;
  readonly touchpoints: TouchpointService;
  readonly store: LaunchRankStore;
}

/** Where a new product stood in its category in its first week (V32). */
export class LaunchRankService {
  constructor(private readonly parts: LaunchRankParts) {}

  async ofProduct(context: RequestContext, brandId: number, product: string, launchedAt: Date): Promise<LaunchRank> {
    const { windows, brands, touchpoints, store } = this.parts;
    if (product === "")
      throw UserProblems.one("INVALID_INPUT", ["product"], "product must be the code of a product, but is empty.");
    const week = { from: launchedAt, to: new Date(launchedAt.getTime() + LAUNCH_DAYS * DAY_MS) };
    const window = asLines(await windows.grant(context, brandId, week, ["launchedAt"]));
    const [{ currencyCode }, categoryId] = await Promise.all([
      brands.requireGranted(context, brandId, ["brandId"]),
      brands.primaryCategory(context, brandId),
    ]);
    const about = { window, product, currencyCode };
    if (window.to > window.asOf) return { ...about, ...noLaunchRank("NOT_YET") };
    if (categoryId === null) return { ...about, ...noLaunchRank("NO_CATEGORY") };
    const [categoryIds, peers, sourceIds] = await Promise.all([
      brands.categoryTree(categoryId),
      brands.brandsOfCategory(categoryId),
      touchpoints.cloudSourceIds(),
    ]);
    const brandIds = peers.filter((peer) => peer.currencyCode === currencyCode).map(({ id }) => id);
    const { from, to, asOf } = window;
    const sales = await windows.ask(context, window, { figure: "LAUNCH_RANK", product }, () =>
      store.sales({ brandIds, categoryIds, sourceIds, from, to, asOf, currencyCode }),
    );
    return { ...about, ...rankLaunch(sales, { brandId, product }, window) };
  }
}
