import type { Placement } from "../campaigns";
import type { CreditLine, LineDimension } from "./attribution-report";
import { channelKey, placementsByKey } from "./channel";
import { OTHER } from "./small-lines";

/** What the campaign says now of the lines of one of its reports. */
export class LineFacts {
  private readonly byKey: ReadonlyMap<string, Placement>;
  private readonly byPlatform: ReadonlyMap<string, bigint | null>;

  /** `costs`: minor units by placement; absent: no delivery was reported. */
  constructor(
    placements: readonly Placement[],
    private readonly costs: ReadonlyMap<string, bigint>,
  ) {
    this.byKey = placementsByKey(placements);
    this.byPlatform = sumByPlatform(placements, costs);
  }

  /** The placement that a line by placement is about; null for touches without one, or with one of another campaign. */
  placementOf(line: CreditLine): Placement | null {
    return this.byKey.get(channelKey(line)) ?? null;
  }

  /**
   * Minor units spent on what a line is about. Null where any of its placements has reported no delivery, as unknown is not
   * zero; where the campaign buys nothing; and for OTHER when it stands for platforms that have no line of their own.
   */
  costOf(line: CreditLine, dimension: LineDimension): bigint | null {
    if (dimension === "PLATFORM") {
      return line.platform === OTHER && !line.hasPlacements ? null : (this.byPlatform.get(line.platform) ?? null);
    }
    const placement = this.placementOf(line);
    return placement && (this.costs.get(placement.id) ?? null);
  }
}

function sumByPlatform(
  placements: readonly Placement[],
  costs: ReadonlyMap<string, bigint>,
): ReadonlyMap<string, bigint | null> {
  const sums = new Map<string, bigint | null>();
  for (const { id, platform } of placements) {
    const cost = costs.get(id);
    const sum = sums.get(platform);
    sums.set(platform, cost === undefined || sum === null ? null : (sum ?? 0n) + cost);
  }
  return sums;
}
