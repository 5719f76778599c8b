import { chiSquareUpperTail } from "./chi-square";
import { InvalidInputError } from "./invalid-input";
import { normalQuantile } from "./normal-distribution";
import type { SeededRandom } from "./seeded-random";

/** From here on the cube of a normal variable is exact to seven digits, where the series below would take thousands of terms. */
const LARGE_SHAPE = 1_000;
const HALVINGS = 200;

/**
 * A gamma variable of shape a and rate b. Marsaglia & Tsang 2000, ACM TOMS 26, 363: a cube of a normal one, rejected now and then;
 * below shape 1 one of shape a + 1 times u^(1/a) (their section 6).
 */
export function gammaSample(random: SeededRandom, shape: number, rate: number): number {
  assertPositive(shape, rate);
  if (shape < 1) return gammaSample(random, shape + 1, rate) * (1 - random.uniform()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal();
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random.uniform()) < x ** 2 / 2 + d - d * v + d * Math.log(v)) return (d * v) / rate;
  }
}

/** A beta variable: of two gamma variables of one rate, the share of the first. */
export function betaSample(random: SeededRandom, a: number, b: number): number {
  const first = gammaSample(random, a, 1);
  const second = gammaSample(random, b, 1);
  return first / (first + second);
}

/** The value below which the variable falls with the probability: by halving, of large shapes by Wilson & Hilferty 1931. */
export function gammaQuantile(probability: number, shape: number, rate: number): number {
  assertPositive(shape, rate);
  if (!(probability > 0 && probability < 1))
    throw new InvalidInputError(`A probability must lie between 0 and 1, both excluded, but got ${probability}.`);
  if (shape >= LARGE_SHAPE) {
    const z = normalQuantile(probability);
    return (shape * (1 - 1 / (9 * shape) + z / (3 * Math.sqrt(shape))) ** 3) / rate;
  }
  let [low, high] = [0, shape + 1];
  while (1 - chiSquareUpperTail(2 * high, 2 * shape) < probability) high *= 2;
  for (let halving = 0; halving < HALVINGS && high - low > high * Number.EPSILON; halving++) {
    const middle = (low + high) / 2;
    if (1 - chiSquareUpperTail(2 * middle, 2 * shape) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2 / rate;
}

function assertPositive(shape: number, rate: number): void {
  if (shape > 0 && rate > 0 && Number.isFinite(shape) && Number.isFinite(rate)) return;
  throw new InvalidInputError(`Shape and rate must be finite and above 0 but got ${shape} and ${rate}.`);
}
