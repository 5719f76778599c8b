import type { CalendarDay } from "./calendar";

export interface DailyVolumes {
  /** Contacts by media, of all brands. */
  readonly contacts: number;
  /** People who come to a brand's shop by themselves, of all brands. */
  readonly arrivals: number;
  /** Visits of the store without a brand. */
  readonly visits: number;
}

/**
 * Per touchpoint of the cloud. Fitted so that the whole lands within 1 per cent of the number asked for: what follows from a contact or an
 * arrival is decided by the process.
 */
const SHARES: DailyVolumes = { contacts: 0.374, arrivals: 0.0765, visits: 0.112 };

/** People of one brand of strength 1, so that a person meets a brand equally often in a small cloud and a large one. */
export const AUDIENCE_PER_TOUCHPOINT = { media: 0.004, seekers: 0.004 } as const;

export function dailyVolumes(calendar: readonly CalendarDay[], day: CalendarDay, touchpoints: number): DailyVolumes {
  let reach = 0;
  let shopping = 0;
  for (const each of calendar) {
    reach += each.reach;
    shopping += each.shopping;
  }
  return {
    contacts: (touchpoints * SHARES.contacts * day.reach) / reach,
    arrivals: (touchpoints * SHARES.arrivals * day.shopping) / shopping,
    visits: (touchpoints * SHARES.visits * day.shopping) / shopping,
  };
}
