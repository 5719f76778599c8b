import type { Answer } from "./local-api";
import { decimal, heading, money, percent, table, whole } from "./text-table";

/** A brand's diagnosis as people read it; every figure is a field of the answer of examples/queries/partner-diagnosis.graphql. */
export function diagnosisReport(page: Answer): string {
  return [stageTables(page, "now"), nineGrid(page), metrics(page), platforms(page), findings(page)].join("\n");
}

/** Stages and flows. */
export function stageTables({ brand }: Answer, when: string): string {
  const { assetSnapshot: snapshot, diagnosis } = brand;
  const stages = snapshot.stages.map((stage: Answer) => [
    stage.label,
    whole(stage.people),
    percent(stage.share),
    whole(stage.benchmark?.industryMean),
    whole(stage.benchmark?.topMean),
    stage.benchmark?.rank ? `${stage.benchmark.rank} of ${stage.benchmark.of}` : "–",
  ]);
  const flows = diagnosis.flows.map((flow: Answer) => [
    `${flow.from} > ${flow.to}`,
    percent(flow.efficiency?.value),
    flow.efficiency ? `${percent(flow.efficiency.low)} to ${percent(flow.efficiency.high)}` : "–",
    percent(flow.benchmark?.industryMean),
    flow.verdict,
  ]);
  const { value, health, entropy } = diagnosis.waterLevel;
  return [
    heading(`Assets of ${brand.name} ${when}, as of ${snapshot.asOf} (rule set version ${snapshot.ruleSet.version})`),
    `${whole(snapshot.people)} people met; water level ${decimal(value)} of the industry's mean, ${percent(health)} beyond AWARE, evenness ${decimal(entropy)}.`,
    table(["stage", "people", "share", "industry", "TOP 3", "rank"], stages),
    table(["flow", "efficiency", "95 % interval", "industry", "verdict"], flows),
  ].join("\n");
}

const LOYALTIES = ["LOYAL", "POTENTIAL", "SWING"];

/** Cells with both margins; a sum of which a cell is withheld is not told either. */
function nineGrid({ brand }: Answer): string {
  const { cells, unplaced } = brand.assetSnapshot.nineGrid;
  const sum = (counts: readonly (string | null)[]): string =>
    counts.includes(null) ? "–" : whole(counts.reduce((total, count) => total + Number(count), 0));
  const peopleOf = (isMember: (cell: Answer) => boolean): readonly (string | null)[] =>
    cells.filter(isMember).map(({ people }: Answer) => people);
  const rows = ["BRAND", "CATEGORY", "PLATFORM"].map((intent) => [
    intent,
    ...LOYALTIES.flatMap((loyalty) =>
      peopleOf((cell) => cell.intent === intent && cell.loyalty === loyalty).map((people) => whole(people)),
    ),
    sum(peopleOf((cell) => cell.intent === intent)),
  ]);
  rows.push([
    "all intents",
    ...LOYALTIES.map((loyalty) => sum(peopleOf((cell) => cell.loyalty === loyalty))),
    sum(peopleOf(() => true)),
  ]);
  return [
    heading("Nine-grid"),
    table(["intent", ...LOYALTIES, "all"], rows),
    `${whole(unplaced)} people without intent.`,
  ].join("\n");
}

function metrics({ brand }: Answer): string {
  const rows = brand.diagnosis.metrics.map((row: Answer) => {
    const show = row.metric.startsWith("STAGE_REACH") || row.metric === "SALES_CONVERSION" ? percent : whole;
    return [
      row.metric,
      row.state === "KNOWN" ? show(row.own) : row.state,
      show(row.benchmark?.industryMean),
      show(row.benchmark?.topMean),
      row.benchmark?.rank ? `${row.benchmark.rank} of ${row.benchmark.of}` : "–",
      whole(row.gapPeople),
      percent(row.deviation),
      decimal(row.z),
      row.severity ?? "–",
    ];
  });
  const { flowFrom, asOf } = brand.diagnosis;
  return [
    heading(`Against the industry (shares from ${flowFrom} to ${asOf})`),
    table(["metric", "own", "industry", "TOP", "rank", "people short", "deviation", "z", "severity"], rows),
  ].join("\n");
}

function platforms({ brand }: Answer): string {
  const { platformPotential, platformPotentialBasis: basis } = brand.diagnosis;
  const title = heading("Where potential people are concentrated");
  if (!platformPotential) return `${title}\n${basis.state}`;
  const rows = platformPotential.map((row: Answer) => [
    row.platform,
    whole(row.people),
    percent(row.concentration),
    row.concentration === null ? "–" : `${percent(row.low)} to ${percent(row.high)}`,
    decimal(row.tgi?.value, 1),
    row.tgi ? `${decimal(row.tgi.low, 1)} to ${decimal(row.tgi.high, 1)}` : "–",
  ]);
  return [
    title,
    table(["platform", "people", "potential", "95 % interval", "TGI", "95 % interval"], rows),
    `${whole(basis.potentialPeople)} of ${whole(basis.people)} people are potential; platforms overlap.`,
  ].join("\n");
}

/** Findings with their price. */
export function findings({ brand }: Answer): string {
  const rows = brand.diagnosis.findings.map((finding: Answer) => [
    finding.message,
    finding.severity,
    decimal(finding.evidence.z, 1),
    whole(finding.evidence.gapPeople),
    finding.step,
    finding.costToClose.state === "KNOWN" ? money(finding.costToClose) : finding.costToClose.state,
  ]);
  return [
    heading("Findings, worst first"),
    table(["finding", "severity", "z", "people short", "step", "cost to close"], rows),
  ].join("\n");
}
