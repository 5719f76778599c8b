import { RoaringBitmap32 } from "roaring";
import type { RequestContext } from "../../platform/request-context";
import { UserProblems } from "../../platform/user-error";
import {
  type AssetService,
  type AssetSnapshot,
  type CrossedLabels,
  cellLabelOf,
  crossLabels,
  crowdGroups,
  LABELS_THINNED,
  type Labelled,
  type Movement,
  type ShownSnapshot,
  type SnapshotService,
  stageMovements,
  stageSide,
  type ToldTransition,
  type TransitionSide,
  tellTransition,
} from "../assets";
import type { OverlayId, PeopleOverlay } from "../people";

const DAY_MS = 86_400_000;

/** Two snapshots of one brand crossed: who had which label then, and has which now (V58). */
export interface Transition<Move extends string> extends ToldTransition<Move> {
  readonly from: ShownSnapshot;
  readonly to: ShownSnapshot;
  readonly days: number;
  readonly threshold: number;
}

const GROUP_MOVES = {
  entered: stageMovements.ENTERED,
  left: stageMovements.LEFT,
  moved: (before: number, after: number) => before > 0 && after > 0 && before !== after,
  unmoved: stageMovements.UNMOVED,
} as const;

export type StageTransition = Transition<Movement>;
export type GroupTransition = Transition<keyof typeof GROUP_MOVES>;

interface Instants {
  readonly from: Date;
  readonly to: Date;
}

/** What is crossed, and how a snapshot tells it. */
interface Dimension<Move extends string> {
  readonly moves: CrossedLabels<Move>["moves"];
  readonly labels: (snapshot: AssetSnapshot, overlayId: OverlayId) => Promise<Labelled>;
  readonly side: (shown: ShownSnapshot, unlabelled: bigint) => TransitionSide;
}

/** Crosses the labels of snapshots. */
export class TransitionService {
  constructor(
    private readonly assets: AssetService,
    private readonly snapshots: SnapshotService,
    private readonly overlay: PeopleOverlay,
  ) {}

  /** Null when a snapshot of all categories with exactly one of the instants is missing, or their rules differ. */
  ofStages(context: RequestContext, brandId: number, instants: Instants): Promise<StageTransition | null> {
    return this.cross(context, brandId, instants, {
      moves: stageMovements,
      labels: ({ labelsId }, overlayId) => this.assets.stageBitmaps(labelsId, brandId, overlayId),
      side: ({ snapshot, figures }, unlabelled) => stageSide(snapshot, unlabelled, figures.threshold),
    });
  }

  /** Null likewise. Labels are the groups of the rule set in their order. */
  ofGroups(context: RequestContext, brandId: number, instants: Instants): Promise<GroupTransition | null> {
    return this.cross(context, brandId, instants, {
      moves: GROUP_MOVES,
      labels: async ({ labelsId, ruleSet }, overlayId) => {
        const cells = await this.assets.cellBitmaps(labelsId, brandId, overlayId);
        const { groups } = ruleSet.definition;
        const members = crowdGroups.map((group) => groups[group].map((cell) => cells[cellLabelOf(...cell)]!));
        return [cells[0]!, ...members.map((group) => RoaringBitmap32.orMany(group))];
      },
      side: ({ figures: { people, cells, nineGrid } }, unlabelled) => {
        const told = [cells.counts[0]!, ...crowdGroups.map((group) => nineGrid.groups.get(group)!)];
        const isTold = told.map((count) => count !== null);
        return { unlabelled, isTold, isMetTold: people !== null, isLabelledTold: false };
      },
    });
  }

  private async cross<Move extends string>(
    context: RequestContext,
    brandId: number,
    { from, to }: Instants,
    { moves, labels, side }: Dimension<Move>,
  ): Promise<Transition<Move> | null> {
    if (to <= from)
      throw UserProblems.one(
        "INVALID_INPUT",
        ["to"],
        `to must be after from (${from.toISOString()}), but got ${to.toISOString()}; swap them.`,
      );
    const [first, second] = await Promise.all([
      this.assets.latestSnapshot(context, brandId, from),
      this.assets.latestSnapshot(context, brandId, to),
    ]);
    if (!first || !second || first.ruleSet.id !== second.ruleSet.id) return null;
    assertKept("from", first);
    assertKept("to", second);
    const overlayId = await this.overlay.idOf(context);
    const [before, after, shownFirst, shownSecond] = await Promise.all([
      labels(first, overlayId),
      labels(second, overlayId),
      this.snapshots.show(context, first),
      this.snapshots.show(context, second),
    ]);
    const { threshold } = shownFirst.figures;
    const crossed = {
      cells: crossLabels(before, after),
      before: side(shownFirst, BigInt(before[0]!.size)),
      after: side(shownSecond, BigInt(after[0]!.size)),
      moves,
    };
    return {
      ...tellTransition(crossed, threshold),
      from: shownFirst,
      to: shownSecond,
      days: (to.getTime() - from.getTime()) / DAY_MS,
      threshold,
    };
  }
}

/** Figures outlive the labels that they were counted from; without labels there is nobody to cross. */
function assertKept(argument: "from" | "to", { hasLabels }: AssetSnapshot): void {
  if (!hasLabels) throw UserProblems.one("LABELS_THINNED", [argument], LABELS_THINNED);
}
