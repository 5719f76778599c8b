const HOUR_MS = 3_600_000;
/** A topic is over when this share of its first heat is left. */
export const SPENT_SHARE = 0.1;

export interface TopicCourse {
  /** At the start, in the unit of its source. */
  readonly heat: number;
  readonly startsAt: Date;
  readonly halfLifeHours: number;
}

/** Heat at an instant: it halves every half-life from the start on; before it there is none. */
export function heatAt({ heat, startsAt, halfLifeHours }: TopicCourse, at: Date): number {
  const hours = (at.getTime() - startsAt.getTime()) / HOUR_MS;
  return hours < 0 ? 0 : heat * 2 ** (-hours / halfLifeHours);
}

/** The instant from which at most a tenth of the heat is left. */
export function expiryOf({ startsAt, halfLifeHours }: TopicCourse): Date {
  return new Date(Math.ceil(startsAt.getTime() + halfLifeHours * Math.log2(1 / SPENT_SHARE) * HOUR_MS));
}
