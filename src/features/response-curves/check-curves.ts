import { curveParameters } from "../../engines/allocation/response-curve";
import { ProblemList } from "../../platform/user-error";
import { isText } from "../campaigns";
import type { FitRequest } from "./fit-lines";
import {
  type GivenCurve,
  MAX_CARRY_OVER,
  MAX_CONTROLS,
  MAX_FIT_LINES,
  MAX_FIT_PERIODS,
  MAX_NAME_LENGTH,
  MAX_REASON_LENGTH,
} from "./response-curve";

/** Everything about a fit that can be wrong before its figures are looked at. */
export function checkFit({ outcome, lines, controls, window, seed }: FitRequest): void {
  const problems = new ProblemList();
  const refuse = (field: readonly string[], message: string): void => problems.add("INVALID_INPUT", field, message);
  const between = (name: string, value: number, least: number, most: number): void => {
    if (value < least || value > most)
      refuse(["input", name], `input.${name} must have ${least} to ${most} elements, but got ${value}.`);
  };
  between("outcome", outcome.length, 1, MAX_FIT_PERIODS);
  between("lines", lines.length, 1, MAX_FIT_LINES);
  between("controls", controls.length, 0, MAX_CONTROLS);
  if (window < 1 || window > MAX_CARRY_OVER)
    refuse(
      ["input", "carryOverPeriods"],
      `input.carryOverPeriods must be 1 to ${MAX_CARRY_OVER}, but got ${window}; pass 1 for no carry-over.`,
    );
  if (!Number.isSafeInteger(seed)) refuse(["input", "seed"], "input.seed must be a whole number.");
  const long = (path: readonly string[], series: readonly number[]): void => {
    if (series.length !== outcome.length)
      refuse(
        path,
        `${path.join(".")} must have a figure for each of the ${outcome.length} periods, but has ${series.length}.`,
      );
  };
  controls.forEach((control, index) => {
    long(["input", "controls", String(index)], control);
  });
  const names = new Set<string>();
  lines.forEach(({ name, spend }, index) => {
    const path = ["input", "lines", String(index)];
    checkName(problems, name, [...path, "name"]);
    if (names.has(name)) refuse([...path, "name"], `A line must come once, but "${name}" came before.`);
    names.add(name);
    long([...path, "spend"], spend);
    if (spend.some((amount) => amount < 0))
      refuse(
        [...path, "spend"],
        `${path.join(".")}.spend must be at least 0 in every period; take refunds out before.`,
      );
  });
  problems.throwIfAny();
}

/** A curve that was given by hand. */
export function checkCurve({ name, reason, curve, adstock }: GivenCurve): void {
  const problems = new ProblemList();
  checkName(problems, name, ["input", "name"]);
  if (!isText(reason, MAX_REASON_LENGTH))
    problems.add(
      "INVALID_INPUT",
      ["input", "reason"],
      `reason must be 1 to ${MAX_REASON_LENGTH} characters, none of them a control character; say why the curve is so.`,
    );
  for (const [parameter, value] of Object.entries(curveParameters(curve)))
    if (!(value > 1e-30 && value < 1e30))
      problems.add(
        "INVALID_INPUT",
        ["input", "curve"],
        `The curve's ${parameter} must be greater than 0, but got ${value}.`,
      );
  if (adstock.form === "GEOMETRIC" && !(adstock.decay >= 0 && adstock.decay < 1))
    problems.add(
      "INVALID_INPUT",
      ["input", "decay"],
      `decay must be at least 0 and below 1, but got ${adstock.decay}; it is what a period keeps of the effect before.`,
    );
  problems.throwIfAny();
}

function checkName(problems: ProblemList, name: string, path: readonly string[]): void {
  if (isText(name, MAX_NAME_LENGTH)) return;
  problems.add(
    "INVALID_INPUT",
    path,
    `${path.join(".")} must be 1 to ${MAX_NAME_LENGTH} characters, none of them a control character.`,
  );
}
