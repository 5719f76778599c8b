import { type DecidedHour, decideHour } from "../../../../src/engines/steering/decide-hour";
import type { LineFact, SteeredLine } from "../../../../src/engines/steering/line";

/*
 * A market that the engine knows nothing of. What a line brings in an hour levels off exponentially in its spend (the engine thinks of
 * a constant yield), wears out with all that was spent, drifts, and may break down for good at some hour. Counts scatter three times as
 * much as Poisson, come hours after their spend, are reported late, left out where nothing ran, and restated. Media spend what they
 * can, never more than they may.
 */

const DAYS = 10;
const HOURS = DAYS * 24;
const HISTORY = 168;
export const MAX_STEP = 0.2;
const HALF_LIFE = 48;
/** What the planner takes the hours of a day for, in thousandths, and what they are. */
const PLANNED_DAY = Array.from({ length: 24 }, (_, hour) => (hour < 7 ? 400 : hour < 18 ? 1_000 : 1_600));
const TRUE_DAY = Array.from({ length: 24 }, (_, hour) => 1 + 0.7 * Math.sin(((hour - 11) / 24) * 2 * Math.PI));

interface TrueLine {
  /** Outcomes an hour where the line is full. */
  readonly most: number;
  /** Minor units an hour at which it is full to 63 %. */
  readonly scale: number;
  /** Minor units after which it is worn out to 37 %. */
  readonly wear: number;
  /** Minor units an hour that it can spend. */
  readonly capacity: number;
  readonly breaksAt: number;
  readonly delay: number;
  readonly drift: readonly number[];
}

interface Market {
  readonly total: bigint;
  readonly lines: readonly TrueLine[];
  /** Shares of the total that somebody planned. */
  readonly planned: readonly number[];
  readonly frozen: number;
  readonly random: () => number;
}

export interface SimulatedRun {
  /** What the market brought on average for what was spent in it. */
  readonly outcomes: number;
  readonly spent: number;
  readonly total: number;
  /** Guardrails that were broken, in words; empty as it should be. */
  readonly broken: readonly string[];
}

type Policy = "STEERED" | "EQUAL" | "PLANNED";

/** The same market under three policies. */
export function simulate(seed: number): Readonly<Record<Policy, SimulatedRun>> {
  return { STEERED: run(seed, "STEERED"), EQUAL: run(seed, "EQUAL"), PLANNED: run(seed, "PLANNED") };
}

/** mulberry32: not the generator of the engine. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const normalOf = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

function marketOf(seed: number): Market {
  const random = randomOf(seed);
  const count = 3 + Math.floor(random() * 6);
  const total = BigInt(Math.round(count * HOURS * (20_000 + 60_000 * random())));
  const equalHour = Number(total) / count / HOURS;
  const lines = Array.from({ length: count }, (): TrueLine => {
    const drift = [0];
    for (let hour = 1; hour < HOURS; hour++) drift.push(drift[hour - 1]! + 0.03 * normalOf(random));
    return {
      most: 60 * Math.exp(0.8 * normalOf(random)),
      scale: equalHour * (0.5 + 2 * random()),
      wear: equalHour * HOURS * (2 + 6 * random()),
      capacity: random() < 0.2 ? equalHour * (0.4 + random()) : Number.POSITIVE_INFINITY,
      breaksAt: random() < 0.25 ? Math.floor(random() * HOURS) : HOURS,
      delay: 1 + 5 * random(),
      drift,
    };
  });
  const guesses = lines.map(() => Math.exp(0.5 * normalOf(random)));
  const all = guesses.reduce((sum, guess) => sum + guess, 0);
  const frozen = random() < 1 / 3 ? Math.floor(random() * count) : -1;
  return { total, lines, planned: guesses.map((guess) => guess / all), frozen, random };
}

const meanOutcomes = (line: TrueLine, hour: number, spend: number, before: number): number => {
  const health = Math.exp(line.drift[hour]! - before / line.wear) * (hour >= line.breaksAt ? 0.3 : 1);
  return line.most * TRUE_DAY[hour % 24]! * health * (1 - Math.exp(-spend / line.scale));
};

/** One line's hour as it becomes known. */
interface Report {
  readonly hour: number;
  readonly knownAt: number;
  readonly spend: number;
  readonly outcomes: number;
}

