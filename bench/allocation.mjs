import { createRequire } from "node:module";
import { bareMachine } from "./machine.mjs";
import { seededRandom } from "./random.mjs";
import { printReport } from "./report.mjs";

const require = createRequire(import.meta.url);
const { allocateBudget } = require("../dist/src/engines/allocation/allocate-budget.js");
const { allocateConstrained } = require("../dist/src/engines/allocation/allocate-constrained.js");
const { responseOf } = require("../dist/src/engines/allocation/constrained-input.js");
const { normalisedWeights } = require("../dist/src/engines/allocation/adstock.js");
const { toConcaveCurve } = require("../dist/src/engines/allocation/response-curve.js");

/** Ten million yuan in fen. */
const TOTAL = 1_000_000_000n;
/** Straight pieces of a curve in the rival's program. */
const PIECES = 20;

/** Allocation: concave lines, periods with groups, and S-shapes with a proven gap beside HiGHS on straight pieces of the same curves. */
export async function benchAllocation({ rounds = 5 }) {
  const concave = concaveInput(1_000);
  const periods = periodsInput(200, 20);
  const shaped = shapedInput(50);
  const rival = await openHighs();
  const times = { concave: [], periods: [], shaped: [], rival: [] };
  let answers = {};
  for (let round = 0; round <= rounds; round++) {
    const one = { concave: timed(() => allocateBudget(concave)), periods: timed(() => allocateConstrained(periods)) };
    one.shaped = timed(() => allocateConstrained(shaped));
    one.rival = rival && timed(() => solvePieces(rival, shaped));
    assertAnswers(shaped, one);
    answers = one;
    // The first round warms up.
    if (round > 0) for (const name of Object.keys(times)) if (one[name]) times[name].push(one[name].milliseconds);
  }
  const gap = (answer) => `gap ${(100 * answer.optimalityGap).toExponential(1)} %`;
  printReport("Budget allocation, milliseconds", bareMachine(), [
    { name: "1,000 concave lines", values: times.concave, target: { atMost: 50 } },
    {
      name: `200 lines x 20 periods, 24 groups, ${gap(answers.periods.answer)}`,
      values: times.periods,
      target: { atMost: 1_000 },
    },
    { name: `50 S-shaped lines, ${gap(answers.shaped.answer)}`, values: times.shaped, target: { atMost: 5_000 } },
    ...(rival ? [{ name: `the same by HiGHS on ${PIECES} straight pieces a curve`, values: times.rival }] : []),
  ]);
  if (!rival) process.stdout.write("HiGHS is not installed: npm ci --prefix bench\n");
}

function timed(work) {
  const started = performance.now();
  const answer = work();
  return { answer, milliseconds: performance.now() - started };
}

function concaveInput(count) {
  const random = seededRandom(1);
  const lines = Array.from({ length: count }, () => ({
    curve: { form: "LOG", a: 10 + 1_000 * random(), b: 10 ** (5 + 3 * random()) },
    lower: 0n,
    upper: TOTAL / 10n,
  }));
  return { total: TOTAL, lines };
}

function periodsInput(count, periods) {
  const random = seededRandom(2);
  const lines = Array.from({ length: count }, () => ({
    curve: { form: "MICHAELIS_MENTEN", vmax: 10 + 1_000 * random(), km: 10 ** (4 + 2 * random()) },
    ...{ lower: 0n, upper: TOTAL, mayBeOff: false },
    carryOver: normalisedWeights({ form: "GEOMETRIC", decay: 0.8 * random() }, 4),
  }));
  const all = lines.map((_, line) => line);
  const groups = [
    ...Array.from({ length: periods }, (_, period) => ({
      lines: all,
      periods: [period],
      lower: 0n,
      upper: TOTAL / 15n,
    })),
    ...[0, 1, 2, 3].map((step) => ({
      ...{ lines: all.filter((line) => line % 4 === step), periods: null },
      ...{ lower: TOTAL / 5n, upper: TOTAL / 3n },
    })),
  ];
  return { total: TOTAL, periods, lines, groups };
}

function shapedInput(count) {
  const random = seededRandom(3);
  const lines = Array.from({ length: count }, () => ({
    curve: {
      form: "HILL",
      vmax: 10 + 1_000 * random(),
      km: Number(TOTAL) * (0.01 + 0.1 * random()),
      slope: 1.2 + 3 * random(),
    },
    ...{ lower: 0n, upper: TOTAL / 5n, mayBeOff: false, carryOver: [1] },
  }));
  return { total: TOTAL, periods: 1, lines, groups: [] };
}

async function openHighs() {
  try {
    return await createRequire(import.meta.url)("highs")();
  } catch (error) {
    if (error.code === "MODULE_NOT_FOUND") return null;
    throw error;
  }
}

/** Amounts in millionths of the total. A binary by piece says that the piece before is full. */
function solvePieces(highs, { lines, total }) {
  const unit = Number(total) / 1e6;
  const objective = [];
  const sums = [];
  const rows = [];
  const bounds = [];
  const binaries = [];
  lines.forEach(({ curve, upper }, line) => {
    const { gain } = toConcaveCurve(curve);
    const length = Number(upper) / PIECES;
    for (let piece = 0; piece < PIECES; piece++) {
      const name = `x${line}_${piece}`;
      objective.push(`${(gain(piece * length, (piece + 1) * length) / (length / unit)).toPrecision(12)} ${name}`);
      sums.push(name);
      bounds.push(`0 <= ${name} <= ${length / unit}`);
      if (piece === 0) continue;
      rows.push(`x${line}_${piece - 1} - ${length / unit} b${line}_${piece} >= 0`);
      rows.push(`${name} - ${length / unit} b${line}_${piece} <= 0`);
      binaries.push(`b${line}_${piece}`);
    }
  });
  const program = [
    ...["Maximize", ` o: ${objective.join(" + ")}`, "Subject To", ` t: ${sums.join(" + ")} = 1000000`],
    ...rows.map((row, index) => ` r${index}: ${row}`),
    ...["Bounds", ...bounds, "Binary", ...binaries, "End"],
  ].join("\n");
  const { Columns, Status } = highs.solve(program, { mip_rel_gap: 0.01, time_limit: 60 });
  const amounts = lines.map((_, line) => {
    let amount = 0;
    for (let piece = 0; piece < PIECES; piece++) amount += Columns[`x${line}_${piece}`].Primal * unit;
    return amount;
  });
  return { Status, amounts };
}

/** No rival's answer, read on the curves themselves, may lie above what ours is proven to be within. */
function assertAnswers(shaped, { shaped: ours, rival }) {
  const { response, optimalityGap } = ours.answer;
  if (!(optimalityGap < 0.01)) throw new Error(`The gap must be proven below 1 %, but is ${optimalityGap}.`);
  if (!rival) return;
  const theirs = responseOf(shaped, rival.answer.amounts);
  if (theirs > response * (1 + optimalityGap) * (1 + 1e-6))
    throw new Error(`HiGHS found ${theirs}, above ${response} with a proven gap of ${optimalityGap}.`);
}
