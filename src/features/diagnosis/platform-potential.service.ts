import { RoaringBitmap32 } from "roaring";
import type { RequestContext } from "../../platform/request-context";
import { SingleFlight } from "../../platform/single-flight";
import { suppressPartition } from "../../platform/small-groups";
import type { AccessService } from "../access";
import { type AssetService, type AssetSnapshot, cells, type RuleSet } from "../assets";
import type { PeopleOverlay, StablePlane } from "../people";
import type { TouchpointService } from "../touchpoints";
import type { PlatformAudienceStore } from "./platform-audience.store";
import { type PlatformPotentialCounts, type ShownPlatform, showPlatforms } from "./platform-potential";
import type { PlatformPotentialStore, StoredPotential } from "./platform-potential.store";

const UNPLACED = 0;
const EVERYBODY = [UNPLACED, ...cells.map(({ label }) => label)];
const POTENTIAL = cells.filter(({ loyalty }) => loyalty === "POTENTIAL").map(({ label }) => label);

const DAY_MS = 86_400_000;

/** Whether platforms can be compared; if not, why. */
export const potentialStates = ["KNOWN", "NO_SNAPSHOT", "LABELS_THINNED"] as const;

/** Where the potential people of a brand are, as a caller may see it. */
export type PlatformPotential =
  | { readonly state: Exclude<(typeof potentialStates)[number], "KNOWN"> }
  | {
      readonly state: "KNOWN";
      readonly platforms: readonly ShownPlatform[];
      /** Everybody of the snapshot and those of the POTENTIAL column; null when withheld. */
      readonly people: bigint | null;
      readonly potentialPeople: bigint | null;
      readonly from: Date;
      readonly to: Date;
      readonly ruleSet: RuleSet;
      readonly computedAt: Date;
    };

export interface PlatformPotentialParts {
  readonly store: PlatformPotentialStore;
  readonly audiences: PlatformAudienceStore;
  readonly assets: AssetService;
  readonly access: AccessService;
  readonly touchpoints: TouchpointService;
  readonly overlay: PeopleOverlay;
  readonly plane: StablePlane;
}

/**
 * On which platforms a brand's potential people are concentrated (V29). The figures belong to a snapshot and are counted when they
 * are first asked for; a snapshot that is taken anew is counted anew.
 */
export class PlatformPotentialService {
  private readonly flights = new SingleFlight<void>();

  constructor(private readonly parts: PlatformPotentialParts) {}

  of(context: RequestContext, brandId: number, asOf: Date): Promise<PlatformPotential> {
    const asked = context.memo(this.of, () => new Map<string, Promise<PlatformPotential>>());
    const key = `${brandId} ${asOf.toISOString()}`;
    const potential = asked.get(key) ?? this.read(context, brandId, asOf);
    asked.set(key, potential);
    return potential;
  }

  private async read(context: RequestContext, brandId: number, asOf: Date): Promise<PlatformPotential> {
    const { assets, access } = this.parts;
    const snapshot = await assets.latestSnapshot(context, brandId, asOf);
    if (!snapshot) return { state: "NO_SNAPSHOT" };
    const [counts, organisation] = await Promise.all([this.counts(context, snapshot), access.ownOrganisation(context)]);
    if (!counts) return { state: "LABELS_THINNED" };
    const { smallGroupThreshold: threshold, roundingBase } = organisation;
    const [potentialPeople, others] = suppressPartition(
      [counts.potentialPeople, counts.people - counts.potentialPeople],
      threshold,
    ).counts;
    return {
      state: "KNOWN",
      platforms: showPlatforms(counts, { threshold, roundingBase }),
      people: potentialPeople == null || others == null ? null : counts.people,
      potentialPeople: potentialPeople!,
      ...windowOf(snapshot),
      ruleSet: snapshot.ruleSet,
      computedAt: counts.computedAt,
    };
  }

  /** Null: the labels are gone; a snapshot that is taken anew has some again. */
  private async counts(context: RequestContext, snapshot: AssetSnapshot): Promise<StoredPotential | null> {
    const { store } = this.parts;
    const known = await store.find(context, snapshot.id);
    if (known) return known;
    if (!snapshot.hasLabels) return null;
    await this.flights.run(snapshot.id, async () => {
      await store.keep(context, snapshot.id, await this.count(context, snapshot));
    });
    return store.find(context, snapshot.id);
  }

  private count(context: RequestContext, snapshot: AssetSnapshot): Promise<PlatformPotentialCounts> {
    const { assets, audiences, touchpoints, overlay, plane } = this.parts;
    return plane.read(context, async () => {
      const [overlayId, sourceIds] = await Promise.all([overlay.idOf(context), touchpoints.visibleSourceIds(context)]);
      const label = { labelsId: snapshot.labelsId, brandId: snapshot.brandId, dimension: "CELL", overlayId } as const;
      const [everybody, potential, found] = await Promise.all([
        assets.labelBitmap(label, EVERYBODY),
        assets.labelBitmap(label, POTENTIAL),
        audiences.read({ ...windowOf(snapshot), sourceIds, overlayId }),
      ]);
      const platforms = [...found].map(([platform, audience]) => {
        const people = RoaringBitmap32.and(everybody, audience);
        return {
          platform,
          people: BigInt(people.size),
          potentialPeople: BigInt(people.andCardinality(potential)),
        };
      });
      return {
        people: BigInt(everybody.size),
        potentialPeople: BigInt(potential.size),
        platforms: platforms.filter(({ people }) => people > 0n),
      };
    });
  }
}

/** The days in which the nine-grid looks for intent. */
function windowOf({ asOf, ruleSet }: AssetSnapshot): { readonly from: Date; readonly to: Date } {
  return { from: new Date(asOf.getTime() - ruleSet.definition.nineGrid.intentDays * DAY_MS), to: asOf };
}
