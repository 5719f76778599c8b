import { createHash } from "node:crypto";
import type { RequestContext } from "../../platform/request-context";
import { SingleFlight } from "../../platform/single-flight";
import type { AccessService } from "../access";
import type { StageHistory } from "../assets";
import type { BrandBenchmark } from "../benchmarks";
import type { Brand } from "../brands";
import type { CampaignService, PlacementPeopleStore } from "../campaigns";
import type { PeopleOverlay, StablePlane } from "../people";
import type { TouchpointService } from "../touchpoints";
import { type CostToClose, costToClose, type PricedYield } from "./cost-to-close";
import type { FindingMetric } from "./finding-guide";
import { type MediaYield, mediaYield } from "./media-yield";
import type { MediaYieldStore } from "./media-yield.store";

/** What the brand's media brought in a benchmark's window for what they cost. */
export interface ObservedYield extends PricedYield {
  readonly placements: number;
  readonly computedAt: Date;
}

/** A gap's price with what it rests on. */
export interface PricedGap {
  readonly cost: CostToClose;
  readonly observed: ObservedYield | null;
  readonly window: { readonly from: Date; readonly to: Date };
}

type PlacementName = readonly [platform: string, externalId: string];

export interface MediaYieldParts {
  readonly store: MediaYieldStore;
  readonly people: PlacementPeopleStore;
  readonly stages: StageHistory;
  readonly campaigns: CampaignService;
  readonly touchpoints: TouchpointService;
  readonly access: AccessService;
  readonly overlay: PeopleOverlay;
  readonly plane: StablePlane;
}

/**
 * People that placements brought, per money. People are counted once for a benchmark and a set of placements with a cost, when they
 * are first asked for; cost is read each time, as media restate it.
 */
export class MediaYieldService {
  private readonly flights = new SingleFlight<void>();

  constructor(private readonly parts: MediaYieldParts) {}

  /** What closing the gap costs at the yield of the benchmark's window. */
  async price(
    context: RequestContext,
    brand: Pick<Brand, "id" | "zone">,
    benchmark: Omit<BrandBenchmark, "figures">,
    gap: { readonly metric: FindingMetric; readonly gapPeople: bigint },
  ): Promise<PricedGap> {
    const yields = context.memo(this.price, () => new Map<string, Promise<ObservedYield | null>>());
    const key = `${benchmark.id} ${brand.id}`;
    const asked = yields.get(key) ?? this.of(context, brand, benchmark);
    yields.set(key, asked);
    const [observed, organisation] = await Promise.all([asked, this.parts.access.ownOrganisation(context)]);
    const cost = costToClose(gap, observed, organisation.smallGroupThreshold);
    return { cost, observed, window: { from: benchmark.flowFrom, to: benchmark.asOf } };
  }

  /** Null: no placement of the brand's campaigns has a cost inside the window. */
  private async of(
    context: RequestContext,
    brand: Pick<Brand, "id" | "zone">,
    benchmark: Omit<BrandBenchmark, "figures">,
  ): Promise<ObservedYield | null> {
    const { store, campaigns } = this.parts;
    const window = { from: benchmark.flowFrom, to: benchmark.asOf };
    const spend = await campaigns.spendOfBrand(context, brand.id, window);
    if (spend.length === 0) return null;
    const names = spend.flatMap(({ placement: { platform, externalIds } }) =>
      externalIds.map((externalId): PlacementName => [platform, externalId]),
    );
    const key = { benchmarkId: benchmark.id, brandId: brand.id, placementsHash: hashOf(names) };
    let counted = await store.find(context, key);
    if (!counted) {
      const flight = [context.organisationId, key.benchmarkId, key.brandId, key.placementsHash].join(" ");
      await this.flights.run(flight, async () =>
        store.keep(context, key, await this.count(context, brand, benchmark, names)),
      );
      counted = (await store.find(context, key))!;
    }
    const costMinor = spend.reduce((sum, one) => sum + one.costMinor, 0n);
    return { ...counted, costMinor, placements: spend.length };
  }

  private count(
    context: RequestContext,
    brand: Pick<Brand, "id" | "zone">,
    { flowFrom: from, asOf: to, ruleSet }: Omit<BrandBenchmark, "figures">,
    placements: readonly PlacementName[],
  ): Promise<MediaYield> {
    const { people, stages, touchpoints, overlay, plane } = this.parts;
    return plane.read(context, async () => {
      const [overlayId, sourceIds] = await Promise.all([overlay.idOf(context), touchpoints.visibleSourceIds(context)]);
      const question = { brand: { ...brand, primaryCategoryId: null }, ruleSet, sourceIds, overlayId };
      const [reached, before, risen, buyers] = await Promise.all([
        people.reached({ brandId: brand.id, from, to, placements, sourceIds, overlayId }),
        stages.stagesAt(question, from),
        stages.risen(question, { from, to }),
        stages.buyers(question, { from, to }),
      ]);
      return mediaYield(reached, { before, risen, buyers });
    });
  }
}

const hashOf = (names: readonly PlacementName[]): string =>
  createHash("sha256")
    .update(JSON.stringify([...names].sort(([a, b], [c, d]) => (a === c ? (b < d ? -1 : 1) : a < c ? -1 : 1))))
    .digest("hex");
