import { RoaringBitmap32 } from "roaring";
import type { RequestContext } from "../../platform/request-context";
import { UserProblems } from "../../platform/user-error";
import type { AssetService, RuleSet, StageHistory } from "../assets";
import type { BrandWindows, GrantedWindow } from "../journeys";
import { addDays, checkDays, type Days, instantsOf } from "./days";
import { MAX_TAGS, MAX_WITHIN_DAYS, type MindshareLink, mindshareLink } from "./mindshare-link";
import type { MindshareLinkStore } from "./mindshare-link.store";
import type { AskedBrand } from "./search-question";

export interface MindshareReport extends MindshareLink {
  readonly days: Days;
  readonly window: GrantedWindow;
  readonly tags: readonly string[];
  readonly withinDays: number;
  readonly ruleSet: RuleSet;
  /** False while somebody touched may still come in time. */
  readonly isComplete: boolean;
}

export interface MindshareLinkParts {
  readonly windows: BrandWindows;
  readonly assets: AssetService;
  readonly stages: StageHistory;
  readonly store: MindshareLinkStore;
}

/** Whether people who saw what the brand stands for come to it more than others. */
export class MindshareLinkService {
  constructor(private readonly parts: MindshareLinkParts) {}

  async rate(
    context: RequestContext,
    brand: AskedBrand,
    {
      tags: asked,
      days,
      withinDays,
    }: { readonly tags: readonly string[]; readonly days: Days; readonly withinDays: number },
  ): Promise<MindshareReport> {
    const { windows, assets, stages, store } = this.parts;
    const tags = [...new Set(asked)];
    checkTags(tags);
    if (withinDays < 1 || withinDays > MAX_WITHIN_DAYS)
      throw UserProblems.one(
        "INVALID_INPUT",
        ["withinDays"],
        `withinDays must be 1 to ${MAX_WITHIN_DAYS}, but got ${withinDays}.`,
      );
    const touched = checkDays(days, { zone: brand.zone, now: context.clock.now(), path: [] });
    const followed = instantsOf({ from: days.from, to: addDays(days.to, withinDays) }, brand.zone);
    const granted = await windows.grant(context, brand.id, followed);
    const { ruleSet } = await assets.ruleSetInForce(context, brand.id);
    const link = await windows.ask(
      context,
      granted,
      { figure: "MINDSHARE_LINK", tags, days, withinDays },
      async (window) => {
        const { sourceIds, overlayId } = window;
        const labelled = { id: brand.id, zone: brand.zone, primaryCategoryId: null };
        const question = { brand: labelled, ruleSet, sourceIds, overlayId };
        const [people, [, ...before], aware] = await Promise.all([
          store.read({ window, touchedTo: touched.to, tags, withinDays }),
          stages.stagesAt(question, touched.from),
          stages.risenToAware(question, touched),
        ]);
        return mindshareLink(RoaringBitmap32.andNot(aware, RoaringBitmap32.orMany(before)), people, granted);
      },
    );
    const isComplete = followed.to <= granted.asOf;
    return { ...link, days, window: granted, tags, withinDays, ruleSet, isComplete };
  }
}

function checkTags(tags: readonly string[]): void {
  const isGood =
    tags.length >= 1 && tags.length <= MAX_TAGS && tags.every((tag) => tag.length >= 1 && tag.length <= 100);
  if (isGood) return;
  throw UserProblems.one(
    "INVALID_INPUT",
    ["tags"],
    `tags must be 1 to ${MAX_TAGS} texts of 1 to 100 characters, but got ${JSON.stringify(tags).slice(0, 100)}.`,
  );
}
