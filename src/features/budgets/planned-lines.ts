import { type OpenInput } from "../../engines/allocation/allocate-to-target";
import { type ConstrainedLine, responseOf } from "../../engines/allocation/constrained-input";
import type { LineCurve } from "../../engines/allocation/response-curve";
import type { ExpectedPart, GivenLine, PlannedLine } from "./budget-plan";
import { type CurveTerms, intervalOf, toResponseCurve } from "./engine-curve";
import type { SolvedPlan } from "./solve-plan";

interface LineTerms extends CurveTerms {
  readonly open: OpenInput;
}

/** What a plan says of its lines: amounts with what is expected of them, per major unit. */
export function tellLines(
  given: readonly GivenLine[],
  { lines }: SolvedPlan,
  terms: LineTerms,
): readonly PlannedLine[] {
  return lines.map(({ cells, ...line }, index) => {
    const asked = given[index]!;
    const told = (curve: LineCurve): number =>
      responseOf(inputOf(terms.open, { ...terms.open.lines[index]!, curve }), cells.map(Number));
    const { curve } = asked;
    return {
      ...asked,
      ...line,
      marginalReturn: line.marginalReturn * terms.minorPerMajor,
      interval: curve.form === "MIX" ? null : intervalOf(curve, told, terms),
      byPeriod: terms.open.periods > 1 ? cells : [],
      parts:
        curve.form === "MIX"
          ? curve.parts.map(
              ({ objective, curve: part }): ExpectedPart => ({
                objective,
                expected: told(toResponseCurve(part, terms)),
                interval: intervalOf(part, told, terms),
              }),
            )
          : [],
    };
  });
}

const inputOf = ({ periods }: OpenInput, line: ConstrainedLine) => ({ total: 0n, periods, lines: [line], groups: [] });
