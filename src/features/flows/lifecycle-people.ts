import { DateTime } from "luxon";
import type { RequestContext } from "../../platform/request-context";
import type { AccessService } from "../access";
import type { BrandQuestion, Lifecycle, LifecycleInstants } from "../audiences";
import type { BrandService } from "../brands";
import { ownActions } from "./activity";
import { GAP_DAYS } from "./activity.service";
import type { ActivityQuestion, ActivityStore } from "./activity.store";
import { DEFAULT_GAP_SHARES, lifecycleCuts, lifecyclePeople } from "./lifecycle";

export interface LifecyclePeopleParts {
  readonly access: AccessService;
  readonly brands: BrandService;
  readonly store: ActivityStore;
}

/** Who is in which state of the life with a brand, by the actions and shares that `brand.lifecycle` takes when it is asked for none. */
export class LifecyclePeople implements Lifecycle {
  constructor(private readonly its: LifecyclePeopleParts) {}

  /** Days are counted back in the brand's zone. */
  async instants(
    context: RequestContext,
    question: BrandQuestion,
  ): Promise<LifecycleInstants | "NO_GAPS" | "SUPPRESSED"> {
    const [{ smallGroupThreshold }, { zone }] = await Promise.all([
      this.its.access.ownOrganisation(context),
      this.its.brands.requireGranted(context, question.brandId, ["brandId"]),
    ]);
    const at = DateTime.fromMillis(question.asOf, { zone });
    const daysBefore = (days: number): number => at.minus({ days }).toMillis();
    const lookBack = { from: new Date(daysBefore(GAP_DAYS)), to: at.toJSDate() };
    const gaps = await this.its.store.gaps(activityOf(question, zone), lookBack);
    const cuts = lifecycleCuts(gaps, DEFAULT_GAP_SHARES, smallGroupThreshold);
    if (typeof cuts === "string") return cuts;
    return { lost: daysBefore(cuts.lostAfterDays), lapsing: daysBefore(cuts.lapsingAfterDays) };
  }

  async people(question: BrandQuestion, { lost, lapsing }: LifecycleInstants) {
    const instants = [lost, lapsing, question.asOf].map((instant) => new Date(instant));
    return lifecyclePeople(await this.its.store.between(activityOf(question, "UTC"), instants));
  }
}

/** The zone matters to gaps alone, which are counted in its days. */
const activityOf = ({ brandId, sourceIds, overlayId, asOf }: BrandQuestion, zone: string): ActivityQuestion => ({
  ...{ brandId, sourceIds, overlayId, zone, actions: ownActions },
  asOf: new Date(asOf),
});
