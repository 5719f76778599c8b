import { DateTime } from "luxon";
import { RoaringBitmap32 } from "roaring";
import type { ValueQuadrant, ValueTierName } from "../../engines/segmentation/person-rule";
import type { RequestContext } from "../../platform/request-context";
import type { CustomerValues, ValueStanding } from "../audiences";
import type { BrandService } from "../brands";
import type { CustomerValueStore } from "./customer-value.store";
import { quadrantPlace, tierPlace } from "./value-scoring";
import type { ValueScoringStore } from "./value-scoring.store";

/** Who is in which tier, as rule trees ask. */
export class ScoredPeople implements CustomerValues {
  constructor(
    private readonly brands: BrandService,
    private readonly scorings: ValueScoringStore,
    private readonly values: CustomerValueStore,
  ) {}

  async standing(context: RequestContext, brandId: number, until: Date): Promise<ValueStanding | null> {
    const { zone } = await this.brands.requireGranted(context, brandId, ["brandId"]);
    const scoring = await this.scorings.findNewest(context, brandId, DateTime.fromJSDate(until, { zone }).toISODate()!);
    if (!scoring) return null;
    const { bounds, medians } = scoring.report;
    return {
      scoringId: scoring.id,
      bounds: { high: String(bounds.high), mid: String(bounds.mid) },
      medians: { past: String(medians.past), worth: String(medians.worth) },
    };
  }

  async people(
    { scoringId, bounds, medians }: ValueStanding,
    tiers: readonly ValueTierName[] | null,
    quadrants: readonly ValueQuadrant[] | null,
  ): Promise<RoaringBitmap32> {
    const cut = {
      bounds: { high: BigInt(bounds.high), mid: BigInt(bounds.mid) },
      medians: { past: BigInt(medians.past), worth: BigInt(medians.worth) },
    };
    const asked = {
      tiers: tiers?.map((tier) => tierPlace[tier]) ?? null,
      quadrants: quadrants?.map((quadrant) => quadrantPlace[quadrant]) ?? null,
    };
    return RoaringBitmap32.orMany(await this.values.findPeople(scoringId, cut, asked));
  }
}
