import { betaSample } from "../numeric/gamma-distribution";
import { incompleteBeta } from "../numeric/incomplete-beta";
import { InvalidInputError } from "../numeric/invalid-input";
import { SeededRandom } from "../numeric/seeded-random";
import { CHANCE_DRAWS } from "./chance-to-be-best";

export interface VariantCounts {
  readonly people: number;
  /** Of them, those who converted. */
  readonly conversions: number;
}

export interface DrawnVariant {
  /** Of the rate as it is believed. */
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  /** The rate that was drawn; who is served next gets the variant with the highest one. */
  readonly drawn: number;
  readonly chanceToBeBest: number;
}

const HALVINGS = 60;

/**
 * Thompson sampling over variants (Thompson 1933; Chapelle & Li 2011): every variant's rate is believed to be a beta variable with a
 * flat prior, each is drawn once, and the highest draw is served. Over many draws each is served as often as it is likely to be best.
 */
export function drawVariants(variants: readonly VariantCounts[], seed: number): readonly DrawnVariant[] {
  const beliefs = variants.map(beliefOf);
  const random = SeededRandom.fromSeed(seed);
  const drawAll = (): number[] => beliefs.map(({ a, b }) => betaSample(random, a, b));
  const drawn = drawAll();
  const wins = variants.map(() => 0);
  for (let draw = 0; draw < CHANCE_DRAWS; draw++) {
    const rates = drawAll();
    wins[rates.indexOf(Math.max(...rates))]! += 1;
  }
  return beliefs.map(({ a, b }, place) => ({
    mean: a / (a + b),
    low: betaQuantile(0.025, a, b),
    high: betaQuantile(0.975, a, b),
    drawn: drawn[place]!,
    chanceToBeBest: wins[place]! / CHANCE_DRAWS,
  }));
}

function beliefOf({ people, conversions }: VariantCounts): { readonly a: number; readonly b: number } {
  if (!(conversions >= 0 && conversions <= people && Number.isFinite(people)))
    throw new InvalidInputError(`Conversions must be 0 to the people but got ${conversions} of ${people}.`);
  return { a: 1 + conversions, b: 1 + people - conversions };
}

function betaQuantile(probability: number, a: number, b: number): number {
  let [low, high] = [0, 1];
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (low + high) / 2;
    if (incompleteBeta(middle, a, b) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
