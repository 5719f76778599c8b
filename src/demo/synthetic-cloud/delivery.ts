import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { SeededRandom } from "../../engines/numeric/seeded-random";
import { type CalendarDay, DAY_MS, isWithin, toZonedTime } from "./calendar";
import { CAMPAIGNS, type Objective } from "./campaigns";
import { CURRENCY_CODE } from "./catalogue";
import type { PlacementBook } from "./placement-book";

interface Terms {
  /** Reported per observed contact and click: few people can be recognised. */
  readonly impressions: number;
  readonly clicks: number;
  /** What media ask, in fen. */
  readonly perThousandImpressions: number;
  readonly perClick: number;
}

/** Chosen so that haoyu's campaign costs about a twelfth of what the brand sells meanwhile. */
const TERMS: Readonly<Record<Objective, Terms>> = {
  BRAND_AD: { impressions: 20, clicks: 6, perThousandImpressions: 24_000, perClick: 0 },
  CONTENT_SEED: { impressions: 12, clicks: 6, perThousandImpressions: 40_000, perClick: 0 },
  PERFORMANCE_AD: { impressions: 20, clicks: 8, perThousandImpressions: 0, perClick: 800 },
  SEARCH_AD: { impressions: 25, clicks: 4, perThousandImpressions: 0, perClick: 1_200 },
  RETARGETING: { impressions: 15, clicks: 5, perThousandImpressions: 0, perClick: 600 },
};
/** Reports vary from day to day by up to this share. */
const JITTER = 0.08;

interface DeliveryInput {
  readonly folder: string;
  readonly calendar: readonly CalendarDay[];
  readonly book: PlacementBook;
  readonly random: SeededRandom;
}

/** What the media report of each placement and day of its flight, as NDJSON. Returns the number of rows. */
export async function writeDelivery({ folder, calendar, book, random }: DeliveryInput): Promise<number> {
  const lines: string[] = [];
  for (const placement of CAMPAIGNS.flatMap((campaign) => campaign.placements)) {
    const terms = TERMS[placement.objective];
    for (const day of calendar) {
      if (!isWithin(day.date, placement.flight)) continue;
      const observed = book.observedOn(placement, day);
      const reported = (count: number): number => Math.round(count * (1 + JITTER * (2 * random.uniform() - 1)));
      const impressions = reported(observed.contacts * terms.impressions);
      const clicks = reported(observed.clicks * terms.clicks);
      const fen = Math.round((impressions * terms.perThousandImpressions) / 1000) + clicks * terms.perClick;
      lines.push(
        JSON.stringify({
          placement: placement.externalId,
          platform: placement.platform,
          periodStart: toZonedTime(day.startsAtMs),
          periodEnd: toZonedTime(day.startsAtMs + DAY_MS),
          impressions,
          clicks,
          cost: (fen / 100).toFixed(2),
          currencyCode: CURRENCY_CODE,
        }),
      );
    }
  }
  await writeFile(join(folder, "delivery.ndjson"), `${lines.join("\n")}\n`);
  return lines.length;
}
