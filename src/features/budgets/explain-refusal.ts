import { MAXIMAL_TOTAL } from "../../engines/allocation/allocation-input";
import type { AllocationRefusal } from "../../engines/allocation/allocation-refusal";
import type { ConstraintName } from "../../engines/allocation/constrained-input";
import { toMajor } from "../../platform/money";
import type { UserProblem } from "../../platform/user-error";
import { type LineRequest, MAX_LINES } from "./allocation-request";
import { linePath } from "./read-allocation";

/** What a refusal's numbers are said in: the engine knows minor units and line numbers only. */
export interface RefusalTerms {
  readonly currencyCode: string;
  readonly total: bigint;
  readonly lines: readonly LineRequest[];
  readonly minorPerMajor: number;
  /** The input's field of the target; that of the total without one. */
  readonly targetField: "total" | "targetRoi" | "targetMarginalRoi";
}

/** Words of the API for the engine's parameters. */
const PARAMETERS: Readonly<Record<string, string>> = { vmax: "maximum", km: "halfSaturation", slope: "slope" };

/** The engine's refusal as the caller's problem, with the path of the input to mend. */
export function explainRefusal(refusal: AllocationRefusal, terms: RefusalTerms): UserProblem {
  const money = (minor: bigint): string =>
    `${toMajor({ minor, currencyCode: terms.currencyCode }).amount} ${terms.currencyCode}`;
  switch (refusal.code) {
    case "NO_LINES":
      return invalid(["input", "lines"], `lines must have 1 to ${MAX_LINES} elements, but got none.`);
    case "TOTAL_OUT_OF_RANGE":
      return invalid(
        ["input", "total"],
        `input.total must be ${money(1n)} to ${money(MAXIMAL_TOTAL)}, but got ${money(refusal.total)}.`,
      );
    case "PARAMETER_OUT_OF_RANGE":
      return explainParameter(refusal.line, refusal.parameter, terms);
    case "LOWER_BOUND_NEGATIVE": {
      const at = [...linePath(refusal.line), "lower"];
      return invalid(
        at,
        `${at.join(".")} must be at least 0, but got ${money(refusal.lower)}; leave it out for no lower bound.`,
      );
    }
    case "LOWER_ABOVE_UPPER": {
      const at = [...linePath(refusal.line), "lower"];
      return invalid(
        at,
        `${at.join(".")} must not exceed upper (${money(refusal.upper)}), but got ${money(refusal.lower)}; swap or move the bounds.`,
      );
    }
    case "LOWER_BOUNDS_EXCEED_TOTAL":
      return infeasible(
        terms,
        `The lower bounds must sum to at most the total of ${money(terms.total)}, but sum to ${money(terms.total + refusal.excess)}; raise the total or lower the bounds by ${money(refusal.excess)}.`,
      );
    case "UPPER_BOUNDS_BELOW_TOTAL":
      return infeasible(
        terms,
        `The upper bounds must sum to at least the total of ${money(terms.total)}, but sum to ${money(terms.total - refusal.shortfall)}; lower the total or raise the bounds by ${money(refusal.shortfall)}.`,
      );
    case "GROUP_BOUNDS":
      return invalid(
        ["input", "groups", String(refusal.group)],
        `The bounds of input.groups.${refusal.group} must be at least 0 and in order; correct lower or upper.`,
      );
    case "CONFLICT":
      return infeasible(
        terms,
        `These cannot be kept together, while any of them less could be: ${refusal.constraints.map(pathOf).join(", ")}; move one of them.`,
      );
    case "S_SHAPE_OVER_PERIODS": {
      const at = linePath(refusal.line);
      return invalid(at, `${at.join(".")} must have a concave curve and stay on to be spread over periods.`);
    }
    case "NO_PERIOD": {
      const at = linePath(refusal.line);
      return invalid(at, `${at.join(".")} must have a period of the calendar to be spent in, but has none.`);
    }
    case "TARGET_UNREACHABLE":
      return {
        code: "INFEASIBLE",
        field: ["input", terms.targetField],
        message: `input.${terms.targetField} must be a return that can be reached, but the best is ${refusal.best * terms.minorPerMajor}; lower it, or the lower bounds.`,
      };
    case "TARGET_UNBOUNDED":
      return {
        code: "INFEASIBLE",
        field: ["input", terms.targetField],
        message: `input.${terms.targetField} must be a return that every line falls below somewhere; raise it or give a maximumTotal.`,
      };
  }
}

/** The input that a constraint comes from. */
export function pathOf(constraint: ConstraintName): string {
  switch (constraint.kind) {
    case "TOTAL":
      return "total";
    case "GROUP":
      return `groups.${constraint.group}`;
    case "LINE":
      return `lines.${constraint.line}`;
  }
}

/** Parameters of a mix are named `parts.0.km`. */
function explainParameter(line: number, name: string, { lines }: RefusalTerms): UserProblem {
  const [, place, own = name] = /^parts\.(\d+)\.(.+)$/.exec(name) ?? [];
  const parameter = PARAMETERS[own] ?? own;
  const { curve, curves } = lines[line]!;
  const given = place === undefined ? curve! : curves![Number(place)]!.curve;
  const within = place === undefined ? ["curve"] : ["curves", place, "curve"];
  const [form, parameters] = Object.entries(given).find(([, one]) => one != null)!;
  const at = [...linePath(line), ...within, form, parameter];
  return invalid(at, `${at.join(".")} must be greater than 0, but got ${parameters[parameter]}; fit the curve again.`);
}

const invalid = (field: readonly string[], message: string): UserProblem => ({ code: "INVALID_INPUT", field, message });
const infeasible = ({ targetField }: RefusalTerms, message: string): UserProblem => ({
  code: "INFEASIBLE",
  field: ["input", targetField === "total" ? "total" : "maximumTotal"],
  message,
});
