import { wilsonInterval } from "../../engines/numeric/wilson-interval";
import type { BrandFigure } from "../benchmarks";

/** Of `people` in a stage at the window's start, `reached` attained the next one or a deeper at some instant of it (V28). */
export interface FlowEfficiency {
  readonly value: number;
  /** 95 % Wilson interval. */
  readonly low: number;
  readonly high: number;
  readonly people: bigint;
  readonly reached: bigint;
}

/** Null where the own figure is not known. */
export function efficiencyOf(figure: BrandFigure | undefined): FlowEfficiency | null {
  if (figure?.own.state !== "KNOWN" || figure.own.base === null) return null;
  const { value, people: reached, base: people } = figure.own;
  const interval = wilsonInterval({ successes: Number(reached), trials: Number(people) });
  return interval && { value, ...interval, people, reached };
}
