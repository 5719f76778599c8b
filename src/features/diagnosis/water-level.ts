import { normalisedEntropy } from "../../engines/numeric/normalised-entropy";
import { stages } from "../assets";
import { type BenchmarkMetric, type BrandFigure, peopleMetric } from "../benchmarks";

/** How much the brand has, and how deep it goes (V49). */
export interface WaterLevel {
  /** People in any of the four stages; null when withheld or unknown. */
  readonly people: bigint | null;
  /** People over the industry's mean: 1 is the industry's level. Null without both or with a mean of 0. */
  readonly value: number | null;
  /** Share of those beyond AWARE, 0 to 1; null when nobody is in a stage or a part is withheld. */
  readonly health: number | null;
  /** How evenly they spread over the four stages, 0 to 1; null likewise. */
  readonly entropy: number | null;
}

export function waterLevelOf(figures: ReadonlyMap<BenchmarkMetric, BrandFigure>): WaterLevel {
  const total = figures.get("ASSET_PEOPLE");
  const people = peopleOf(total);
  const parts = stages.map((stage) => peopleOf(figures.get(peopleMetric(stage))));
  const [aware] = parts;
  const mean = total?.standing?.industryMean ?? 0;
  return {
    people,
    value: people === null || mean === 0 ? null : Number(people) / mean,
    health: people === null || people === 0n || aware == null ? null : Number(people - aware) / Number(people),
    entropy: parts.includes(null) ? null : normalisedEntropy(parts.map(Number)),
  };
}

export const peopleOf = (figure: BrandFigure | undefined): bigint | null =>
  figure?.own.state === "KNOWN" ? figure.own.people : null;
