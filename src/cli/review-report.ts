import type { Answer } from "./local-api";
import { decimal, heading, percent, table, whole } from "./text-table";

/** A campaign's review as people read it; every figure is a field of the answer of examples/queries/review.graphql. */
export function reviewReport({ name, growthProgramme, review }: Answer): string {
  const base = growthProgramme?.comparisonBase.name;
  return [
    heading(`Review of ${name}, version ${review.version}, as of ${review.publishedAt}`),
    `${review.isFinal ? "Final" : "Provisional: orders or data are still to come"}; ${base ? `compared with ${base}` : "no comparison base"}.`,
    targets(review),
    scorecard(review),
    assets(review),
    gaps(review),
    steps(review),
    flows(review),
    learnings(review),
    advice(review),
  ].join("\n");
}

/** A figure in its unit; money in the review's currency. */
const show = (value: number | null, unit: string): string =>
  unit === "RATIO" ? decimal(value, 4) : unit === "MONEY" ? decimal(value) : whole(value);

function targets({ targets: lines, currencyCode }: Answer): string {
  const rows = lines.map((line: Answer) => [
    line.step === null ? line.metric : `${line.metric} in ${line.step}`,
    show(line.target, line.unit),
    line.state === "KNOWN" ? show(line.actual, line.unit) : line.state,
    percent(line.attainment),
    percent(line.yearOnYear),
    percent(line.againstBase),
    line.owner,
  ]);
  return [
    heading(`Targets (money in ${currencyCode})`),
    table(["metric", "target", "actual", "attained", "year on year", "against base", "owner"], rows),
  ].join("\n");
}

function scorecard({ scorecard: lines }: Answer): string {
  const rows = lines.map((line: Answer) => [
    line.metric,
    line.suppressedReason ?? show(line.value, line.unit),
    show(line.target, line.unit),
    show(line.benchmark, line.unit),
  ]);
  return [heading("Scorecard"), table(["metric", "value", "target", "industry"], rows)].join("\n");
}

function assets({ assets: people }: Answer): string {
  const rank = people.rank === null ? "–" : `${people.rank} of ${people.of}`;
  return [
    heading("People"),
    `${whole(people.before)} before, ${whole(people.after)} after: ${percent(people.growth)}; ${decimal(people.growthAgainstIndustry)} times the industry's growth in people, rank ${rank} by rate.`,
  ].join("\n");
}

function gaps({ gaps: lines }: Answer): string {
  const rows = lines.map((line: Answer) => [
    line.stage,
    whole(line.before),
    whole(line.after),
    line.status,
    percent(line.closed),
    whole(line.ownGrowth),
    whole(line.benchmarkMoved),
  ]);
  return [
    heading("Was the gap closed?"),
    table(["stage", "gap before", "gap after", "status", "closed", "own growth", "industry moved"], rows),
  ].join("\n");
}

function steps({ steps: lines }: Answer): string {
  const rows = lines.map((line: Answer) => [
    `${line.from.slice(0, 10)} to ${line.to.slice(0, 10)}${line.steps.length === 0 ? "" : `: ${line.steps.join(" + ")}`}`,
    ...line.contribution.map(({ people }: Answer) => whole(people)),
  ]);
  return [
    heading("What the steps brought (people more or fewer)"),
    table(["interval", "AWARE", "APPEAL", "ACT", "ADVOCATE"], rows),
  ].join("\n");
}

function flows({ flows: lines, isPerDay }: Answer): string {
  const range = (figure: Answer): string =>
    figure ? `${percent(figure.value)} (${percent(figure.low)} to ${percent(figure.high)})` : "–";
  const rows = lines.map((line: Answer) => [
    `${line.from} > ${line.to ?? "no stage"}`,
    range(line.now),
    range(line.base),
    percent(line.change),
    line.significant ?? "–",
  ]);
  const change = isPerDay ? "change, by share a day" : "change";
  return [heading("Flows"), table(["flow", "now", "base", change, "verdict"], rows)].join("\n");
}

function learnings({ learnings: lines }: Answer): string {
  const rows = lines.map((line: Answer) => [
    `${line.condition}\n${line.action}`,
    percent(line.effect.value),
    `${percent(line.effect.low)} to ${percent(line.effect.high)}`,
    whole(line.people),
  ]);
  return [heading("What it taught"), table(["condition and action", "effect", "95 % interval", "people"], rows)].join(
    "\n",
  );
}

function advice({ frequency, chasePack, joint, missingParts }: Answer): string {
  const said = [
    ...joint.map((line: Answer) => `Joint against self-bought ${line.metric}: ${percent(line.change?.value)}.`),
    ...(frequency
      ? [`Off-site touches: ${frequency.verdict}, ${frequency.from ?? "–"} to ${frequency.to ?? "–"}.`]
      : []),
    ...(chasePack ? [`To chase: ${chasePack.name}, ${whole(chasePack.size?.people)} people.`] : []),
    ...missingParts.map(({ part, reason }: Answer) => `Not told: ${part} (${reason}).`),
  ];
  return [heading("Advice, and what is not told"), ...said].join("\n");
}
