import type { CreditLine, VisibleReport } from "./attribution-report";
import { type LineKey, labelOf } from "./line-key";
import type { ModelKey } from "./model-key";

/** What a model credited a line with in two versions. */
export interface CreditChange {
  readonly model: ModelKey;
  readonly before: { readonly conversionMillionths: bigint; readonly value: bigint };
  readonly after: { readonly conversionMillionths: bigint; readonly value: bigint };
}

/** A line that a version credits otherwise. */
export interface LineChange extends LineKey {
  readonly credits: readonly CreditChange[];
}

const NOTHING = { conversionMillionths: 0n, value: 0n };

/** Lines whose credit differs under some model, largest change of conversions first; a line that one version lacks has no credit there. */
export function changedLines(
  before: readonly CreditLine[],
  after: readonly CreditLine[],
  { models }: Pick<VisibleReport, "models">,
): readonly LineChange[] {
  const old = new Map(before.map((line) => [labelOf(line), line]));
  const now = new Map(after.map((line) => [labelOf(line), line]));
  const changes = [...new Set([...old.keys(), ...now.keys()])].map((label): LineChange => {
    const [was, is] = [old.get(label), now.get(label)];
    const { platform, key } = (is ?? was)!;
    return {
      ...{ platform, key },
      credits: models.map((model, index) => ({
        model,
        before: was?.credits[index] ?? NOTHING,
        after: is?.credits[index] ?? NOTHING,
      })),
    };
  });
  const sizeOf = ({ credits }: LineChange): number =>
    Math.max(
      ...credits.map(({ before, after }) => Math.abs(Number(after.conversionMillionths - before.conversionMillionths))),
    );
  return changes
    .filter(({ credits }) =>
      credits.some(
        ({ before, after }) =>
          before.conversionMillionths !== after.conversionMillionths || before.value !== after.value,
      ),
    )
    .sort((a, b) => sizeOf(b) - sizeOf(a) || (labelOf(a) < labelOf(b) ? -1 : 1));
}
