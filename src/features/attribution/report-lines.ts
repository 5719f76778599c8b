import type { AttributionModel } from "../../engines/attribution/attribution-model";
import { type Credit, rollUp } from "../../engines/attribution/credit";
import { relabel } from "../../engines/attribution/journey-table";
import { type OrderFit, orderFits } from "../../engines/attribution/order-fits";
import type { Dimension } from "./dimension";
import { MAX_LINES } from "./journey-limits";
import { type LineKey, labelOf, lineOf, lineOfPlacement, parseLabel } from "./line-key";
import { type LineReach, reachLines } from "./line-reach";
import type { ModelKey } from "./model-key";
import type { Journeys } from "./read-journeys";
import { OTHER, OTHER_PLATFORM, shownLines, shownPlacements } from "./small-lines";
import { firstIdOf, type PlacementIndex } from "./touch";

/** What one model credits one line with. */
export interface LineCredit extends LineKey {
  readonly dimension: Dimension;
  readonly model: ModelKey;
  readonly conversionMillionths: bigint;
  /** Minor units. */
  readonly value: bigint;
}

export interface ReportLines {
  /** In every dimension and under every model they sum exactly to what is attributed. */
  readonly credits: readonly LineCredit[];
  /** What models say of their run, as `DIMENSION.name=value`, by model. */
  readonly notes: Readonly<Record<string, readonly string[]>>;
  /** The platform under which each channel of the table is shown. */
  readonly platforms: readonly string[];
  /** How well chains of each order rank the journeys through the lines of the first dimension; null where no model has an order. */
  readonly orderFits: readonly OrderFit[] | null;
}

/**
 * Credits of every line under every model. Models that add up are run once, on the touches with all their details, and summed;
 * the others are run on each dimension's lines.
 */
export function creditLines(
  journeys: Journeys,
  placements: PlacementIndex,
  models: readonly AttributionModel[],
  { dimensions, threshold }: { readonly dimensions: readonly Dimension[]; readonly threshold: number },
): ReportLines {
  const { table } = journeys;
  const finest = new Map<string, readonly Credit[]>();
  for (const model of models) if (model.isAdditiveAcrossDimensions) finest.set(model.key, model.credit(table));
  const notes: Record<string, string[]> = {};
  const hasOrder = models.some(({ key }) => key === "MARKOV");
  let fits: readonly OrderFit[] | null = null;
  const shown = new ShownLines(journeys, placements, threshold);
  const credits = dimensions.flatMap((dimension) => {
    const { ofChannel, untouched } = shown.of(dimension);
    const labels = new Map(table.channels.map((channel, number) => [channel, labelOf(ofChannel[number]!)]));
    const lineLabel = (channel: string): string => labels.get(channel)!;
    const coarse = relabel(table, lineLabel);
    if (hasOrder) fits ??= orderFits(coarse);
    const nothing = untouched.map((line) => ({ key: labelOf(line), conversionMillionths: 0n, value: 0n }));
    return models.flatMap((model) => {
      const tell = (note: string): void => {
        notes[model.key] = [...(notes[model.key] ?? []), `${dimension}.${note}`];
      };
      const own = finest.get(model.key);
      const credited = own ? rollUp(own, lineLabel) : model.credit(coarse, tell);
      return rollUp([...nothing, ...credited], (label) => label).map(({ key, conversionMillionths, value }) => ({
        dimension,
        model: model.key,
        ...parseLabel(key),
        conversionMillionths,
        value,
      }));
    });
  });
  const platforms = shown.placements.ofChannel.map(({ platform }) => platform);
  return { credits, notes, platforms, orderFits: fits };
}

interface Shown {
  /** The line of each channel of the table. */
  readonly ofChannel: readonly LineKey[];
  /** Lines of placements that nobody converted through. */
  readonly untouched: readonly LineKey[];
}

/** Which line shows what. */
class ShownLines {
  readonly placements: Shown;

  constructor(
    private readonly journeys: Journeys,
    private readonly index: PlacementIndex,
    private readonly threshold: number,
  ) {
    this.placements = this.show("PLACEMENT", (reaches) => shownPlacements(reaches, threshold), OTHER_PLATFORM);
  }

  of(dimension: Dimension): Shown {
    if (dimension === "PLACEMENT") return this.placements;
    const { ofChannel, untouched } = this.placements;
    if (dimension === "PLATFORM") {
      const platformOf = ({ platform }: LineKey): LineKey => ({ platform, key: "" });
      return { ofChannel: ofChannel.map(platformOf), untouched: untouched.map(platformOf) };
    }
    return this.show(dimension, (reaches) => shownLines(reaches, this.threshold), { platform: "", key: OTHER });
  }

  private show(
    dimension: Dimension,
    merge: (reaches: readonly LineReach[]) => readonly LineKey[],
    rest: LineKey,
  ): Shown {
    const lines = this.journeys.touches.map((touch, channel) =>
      this.isHidden(dimension, channel) ? rest : lineOf(dimension, touch, this.index.of(touch)),
    );
    const untouched = this.index.placements.flatMap((placement) => {
      const firstId = firstIdOf(placement);
      return (firstId === undefined ? null : lineOfPlacement(dimension, placement, firstId)) ?? [];
    });
    const reaches = reachLines(this.journeys, lines, untouched);
    const merged = merge(reaches);
    const touched = new Set(lines.map(labelOf));
    const small = smallestBeyond(
      MAX_LINES,
      reaches.filter(({ line }) => touched.has(labelOf(line))),
    );
    const shownOf = new Map(
      reaches.map((reach, index) => [labelOf(reach.line), small.has(reach) ? rest : merged[index]!]),
    );
    const show = (line: LineKey): LineKey => shownOf.get(labelOf(line))!;
    return { ofChannel: lines.map(show), untouched: untouched.map(show) };
  }

  /** A placement too small for a line of its own is no part of its step's or its pack's either, or it would follow by subtraction. */
  private isHidden(dimension: Dimension, channel: number): boolean {
    if (dimension !== "STEP" && dimension !== "PACK") return false;
    return this.placements.ofChannel[channel]!.key !== this.journeys.touches[channel]!.placement;
  }
}

/** Reaches that are not among the `most` with the most conversions. */
function smallestBeyond(most: number, reaches: readonly LineReach[]): ReadonlySet<LineReach> {
  if (reaches.length <= most) return new Set();
  const ranked = [...reaches].sort(
    (a, b) => b.conversions - a.conversions || (labelOf(a.line) < labelOf(b.line) ? -1 : 1),
  );
  return new Set(ranked.slice(most - 1));
}
