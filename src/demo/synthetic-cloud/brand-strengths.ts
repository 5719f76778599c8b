import type { SeededRandom } from "../../engines/numeric/seeded-random";
import { BRANDS, CATEGORIES } from "./catalogue";

/** How a brand does at each passage, relative to its category: 1 is the mean. */
export interface BrandStrength {
  /** People whom its media reach. */
  readonly media: number;
  /** People who come to the shop by themselves. */
  readonly seekers: number;
  /** Probability that a contact by media wakes interest. */
  readonly interest: number;
  /** Probability that interest ends in an order. */
  readonly purchase: number;
  /** Probability that a buyer praises, shares or orders again. */
  readonly advocacy: number;
}

const PASSAGES = ["media", "seekers", "interest", "purchase", "advocacy"] as const;

/** The natural spread: a sample standard deviation of 5.7 per cent, the same in every cloud, dealt anew to the brands. */
const NATURAL_SPREAD = [0.92, 0.96, 0.985, 1.015, 1.045, 1.075];

/** What a brand with a planted weakness is in all else: within the spread, a little above the mean. */
const PLANTED_ELSE = 1.03;

/**
 * The planted weaknesses. More people search for haoyu by themselves, so that its APPEAL people are not short although its media
 * reach half as many.
 */
const PLANTED: Readonly<Record<string, Partial<BrandStrength>>> = {
  haoyu: { media: 0.5, seekers: 1.15, purchase: 0.5 },
  qisheng: { advocacy: 0.42 },
};

export function dealBrandStrengths(random: SeededRandom): ReadonlyMap<string, BrandStrength> {
  const strengths = new Map<string, BrandStrength>();
  for (const category of CATEGORIES) {
    const brands = BRANDS.filter((brand) => brand.category === category.code);
    const decks = PASSAGES.map(() => random.shuffle(NATURAL_SPREAD));
    let dealt = 0;
    for (const brand of brands) {
      const planted = PLANTED[brand.code];
      const position = dealt;
      if (!planted) dealt += 1;
      const natural = decks.map((deck) => (planted ? PLANTED_ELSE : deck[position]!));
      const [media, seekers, interest, purchase, advocacy] = natural as [number, number, number, number, number];
      strengths.set(brand.code, { media, seekers, interest, purchase, advocacy, ...planted });
    }
  }
  return strengths;
}
