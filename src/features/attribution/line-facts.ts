import type { Placement } from "../campaigns";
import type { CreditLine } from "./attribution-report";
import type { Dimension } from "./dimension";
import { type LineKey, labelOf } from "./line-key";
import { firstIdOf, PlacementIndex } from "./touch";

export interface LineWithFacts extends CreditLine {
  /** Null for a line that is no placement of the campaign. */
  readonly placementOfCampaign: Placement | null;
  /** Minor units; null when not known. */
  readonly cost: bigint | null;
}

/** What campaigns say now of the lines of a report. */
export class LineFacts {
  private readonly index: PlacementIndex;

  /**
   * `costs`: minor units by placement; absent: no delivery was reported. `shown`: placements with a line of their own.
   */
  constructor(
    private readonly placements: readonly Placement[],
    private readonly costs: ReadonlyMap<string, bigint>,
    private readonly shown: ReadonlySet<string>,
  ) {
    this.index = new PlacementIndex(placements);
  }

  /** The placement that a line by placement is about; null for touches without one, or with one of another campaign. */
  placementOf(dimension: Dimension, { platform, key }: LineKey): Placement | null {
    return dimension === "PLACEMENT" ? (this.index.of({ platform, placement: key }) ?? null) : null;
  }

  /**
   * Minor units spent on what a line is about: on one placement, or on those of its platform, step or pack. Null where any of
   * them has reported no delivery, as unknown is not zero; where nothing was bought; for lines that stand for what is too small
   * to be shown; and in other dimensions, as media report cost by placement.
   */
  costOf(dimension: Dimension, line: LineKey): bigint | null {
    const placement = this.placementOf(dimension, line);
    if (placement) return this.costs.get(placement.id) ?? null;
    return this.sum(this.ofLine(dimension, line));
  }

  private ofLine(dimension: Dimension, { platform, key }: LineKey): readonly Placement[] {
    switch (dimension) {
      case "PLATFORM": {
        // A platform is shown whole or not at all, so one that is part of OTHER has no placement with a line.
        const ofPlatform = this.placements.filter((placement) => placement.platform === platform);
        return this.hasPlatform(platform) ? ofPlatform : [];
      }
      case "STEP":
        return this.placements.filter((placement) => placement.step === key && this.isShown(placement));
      case "PACK":
        return key === ""
          ? []
          : this.placements.filter((placement) => placement.audiencePackId === key && this.isShown(placement));
      default:
        return [];
    }
  }

  /** OTHER may stand for platforms that have no line, whose placements it then hides. */
  private hasPlatform(platform: string): boolean {
    return platform !== "OTHER" || this.placements.some((one) => one.platform === platform && this.isShown(one));
  }

  private isShown(placement: Placement): boolean {
    const firstId = firstIdOf(placement);
    return firstId !== undefined && this.shown.has(labelOf({ platform: placement.platform, key: firstId }));
  }

  private sum(placements: readonly Placement[]): bigint | null {
    if (placements.length === 0) return null;
    let sum = 0n;
    for (const { id } of placements) {
      const cost = this.costs.get(id);
      if (cost === undefined) return null;
      sum += cost;
    }
    return sum;
  }
}