function run(seed: number, policy: Policy): SimulatedRun {
  const market = marketOf(seed);
  const { lines, total, random } = market;
  const weights = Array.from({ length: HOURS }, (_, hour) => PLANNED_DAY[hour % 24]!);
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const shares = policy === "EQUAL" ? lines.map(() => 1 / lines.length) : market.planned;
  let levels = shares.map((share) => BigInt(Math.floor((share * Number(total) * 1_000) / whole)));
  const plan = levels;
  const guards = levels.map((level, place) => ({
    floor: level / 5n,
    ceiling: level * 4n,
    isFrozen: place === market.frozen,
  }));
  const budgets = lines.map((): number[] => []);
  const spent = lines.map(() => 0);
  const reports = lines.map(() => new Reports());
  const coming = lines.map(() => new Array<number>(HOURS + 48).fill(0));
  const broken: string[] = [];
  let outcomes = 0;
  for (let hour = 0; hour < HOURS; hour++) {
    if (policy === "STEERED") {
      const weightLeft = weights.slice(hour).reduce((sum, weight) => sum + weight, 0);
      const known = lines.map((_, place) => reports[place]!.knownAt(hour, budgets[place]!));
      const bound = known.reduce((sum, { spend, reserved }) => sum + spend + reserved, 0);
      const left = total - BigInt(Math.ceil(bound));
      const before = lines.map(
        (_, place): SteeredLine => ({
          level: levels[place]!,
          planned: plan[place]!,
          ...guards[place]!,
          facts: known[place]!.facts,
        }),
      );
      const decided = decideHour({
        ...{ seed: seed * 1_000 + hour, left, weightLeft, maxStep: MAX_STEP, halfLife: HALF_LIFE, lines: before },
      });
      broken.push(...brokenGuardrails(before, decided, left, weightLeft).map((what) => `hour ${hour}: ${what}`));
      levels = decided.lines.map(({ level }) => level);
    }
    for (const [place, line] of lines.entries()) {
      const budget = Number((levels[place]! * BigInt(weights[hour]!)) / 1_000n);
      const spend = Math.floor(Math.min(budget, line.capacity) * (0.88 + 0.12 * random()));
      const mean = meanOutcomes(line, hour, spend, spent[place]!);
      outcomes += mean;
      spent[place]! += spend;
      budgets[place]!.push(budget);
      scatter(mean, line.delay, hour, coming[place]!, random);
      const counted = coming[place]![hour]!;
      const lateBy = 1 + Math.floor(4 * random());
      const isRestated = random() < 0.05;
      if (spend + counted === 0) continue;
      const told = isRestated ? Math.floor(0.9 * counted) : counted;
      reports[place]!.add({ hour, knownAt: hour + lateBy, spend, outcomes: told });
      if (isRestated) reports[place]!.add({ hour, knownAt: hour + lateBy + 6, spend, outcomes: counted });
    }
  }
  const all = spent.reduce((sum, amount) => sum + amount, 0);
  if (all > Number(total)) broken.push(`spent ${all} of ${total}`);
  return { outcomes, spent: all, total: Number(total), broken };
}

/** Outcomes of an hour's spend, three times as scattered as Poisson, each after a delay of its own. */
function scatter(mean: number, delay: number, hour: number, coming: number[], random: () => number): void {
  const count = Math.max(0, Math.round(mean + Math.sqrt(3 * mean) * normalOf(random)));
  for (let one = 0; one < count; one++) {
    const after = Math.floor(-delay * Math.log(1 - random()));
    if (hour + after < coming.length) coming[hour + after]! += 1;
  }
}

/** What is known of a line: the newest report of each hour that has come by now. */
class Reports {
  private readonly coming: Report[][] = [];
  private readonly known: Report[] = [];

  add(report: Report): void {
    this.coming[report.knownAt] = [...(this.coming[report.knownAt] ?? []), report];
  }

  /** At the start of an hour: its complete hours, and the money that the others may cost. */
  knownAt(now: number, budgets: readonly number[]) {
    for (const report of this.coming[now] ?? []) this.known[report.hour] = report;
    const until = this.known.length;
    const facts: LineFact[] = [];
    let [spend, reserved] = [0, 0];
    for (let hour = 0; hour < budgets.length; hour++) {
      const report = this.known[hour];
      if (report) spend += report.spend;
      // An hour that may still be reported is bound with all that it might have cost.
      else reserved += budgets[hour]!;
      if (hour < until && hour >= until - HISTORY)
        facts.push({
          age: now - hour - 1,
          spend: report?.spend ?? 0,
          outcomes: report?.outcomes ?? 0,
          budget: budgets[hour]!,
        });
    }
    return { facts, spend, reserved };
  }
}

function brokenGuardrails(
  before: readonly SteeredLine[],
  { lines }: DecidedHour,
  left: bigint,
  weightLeft: number,
): readonly string[] {
  const broken: string[] = [];
  const sum = lines.reduce((all, { level }) => all + level, 0n);
  if (sum * BigInt(weightLeft) > left * 1_000n) broken.push(`levels of ${sum} pass what is left, ${left}`);
  const equal = Number((left * 1_000n) / BigInt(weightLeft)) / lines.length;
  for (const [place, { level, limit }] of lines.entries()) {
    const line = before[place]!;
    const name = `line ${place} from ${line.level} to ${level}`;
    if (limit === "TOTAL") broken.push(`${name}: cut for the total`);
    if (line.isFrozen && level !== line.level) broken.push(`${name}: frozen`);
    if (level < line.floor || level > line.ceiling!) broken.push(`${name}: past ${line.floor} or ${line.ceiling}`);
    const step = MAX_STEP * Math.max(Number(line.level), equal / 10);
    if (Math.abs(Number(level - line.level)) > step) broken.push(`${name}: a step of more than ${step}`);
  }
  return broken;
}
