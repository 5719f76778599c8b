import type { RequestContext } from "../../platform/request-context";
import { type ProblemList, UserProblems } from "../../platform/user-error";
import type { BrandService } from "../brands";
import type { BrandWindows, GrantedWindow } from "../journeys";
import type { TouchpointService } from "../touchpoints";

export const MAX_WINDOW_DAYS = 365;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

export const lastHour = (now: Date): Date => new Date(Math.floor(now.getTime() / HOUR_MS) * HOUR_MS);

/** A brand among its rivals, in the days before the last full hour. */
export interface OpportunityScope {
  readonly window: GrantedWindow;
  readonly days: number;
  readonly currencyCode: string;
  /** The brand's primary category, and all below it. */
  readonly categoryId: number;
  readonly categoryIds: readonly number[];
  /** The other brands of the category. */
  readonly rivalBrandIds: readonly number[];
  /** What may be read about rivals. */
  readonly cloudSourceIds: readonly number[];
}

export interface OpportunityScopesParts {
  readonly windows: BrandWindows;
  readonly brands: BrandService;
  readonly touchpoints: TouchpointService;
}

export class OpportunityScopes {
  constructor(private readonly parts: OpportunityScopesParts) {}

  /** Refuses days out of bounds, and a brand that no category says the rivals of. */
  async of(context: RequestContext, brandId: number, days: number): Promise<OpportunityScope> {
    const { windows, brands, touchpoints } = this.parts;
    if (days < 1 || days > MAX_WINDOW_DAYS)
      throw UserProblems.one("INVALID_INPUT", ["days"], `days must be 1 to ${MAX_WINDOW_DAYS}, but got ${days}.`);
    const to = lastHour(context.clock.now());
    const [window, brand, categoryId] = await Promise.all([
      windows.grant(context, brandId, { from: new Date(to.getTime() - days * DAY_MS), to }),
      brands.requireGranted(context, brandId, ["brandId"]),
      brands.primaryCategory(context, brandId),
    ]);
    if (categoryId === null)
      throw UserProblems.one(
        "NO_CATEGORY",
        ["brandId"],
        "The brand must have a primary category, which says its rivals, but has none; ask an operator of the cloud to set one.",
      );
    const [categoryIds, brandsOfCategory, cloudSourceIds] = await Promise.all([
      brands.categoryTree(categoryId),
      brands.brandsOfCategory(categoryId),
      touchpoints.cloudSourceIds(),
    ]);
    const rivalBrandIds = brandsOfCategory.map(({ id }) => id).filter((id) => id !== brandId);
    const { currencyCode } = brand;
    return { window, days, currencyCode, categoryId, categoryIds, rivalBrandIds, cloudSourceIds };
  }

  /** The category for a pack to be made; 0 with the problems, which lie in the caller's `input`, when it is refused. */
  async categoryOf(context: RequestContext, brandId: number, days: number, problems: ProblemList): Promise<number> {
    try {
      return (await this.of(context, brandId, days)).categoryId;
    } catch (error) {
      if (!(error instanceof UserProblems)) throw error;
      for (const { code, field, message } of error.problems) problems.add(code, ["input", ...(field ?? [])], message);
      return 0;
    }
  }
}

/** A template has nothing to go by. */
export const noData = (what: string, days: number): UserProblems =>
  UserProblems.one(
    "NO_DATA",
    ["days"],
    `The ${days} days must hold ${what}, but do not; ask for more days or import them.`,
  );
