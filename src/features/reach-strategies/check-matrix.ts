import type { ProblemList } from "../../platform/user-error";
import { checkName } from "../audiences";
import { checkTreatment } from "../crowd-strategies";
import { isInCells, nameOfPair, pairs, type ReachMatrix } from "./reach-strategy";

export const MAX_STRATEGIES = 20;
export const MAX_CELLS = 36;
export const MAX_REASON_LENGTH = 200;
const CODE = /^[A-Z][A-Z0-9_]{0,39}$/;

/** Refuses a matrix that names what is not there, or says two things of one pair. */
export function checkMatrix(
  problems: ProblemList,
  matrix: ReachMatrix,
  platforms: readonly string[],
  path: readonly string[],
): void {
  checkStrategies(problems, matrix, platforms, [...path, "strategies"]);
  checkCells(problems, matrix, [...path, "cells"]);
  for (const [group, chosen] of Object.entries(matrix.instruments))
    if (new Set(chosen).size < chosen.length)
      problems.add(
        "INVALID_INPUT",
        [...path, "instruments"],
        `instruments must name each instrument of a group once, but ${group} has ${chosen.join(", ")}.`,
      );
}

function checkStrategies(
  problems: ProblemList,
  { strategies }: ReachMatrix,
  platforms: readonly string[],
  path: readonly string[],
): void {
  if (strategies.length > MAX_STRATEGIES) {
    const message = `strategies must have at most ${MAX_STRATEGIES} elements, but got ${strategies.length}.`;
    problems.add("INVALID_INPUT", path, message);
    return;
  }
  for (const [index, strategy] of strategies.entries()) {
    const at = [...path, String(index)];
    const { code, name } = strategy;
    if (!CODE.test(code) || strategies.findIndex((one) => one.code === code) < index)
      problems.add(
        "INVALID_INPUT",
        [...at, "code"],
        `code must be new among the strategies, of 1 to 40 capitals, digits and underscores, but got "${code.slice(0, 60)}".`,
      );
    checkName(problems, name, [...at, "name"]);
    checkTreatment(problems, strategy, platforms, at);
  }
}

function checkCells(problems: ProblemList, { strategies, cells }: ReachMatrix, path: readonly string[]): void {
  if (cells.length > MAX_CELLS) {
    problems.add("INVALID_INPUT", path, `cells must have at most ${MAX_CELLS} elements, but got ${cells.length}.`);
    return;
  }
  for (const [index, line] of cells.entries()) {
    const { strategyCode, reason } = line;
    const refuse = (field: string, message: string): void =>
      problems.add("INVALID_INPUT", [...path, String(index), field], message);
    if (strategyCode !== null && !strategies.some(({ code }) => code === strategyCode))
      refuse(
        "strategyCode",
        `strategyCode must be the code of one of the strategies, but got "${strategyCode.slice(0, 60)}"; leave it out for none on purpose.`,
      );
    if (reason !== null && (reason.trim() === "" || reason.length > MAX_REASON_LENGTH))
      refuse("reason", `reason must be 1 to ${MAX_REASON_LENGTH} characters, but got ${reason.length}.`);
    const twice = pairs.find(
      (pair) => isInCells(line, pair) && cells.slice(0, index).some((earlier) => isInCells(earlier, pair)),
    );
    if (twice)
      problems.add(
        "INVALID_INPUT",
        [...path, String(index)],
        `A pair must be in cells once, but ${nameOfPair(twice)} is in elements before this one too.`,
      );
  }
}
