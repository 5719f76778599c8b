import type { RequestContext } from "../../platform/request-context";
import { UserProblems } from "../../platform/user-error";
import type { AccessService } from "../access";
import type { BrandService } from "../brands";
import type { OverlayId, PeopleOverlay } from "../people";
import type { TouchpointService } from "../touchpoints";
import type { ExposureFilter } from "./exposure-filter";

/** Half open: `from` belongs to it, `to` does not. */
export interface Window {
  readonly from: Date;
  readonly to: Date;
}

/** What every figure of this feature is read from: a brand's touchpoints in a window, as one caller may see them. */
export interface BrandWindow extends Window {
  readonly brandId: number;
  /** IANA zone in which the brand's days begin. */
  readonly zone: string;
  /** When it is read; nothing at or after it counts. */
  readonly asOf: Date;
  readonly sourceIds: readonly number[];
  readonly overlayId: OverlayId;
  /** Of the caller's organisation: smaller groups are withheld. */
  readonly threshold: number;
}

export interface BrandWindowParts {
  readonly access: AccessService;
  readonly brands: BrandService;
  readonly touchpoints: TouchpointService;
  readonly overlay: PeopleOverlay;
}

/** Most codes of a filter. */
export const MAX_CODES = 100;

export class BrandWindows {
  constructor(private readonly parts: BrandWindowParts) {}

  /** A granted brand's window; anything else is the caller's mistake, under `path`. */
  async read(
    context: RequestContext,
    brandId: number,
    { from, to }: Window,
    path: readonly string[] = [],
  ): Promise<BrandWindow> {
    const { access, brands, touchpoints, overlay } = this.parts;
    const brand = await brands.requireGranted(context, brandId, [...path, "brandId"]);
    if (to <= from)
      throw UserProblems.one(
        "INVALID_INPUT",
        [...path, "to"],
        `to must be after from (${from.toISOString()}), but got ${to.toISOString()}; swap them.`,
      );
    const [sourceIds, overlayId, organisation] = await Promise.all([
      touchpoints.visibleSourceIds(context),
      overlay.idOf(context),
      access.ownOrganisation(context),
    ]);
    const { zone } = brand;
    const threshold = organisation.smallGroupThreshold;
    return { brandId, zone, from, to, asOf: context.clock.now(), sourceIds, overlayId, threshold };
  }

  /** Refuses a filter that names no or too many codes, or platforms that nobody knows. */
  async checkFilter(context: RequestContext, { platforms, campaign }: ExposureFilter): Promise<void> {
    if (platforms) await this.platforms(context, platforms, MAX_CODES, ["filter", "platforms"]);
    const codes = campaign?.codes.length ?? 1;
    if (codes < 1 || codes > MAX_CODES)
      throw UserProblems.one(
        "INVALID_INPUT",
        ["filter", "campaignCodes"],
        `filter.campaignCodes must name 1 to ${MAX_CODES} campaigns, but got ${codes}.`,
      );
  }

  /** The codes, each once; every one must be a platform that the caller knows. */
  async platforms(
    context: RequestContext,
    codes: readonly string[],
    most: number,
    field: readonly string[],
  ): Promise<readonly string[]> {
    const wanted = [...new Set(codes)];
    const name = field.join(".");
    if (wanted.length === 0 || wanted.length > most)
      throw UserProblems.one(
        "INVALID_INPUT",
        field,
        `${name} must name 1 to ${most} platforms, but got ${wanted.length}.`,
      );
    const known = new Set((await this.parts.brands.platforms(context)).map(({ code }) => code));
    const unknown = wanted.filter((code) => !known.has(code));
    if (unknown.length > 0)
      throw UserProblems.one(
        "INVALID_INPUT",
        field,
        `${name} must be codes of platforms, e.g. DOUYIN, but got ${unknown.map((code) => `"${code.slice(0, 60)}"`).join(", ")}.`,
      );
    return wanted;
  }
}
