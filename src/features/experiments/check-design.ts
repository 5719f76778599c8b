import type { ProblemList } from "../../platform/user-error";
import { type ExperimentDesign, MAX_DAYS, MAX_METRICS, MAX_VARIANTS, type Metric, type Variant } from "./experiment";

type Path = readonly string[];

const ROOT: Path = ["input"];
const WHOLE = 1000;
const CODE = /^[^\p{Cc}]{1,30}$/u;

/** Everything that a design must keep to; problems are told at the fields of the input. */
export function checkDesign(problems: ProblemList, design: ExperimentDesign, hasAudiences: boolean): void {
  const refuse = (field: string, message: string): void => problems.add("INVALID_INPUT", [...ROOT, field], message);
  checkVariants(problems, design.variants);
  checkMetrics(problems, design);
  const isHashed = design.assignment === "HASHED";
  if (isHashed && !hasAudiences)
    refuse(
      "audiencePackIds",
      "audiencePackIds must name a pack at least for HASHED, whose people are drawn, but got none.",
    );
  if (!isHashed && design.variants.some(({ role }) => role === "HOLDOUT"))
    refuse("variants", "A RECORDED experiment must have no HOLDOUT, as nobody of it is exposed; use HASHED for one.");
  if (!(design.alpha > 0 && design.alpha <= 0.2))
    refuse("alpha", `alpha must be above 0 and at most 0.2, but got ${design.alpha}.`);
  if (!(design.power >= 0.5 && design.power < 1))
    refuse("power", `power must be at least 0.5 and below 1, but got ${design.power}.`);
  if (!(design.minimumEffect > 0 && design.minimumEffect <= 10))
    refuse(
      "minimumEffect",
      `minimumEffect must be above 0 and at most 10, but got ${design.minimumEffect}; 0.05 is 5 %.`,
    );
  checkDays(problems, design.horizonDays, [...ROOT, "horizonDays"]);
  if (design.prePeriodDays !== null) checkDays(problems, design.prePeriodDays, [...ROOT, "prePeriodDays"]);
  const { people, mean, deviation } = design.expectation;
  if (people !== null && people < 2) refuse("expectedPeople", `expectedPeople must be at least 2, but got ${people}.`);
  if (mean !== null && !(mean > 0)) refuse("expectedMean", `expectedMean must be above 0, but got ${mean}.`);
  if (deviation !== null && !(deviation > 0))
    refuse("expectedDeviation", `expectedDeviation must be above 0, but got ${deviation}.`);
}

function checkVariants(problems: ProblemList, variants: readonly Variant[]): void {
  const path = [...ROOT, "variants"];
  const refuse = (message: string, at: Path = path): void => problems.add("INVALID_INPUT", at, message);
  if (variants.length < 2 || variants.length > MAX_VARIANTS)
    refuse(`variants must have 2 to ${MAX_VARIANTS} elements, but got ${variants.length}.`);
  for (const [index, { code, perMille }] of variants.entries()) {
    const at = [...path, String(index)];
    if (!CODE.test(code) || code.trim() !== code)
      refuse("code must be 1 to 30 characters, as touchpoints carry it, without spaces around it.", [...at, "code"]);
    if (variants.findIndex((other) => other.code === code) < index)
      refuse(`code must be another one for each variant, but "${code}" is there again.`, [...at, "code"]);
    if (perMille < 1)
      refuse(`perMille must be at least 1, but got ${perMille}; leave the variant out.`, [...at, "perMille"]);
  }
  const sum = variants.reduce((total, { perMille }) => total + perMille, 0);
  if (sum !== WHOLE) refuse(`perMille of all variants must sum to ${WHOLE}, but they sum to ${sum}.`);
  const count = (role: Variant["role"]): number => variants.filter((variant) => variant.role === role).length;
  if (count("CONTROL") !== 1) refuse(`Exactly one variant must be the CONTROL, but ${count("CONTROL")} are.`);
  if (count("TREATMENT") < 1) refuse("At least one variant must be a TREATMENT, but none is.");
  if (count("HOLDOUT") > 1) refuse(`At most one variant may be the HOLDOUT, but ${count("HOLDOUT")} are.`);
}

function checkMetrics(problems: ProblemList, { metrics, assignment, horizonDays }: ExperimentDesign): void {
  const path = [...ROOT, "metrics"];
  const refuse = (message: string, at: Path = path): void => problems.add("INVALID_INPUT", at, message);
  if (metrics.length < 1 || metrics.length > MAX_METRICS)
    refuse(`metrics must have 1 to ${MAX_METRICS} elements, but got ${metrics.length}.`);
  const primary = metrics.filter(({ role }) => role === "PRIMARY").length;
  if (primary !== 1) refuse(`Exactly one metric must be PRIMARY, as it alone decides, but ${primary} are.`);
  for (const [index, metric] of metrics.entries()) {
    const at = [...path, String(index)];
    if (!CODE.test(metric.code)) refuse("code must be 1 to 30 characters.", [...at, "code"]);
    if (metrics.findIndex(({ code }) => code === metric.code) < index)
      refuse(`code must be another one for each metric, but "${metric.code}" is there again.`, [...at, "code"]);
    checkAction(metric, at, refuse);
    const { fromDay, toDay, capPercentile } = metric;
    if (fromDay < 0 || toDay <= fromDay || toDay > MAX_DAYS)
      refuse(`fromDay must be at least 0 and toDay later, at most ${MAX_DAYS}, but got ${fromDay} and ${toDay}.`, [
        ...at,
        "toDay",
      ]);
    if (assignment === "HASHED" && toDay > horizonDays)
      refuse(`toDay must be at most horizonDays (${horizonDays}), as all start together, but got ${toDay}.`, [
        ...at,
        "toDay",
      ]);
    if (!(capPercentile >= 50 && capPercentile <= 100))
      refuse(`capPercentile must be 50 to 100, but got ${capPercentile}.`, [...at, "capPercentile"]);
  }
}

function checkAction({ kind, action }: Metric, at: Path, refuse: (message: string, at: Path) => void): void {
  if (kind === "VALUE" && action !== null)
    refuse("action must be absent for VALUE, which is that of net orders.", [...at, "action"]);
  if ((kind === "SHARE" || kind === "COUNT") && action === null)
    refuse(`action must be given for ${kind}; ORDER counts net orders.`, [...at, "action"]);
  if (action === "REFUND") refuse("action must not be REFUND: refunds take orders back.", [...at, "action"]);
}

function checkDays(problems: ProblemList, days: number, path: Path): void {
  if (days >= 1 && days <= MAX_DAYS) return;
  problems.add("INVALID_INPUT", path, `${path.at(-1)} must be 1 to ${MAX_DAYS}, but got ${days}.`);
}
