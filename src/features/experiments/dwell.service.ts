import type { RequestContext } from "../../platform/request-context";
import { ProblemList } from "../../platform/user-error";
import type { BrandWindows, GrantedWindow, Window } from "../journeys";
import { type DwellLine, dwellLines } from "./dwell";
import type { DwellStore } from "./dwell.store";

export interface DwellComparison {
  readonly before: GrantedWindow;
  readonly after: GrantedWindow;
  readonly capSeconds: number | null;
  readonly lines: readonly DwellLine[];
}

/** How long people stay before and after a change of creatives and landing pages (G48). */
export class DwellService {
  constructor(
    private readonly windows: BrandWindows,
    private readonly store: DwellStore,
  ) {}

  async compare(
    context: RequestContext,
    brandId: number,
    {
      before,
      after,
      capPercentile,
    }: { readonly before: Window; readonly after: Window; readonly capPercentile: number },
  ): Promise<DwellComparison> {
    const first = await this.windows.grant(context, brandId, before, ["before"]);
    const second = await this.windows.grant(context, brandId, after, ["after"]);
    const problems = new ProblemList();
    if (after.from < before.to)
      problems.add(
        "INVALID_INPUT",
        ["after", "from"],
        `after must begin when before has ended (${before.to.toISOString()}) or later, but got ${after.from.toISOString()}.`,
      );
    if (!(capPercentile >= 50 && capPercentile <= 100))
      problems.add("INVALID_INPUT", ["capPercentile"], `capPercentile must be 50 to 100, but got ${capPercentile}.`);
    problems.throwIfAny();
    const question = { figure: "DWELL_TIME", afterFrom: after.from, afterTo: after.to, capPercentile };
    const { cap, sums } = await this.windows.ask(context, first, question, (read) =>
      this.store.read({ before: read, after: { ...read, from: second.from, to: second.to }, capPercentile }),
    );
    const { threshold, roundingBase } = first;
    return { before: first, after: second, capSeconds: cap, lines: dwellLines(sums, { threshold, roundingBase }) };
  }
}
