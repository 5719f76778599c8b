import type { SeededRandom } from "../../engines/numeric/seeded-random";
import { type CalendarDay, isWithin } from "./calendar";
import { CAMPAIGNS, type Campaign, type Placement } from "./campaigns";
import { drawFrom } from "./draws";

const CREATIVES = ["a", "b", "c"];

interface Counts {
  contacts: number;
  clicks: number;
}

/** Which placement a contact is owed to, and what was observed of each placement on each day. */
export class PlacementBook {
  private readonly details = new Map<Placement, readonly string[]>();
  private readonly observed = new Map<Placement, Counts[]>();

  constructor(
    calendar: readonly CalendarDay[],
    private readonly random: SeededRandom,
  ) {
    for (const campaign of CAMPAIGNS) {
      for (const placement of campaign.placements) {
        const fields = `,"campaign":"${campaign.code}","placement":"${placement.externalId}"`;
        this.details.set(
          placement,
          CREATIVES.map((creative) => `${fields},"creative":"${campaign.brand}-${creative}"`),
        );
        this.observed.set(
          placement,
          calendar.map(() => ({ contacts: 0, clicks: 0 })),
        );
      }
    }
  }

  /** Every running placement as often as its weight, to draw from. */
  running(campaign: Campaign | undefined, day: CalendarDay, site: Placement["site"]): readonly Placement[] {
    const placements = campaign?.placements ?? [];
    return placements
      .filter((placement) => placement.site === site && isWithin(day.date, placement.flight))
      .flatMap((placement) => new Array<Placement>(placement.weight).fill(placement));
  }

  /** Ready-made fields of a row that is owed to the placement. */
  detailsOf(placement: Placement): string {
    return drawFrom(this.details.get(placement)!, this.random);
  }

  countContact(placement: Placement, day: CalendarDay): void {
    this.observed.get(placement)![day.index]!.contacts += 1;
  }

  countClick(placement: Placement, day: CalendarDay): void {
    this.observed.get(placement)![day.index]!.clicks += 1;
  }

  observedOn(placement: Placement, day: CalendarDay): Readonly<Counts> {
    return this.observed.get(placement)![day.index]!;
  }
}
