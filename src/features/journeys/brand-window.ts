import { inTime } from "../../platform/clickhouse/client";
import type { RequestContext } from "../../platform/request-context";
import type { SmallGroups } from "../../platform/small-groups";
import { UserProblems } from "../../platform/user-error";
import { checkWholeHours } from "../../platform/whole-hours";
import type { AccessService, Question, QuestionBudget } from "../access";
import type { BrandService } from "../brands";
import type { OverlayId, PeopleOverlay, StablePlane } from "../people";
import type { TouchpointService } from "../touchpoints";
import type { ExposureFilter } from "./exposure-filter";

/** Half open: `from` belongs to it, `to` does not. */
export interface Window {
  readonly from: Date;
  readonly to: Date;
}

/** A brand's touchpoints in a window, as one caller may see them. */
export interface GrantedWindow extends Window, SmallGroups {
  readonly brandId: number;
  /** IANA zone in which the brand's days begin. */
  readonly zone: string;
  /** When it is read; nothing at or after it counts. */
  readonly asOf: Date;
  readonly sourceIds: readonly number[];
}

/** What every figure of this feature is read from: the window, and who is one person in it. */
export interface BrandWindow extends GrantedWindow {
  readonly overlayId: OverlayId;
}

export interface BrandWindowParts {
  readonly access: AccessService;
  readonly questions: QuestionBudget;
  readonly brands: BrandService;
  readonly touchpoints: TouchpointService;
  readonly overlay: PeopleOverlay;
  readonly plane: StablePlane;
}

/** Most codes of a filter. */
export const MAX_CODES = 100;

export class BrandWindows {
  constructor(private readonly parts: BrandWindowParts) {}

  /** A granted brand's window; anything else is the caller's mistake, under `path`. */
  async grant(
    context: RequestContext,
    brandId: number,
    { from, to }: Window,
    path: readonly string[] = [],
  ): Promise<GrantedWindow> {
    const { access, brands, touchpoints } = this.parts;
    const brand = await brands.requireGranted(context, brandId, [...path, "brandId"]);
    if (to <= from)
      throw UserProblems.one(
        "INVALID_INPUT",
        [...path, "to"],
        `to must be after from (${from.toISOString()}), but got ${to.toISOString()}; swap them.`,
      );
    const [sourceIds, organisation] = await Promise.all([
      touchpoints.visibleSourceIds(context),
      access.ownOrganisation(context),
    ]);
    const { zone } = brand;
    const { smallGroupThreshold: threshold, roundingBase } = organisation;
    if (threshold > 1) checkWholeHours({ from, to }, zone, path);
    return { brandId, zone, from, to, asOf: context.clock.now(), sourceIds, threshold, roundingBase };
  }

  /** Like `read`, of groups: which ones counts against the key's questions of the day. */
  async ask<Figures>(
    context: RequestContext,
    window: GrantedWindow,
    { figure, ...asked }: Question,
    work: (window: BrandWindow) => Promise<Figures>,
  ): Promise<Figures> {
    const { brandId, from, to } = window;
    await this.parts.questions.spend(context, { figure, brandId, from, to, ...asked });
    return this.read(context, window, work);
  }

  /** What `work` reads of the window while nobody is moved from person to person; it may run several times. */
  read<Figures>(
    context: RequestContext,
    window: GrantedWindow,
    work: (window: BrandWindow) => Promise<Figures>,
  ): Promise<Figures> {
    const { overlay, plane } = this.parts;
    return inTime(plane.read(context, async () => work({ ...window, overlayId: await overlay.idOf(context) })));
  }

  /** Refuses a filter that names no or too many codes, or platforms that nobody knows. */
  async checkFilter(context: RequestContext, { platforms, campaignCodes }: ExposureFilter): Promise<void> {
    if (platforms) await this.platforms(context, platforms, MAX_CODES, ["filter", "platforms"]);
    const codes = campaignCodes?.length ?? 1;
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
