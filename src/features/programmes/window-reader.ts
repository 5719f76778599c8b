import { inTime } from "../../platform/clickhouse/client";
import type { RequestContext } from "../../platform/request-context";
import { checkWholeHours } from "../../platform/whole-hours";
import type { AccessService, QuestionBudget } from "../access";
import type { AssetService, RuleSet, StageQuestion } from "../assets";
import type { Brand } from "../brands";
import type { PeopleOverlay, StablePlane } from "../people";
import type { TouchpointService } from "../touchpoints";
import { checkWindow } from "./check-window";
import type { ContactQuestion } from "./contact.store";
import type { Period } from "./programme";

/** What is asked about one brand and window, by the rules in force for it. */
export interface WindowQuestion {
  readonly contacts: ContactQuestion;
  readonly stages: StageQuestion;
  readonly ruleSet: RuleSet;
  readonly asOf: Date;
}

export interface WindowReaderParts {
  readonly access: AccessService;
  readonly questions: QuestionBudget;
  readonly assets: AssetService;
  readonly touchpoints: TouchpointService;
  readonly overlay: PeopleOverlay;
  readonly plane: StablePlane;
}

/** Puts together what the caller may read about a window, and has it read while nobody is moved from person to person. */
export class WindowReader {
  constructor(private readonly parts: WindowReaderParts) {}

  /** `work` may run several times. */
  async read<Figures>(
    context: RequestContext,
    brand: Pick<Brand, "id" | "zone">,
    window: Period,
    work: (question: WindowQuestion) => Promise<Figures>,
  ): Promise<Figures> {
    checkWindow(window);
    const { access, questions, assets, touchpoints, overlay, plane } = this.parts;
    const asOf = context.clock.now();
    const [organisation, { ruleSet }, sourceIds] = await Promise.all([
      access.ownOrganisation(context),
      assets.ruleSetInForce(context, brand.id),
      touchpoints.visibleSourceIds(context),
    ]);
    if (organisation.smallGroupThreshold > 1) checkWholeHours(window, brand.zone);
    await questions.spend(context, { figure: "PROGRAMMES", brandId: brand.id, from: window.from, to: window.to });
    const read = plane.read(context, async () => {
      const overlayId = await overlay.idOf(context);
      return work({
        contacts: { brandId: brand.id, window, sourceIds, overlayId },
        stages: { brand: { id: brand.id, zone: brand.zone, primaryCategoryId: null }, ruleSet, sourceIds, overlayId },
        ruleSet,
        asOf,
      });
    });
    return inTime(read);
  }
}
