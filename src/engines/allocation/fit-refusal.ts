/** Why curves cannot be told from data. `line` is the index of the line, `other` that of a second one. One sentence for people. */
export type FitRefusal = { readonly message: string } & (
  | { readonly code: "TOO_FEW_PERIODS"; readonly periods: number; readonly needed: number }
  | { readonly code: "NO_OUTCOME_VARIATION" }
  | { readonly code: "NO_SPEND_VARIATION"; readonly line: number }
  | { readonly code: "COLLINEAR"; readonly line: number; readonly other: number; readonly correlation: number }
  | { readonly code: "NO_EFFECT"; readonly line: number }
  | { readonly code: "NO_SATURATION"; readonly line: number }
);

export interface FitSeries {
  readonly outcome: readonly number[];
  /** Spend by line and period, in major units. */
  readonly spend: readonly (readonly number[])[];
}

/** Two lines that move together more closely than this cannot be told apart: of one's effect, less than 4 % is its own. */
export const MOST_CORRELATED = 0.98;
/** Fewer periods with spend than this do not make a curve. */
const LEAST_SPENT = 5;
const LEAST_PERIODS = 26;
const PERIODS_A_PARAMETER = 5;

export const neededPeriods = (parameters: number): number => Math.max(LEAST_PERIODS, PERIODS_A_PARAMETER * parameters);

/** What can be judged before anything is fitted, all of it at once. */
export function judgeSeries({ outcome, spend }: FitSeries, parameters: number): FitRefusal[] {
  const refusals: FitRefusal[] = [];
  const needed = neededPeriods(parameters);
  const periods = outcome.length;
  if (periods < needed)
    refusals.push({
      code: "TOO_FEW_PERIODS",
      periods,
      needed,
      message: `A fit of ${parameters} parameters needs at least ${needed} periods but got ${periods}; give more periods or fewer lines.`,
    });
  if (!varies(outcome))
    refusals.push({
      code: "NO_OUTCOME_VARIATION",
      message: "The outcome must differ between periods, but it is always the same; check the series.",
    });
  spend.forEach((series, line) => {
    if (varies(series) && series.filter((amount) => amount > 0).length >= LEAST_SPENT) return;
    const message = `The spend of line ${line} must differ between periods and be above 0 in at least ${LEAST_SPENT} of them; leave the line out or give more periods.`;
    refusals.push({ code: "NO_SPEND_VARIATION", line, message });
  });
  if (refusals.length > 0) return refusals;
  spend.forEach((series, line) => {
    for (let other = 0; other < line; other++) {
      const correlation = correlationOf(series, spend[other]!);
      if (correlation <= MOST_CORRELATED) continue;
      const message = `The spend of lines ${other} and ${line} must move apart, but their correlation is ${correlation.toFixed(3)} (at most ${MOST_CORRELATED}); join the two lines into one.`;
      refusals.push({ code: "COLLINEAR", line, other, correlation, message });
    }
  });
  return refusals;
}

const varies = (series: readonly number[]): boolean => series.some((value) => value !== series[0]);

function correlationOf(a: readonly number[], b: readonly number[]): number {
  const mean = (series: readonly number[]): number => series.reduce((sum, value) => sum + value, 0) / series.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [both, ofA, ofB] = [0, 0, 0];
  a.forEach((value, index) => {
    const [da, db] = [value - meanA, b[index]! - meanB];
    both += da * db;
    ofA += da * da;
    ofB += db * db;
  });
  return both / Math.sqrt(ofA * ofB);
}
