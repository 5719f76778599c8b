import type { RequestContext } from "../../platform/request-context";
import type { AssetService, RuleSet, StageQuestion } from "../assets";
import type { Brand } from "../brands";
import type { PeopleOverlay } from "../people";
import type { TouchpointService } from "../touchpoints";
import { checkWindow } from "./check-window";
import type { ContactQuestion } from "./contact.store";
import type { Period } from "./programme";

/** What is asked about one brand and window, by the newest version of the shipped rules. */
export interface WindowQuestion {
  readonly contacts: ContactQuestion;
  readonly stages: StageQuestion;
  readonly ruleSet: RuleSet;
  readonly asOf: Date;
}

export interface WindowReaderParts {
  readonly assets: AssetService;
  readonly touchpoints: TouchpointService;
  readonly overlay: PeopleOverlay;
}

/** Puts together what the caller may read about a window. */
export class WindowReader {
  constructor(private readonly parts: WindowReaderParts) {}

  async questionOf(
    context: RequestContext,
    brand: Pick<Brand, "id" | "zone">,
    window: Period,
  ): Promise<WindowQuestion> {
    checkWindow(window);
    const { assets, touchpoints, overlay } = this.parts;
    const asOf = context.clock.now();
    const [ruleSet, sourceIds, overlayId] = await Promise.all([
      assets.defaultRuleSet(),
      touchpoints.visibleSourceIds(context),
      overlay.idOf(context),
    ]);
    return {
      contacts: { brandId: brand.id, window, sourceIds, overlayId },
      stages: { brand: { id: brand.id, zone: brand.zone, primaryCategoryId: null }, ruleSet, sourceIds, overlayId },
      ruleSet,
      asOf,
    };
  }
}
