import { setImmediate } from "node:timers/promises";
import { drawFit, type FitInput, FitRefusedError, fitCurves, isFitted } from "../../engines/allocation/fit-curves";
import type { FitRefusal } from "../../engines/allocation/fit-refusal";
import type { ResponseCurve as Curve } from "../../engines/allocation/response-curve";
import { SeededRandom } from "../../engines/numeric/seeded-random";
import { UserProblems } from "../../platform/user-error";
import type { FitQuality, NewCurve } from "./response-curve";

export interface FitRequest extends Omit<FitInput, "spend"> {
  readonly brandId: number;
  readonly period: NewCurve["period"];
  readonly startsOn: string;
  readonly seed: number;
  readonly lines: readonly { readonly name: string; readonly spend: readonly number[] }[];
}

export interface FittedLines {
  readonly quality: FitQuality;
  readonly lines: readonly { readonly name: string; readonly fitted: NewCurve | FitRefusal }[];
}

/** Fits of redrawn residuals: enough for a 95 % interval whose ends are the third lowest and highest. */
const DRAWS = 80;

/** Fits all lines at once. Between two draws other requests get their turn. */
export async function fitLines(request: FitRequest): Promise<FittedLines> {
  const { brandId, period, startsOn, seed, lines, outcome } = request;
  const input: FitInput = { ...request, spend: lines.map(({ spend }) => spend) };
  const fit = refusing(() => fitCurves(input));
  const quality = {
    rSquared: fit.rSquared,
    relativeError: fit.relativeError,
    periods: outcome.length,
    startsOn,
  };
  const draws: Curve[][] = lines.map(() => []);
  const random = SeededRandom.fromSeed(seed);
  for (let draw = 0; draw < DRAWS; draw++) {
    await setImmediate();
    for (const [line, drawn] of drawFit(input, fit, random).lines.entries())
      if (isFitted(drawn)) draws[line]!.push(drawn.curve);
  }
  return {
    quality,
    lines: fit.lines.map((fitted, line) => {
      const { name } = lines[line]!;
      if (!isFitted(fitted)) return { name, fitted };
      const { curve, adstock } = fitted;
      return {
        name,
        fitted: {
          ...{ brandId, name, period, curve, adstock, carryOverPeriods: request.window },
          ...{ fit: quality, draws: draws[line]!, reason: null },
        },
      };
    }),
  };
}

function refusing<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof FitRefusedError)) throw error;
    throw new UserProblems(
      error.refusals.map((refusal) => ({
        code: refusal.code,
        field: "line" in refusal ? ["input", "lines", String(refusal.line)] : ["input", "outcome"],
        message: refusal.message,
      })),
    );
  }
}
