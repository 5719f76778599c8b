import { createRequire } from "node:module";
import { cpus, loadavg } from "node:os";
import { seededRandom } from "./random.mjs";
import { printReport } from "./report.mjs";

const require = createRequire(import.meta.url);
const engines = "../dist/src/engines/customer-value";
const { fitBgNbd } = require(`${engines}/bg-nbd-fit.js`);
const { fitGammaGamma, expectedSpend } = require(`${engines}/gamma-gamma.js`);
const { forecastHistories } = require(`${engines}/forecast-histories.js`);

const TRUTH = { r: 0.4, alpha: 60, a: 0.7, b: 3, p: 6, q: 4, v: 6000 };
const DAYS = 730;
const MONTH = 365 / 12;

/** Fits and scores customers whose parameters are known, from a row a customer to a value a customer; times include the counting of equal histories. */
export async function benchCustomerValue({ people = 1_000_000, rounds = 3 }) {
  const customers = draw(people, 7);
  const times = { count: [], fit: [], score: [] };
  const [{ model }] = cpus();
  const machine = `${model.trim()}, ${cpus().length} cores; Node ${process.version}; load ${loadavg()[0].toFixed(1)}`;
  let distinct = 0;
  for (let round = 0; round < rounds; round++) {
    const begun = performance.now();
    const { counts, place, spends } = count(customers);
    const counted = performance.now();
    const purchases = fitBgNbd(counts);
    const spend = fitGammaGamma(spends);
    if (!purchases.isFitted || !spend.isFitted) throw new Error("Both models must be fitted.");
    const fitted = performance.now();
    const forecasts = forecastHistories(purchases.model, counts, { horizon: 365, period: MONTH, rate: 0.008 });
    const values = new Float64Array(people);
    for (let person = 0; person < people; person++)
      values[person] =
        forecasts.purchases[place[person]] * expectedSpend(spend.model, customers.x[person], customers.total[person]);
    const scored = performance.now();
    assertRecovered(purchases, spend);
    if (!values.every((value) => value >= 0)) throw new Error("Every value must be a number of at least 0.");
    times.count.push((counted - begun) / 1000);
    times.fit.push((fitted - begun) / 1000);
    times.score.push((scored - fitted) / 1000);
    distinct = counts.people.length;
  }
  const size = `${people.toLocaleString("en-GB")} customers, ${distinct.toLocaleString("en-GB")} distinct histories`;
  printReport(`Customer value, ${size}`, machine, [
    { name: "equal histories counted, s", values: times.count },
    { name: "counted and both models fitted, s", values: times.fit, target: { atMost: 5 } },
    { name: "everybody scored, s", values: times.score, target: { atMost: 2 } },
    { name: "peak memory, MB", values: [process.resourceUsage().maxRSS / 1024], target: { atMost: 1024 } },
  ]);
}

/** A row a customer, by the stories of the models; times in days, several purchases of a day are one. */
function draw(people, seed) {
  const uniform = seededRandom(seed);
  const x = new Uint32Array(people);
  const last = new Uint32Array(people);
  const age = new Uint32Array(people);
  const total = new Float64Array(people);
  for (let person = 0; person < people; person++) {
    const T = 1 + Math.floor(uniform() * DAYS);
    const rate = gamma(uniform, TRUTH.r) / TRUTH.alpha;
    const [up, down] = [gamma(uniform, TRUTH.a), gamma(uniform, TRUTH.b)];
    const stops = up / (up + down);
    const worth = gamma(uniform, TRUTH.q) / TRUTH.v;
    age[person] = T;
    const pause = () => -Math.log(1 - uniform()) / rate;
    for (let time = pause(); time < T; time += pause()) {
      const day = Math.ceil(time);
      if (day > last[person]) {
        x[person] += 1;
        total[person] += Math.max(1, Math.round(gamma(uniform, TRUTH.p) / worth));
        last[person] = day;
      }
      if (uniform() < stops) break;
    }
  }
  return { x, last, age, total };
}

/** Distinct histories and spends with counts, and each customer's place among the first. */
function count({ x, last, age, total }) {
  const histories = new Map();
  const place = new Uint32Array(x.length);
  const rows = [];
  const people = [];
  const spends = new Map();
  for (let person = 0; person < x.length; person++) {
    const key = (x[person] * 1024 + last[person]) * 1024 + age[person];
    let known = histories.get(key);
    if (known === undefined) {
      known = rows.length;
      histories.set(key, known);
      rows.push(person);
      people.push(0);
    }
    people[known] += 1;
    place[person] = known;
    if (x[person] > 0) {
      const spent = total[person] * 1024 + x[person];
      spends.set(spent, (spends.get(spent) ?? 0) + 1);
    }
  }
  const column = (values) => Uint32Array.from(rows, (person) => values[person]);
  const keys = Float64Array.from(spends.keys());
  return {
    counts: { unit: "DAY", repeatPurchases: column(x), lastPurchase: column(last), age: column(age), people },
    place,
    spends: {
      purchases: keys.map((key) => key % 1024),
      total: keys.map((key) => Math.floor(key / 1024)),
      people: [...spends.values()],
    },
  };
}

/** Days are counted whole, which moves r, alpha, a and b a little; spend has no such rounding. */
function assertRecovered(purchases, spend) {
  for (const [name, got] of Object.entries({ ...purchases.model, ...spend.model })) {
    if (name === "unit" || Math.abs(got / TRUTH[name] - 1) < 0.15) continue;
    throw new Error(`${name} must be near ${TRUTH[name]}, of which the customers were drawn, but is ${got}.`);
  }
}

/** Marsaglia & Tsang 2000, with its rule for shapes below 1. */
function gamma(uniform, shape) {
  if (shape < 1) return gamma(uniform, shape + 1) * uniform() ** (1 / shape);
  const d = shape - 1 / 3;
  for (;;) {
    const z = Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
    const v = (1 + z / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(1 - uniform()) < z * z * 0.5 + d - d * v + d * Math.log(v)) return d * v;
  }
}
