import type { Proportion } from "../../engines/numeric/proportion";
import { type Interval, wilsonInterval } from "../../engines/numeric/wilson-interval";
import type { FlowCount } from "./stage-reach";

/** A flow's efficiency; null where a count is withheld, or nobody was at the start. */
export interface FlowFigure extends FlowCount {
  readonly value: number | null;
  readonly interval: Interval | null;
  /** `value` over the days of the window. */
  readonly perDay: number | null;
}

/** Null where a count is withheld. */
export function proportionOf({ people, reached }: FlowCount): Proportion | null {
  return people === null || reached === null ? null : { successes: Number(reached), trials: Number(people) };
}

export function flowFigure(count: FlowCount, days: number): FlowFigure {
  const proportion = proportionOf(count);
  const value = proportion && proportion.trials > 0 ? proportion.successes / proportion.trials : null;
  return {
    ...count,
    value,
    interval: proportion && wilsonInterval(proportion),
    perDay: value === null ? null : value / days,
  };
}
