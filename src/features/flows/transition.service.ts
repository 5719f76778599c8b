import { RoaringBitmap32 } from "roaring";
import type { RequestContext } from "../../platform/request-context";
import { UserProblems } from "../../platform/user-error";
import {
  type AssetService,
  type AssetSnapshot,
  cellLabelOf,
  crowdGroups,
  type ShownSnapshot,
  type SnapshotService,
} from "../assets";
import type { OverlayId, PeopleOverlay } from "../people";
import { crossLabels, type Labelled } from "./cross-labels";
import { type CrossedLabels, type ToldTransition, type TransitionSide, tellTransition } from "./tell-transition";

const DAY_MS = 86_400_000;

/** Two snapshots of one brand crossed: who had which label then, and has which now (V58). */
export interface Transition<Move extends string> extends ToldTransition<Move> {
  readonly from: ShownSnapshot;
  readonly to: ShownSnapshot;
  readonly days: number;
  readonly threshold: number;
}

/** Deeper stages have higher labels. */
const STAGE_MOVES = {
  entered: (before: number, after: number) => before === 0 && after > 0,
  left: (before: number, after: number) => before > 0 && after === 0,
  risen: (before: number, after: number) => before > 0 && after > before,
  fallen: (before: number, after: number) => after > 0 && after < before,
  stayed: (before: number, after: number) => before > 0 && after === before,
} as const;

const GROUP_MOVES = {
  entered: STAGE_MOVES.entered,
  left: STAGE_MOVES.left,
  moved: (before: number, after: number) => before > 0 && after > 0 && before !== after,
  stayed: STAGE_MOVES.stayed,
} as const;

export type StageTransition = Transition<keyof typeof STAGE_MOVES>;
export type GroupTransition = Transition<keyof typeof GROUP_MOVES>;

interface Instants {
  readonly from: Date;
  readonly to: Date;
}

/** What is crossed, and how a snapshot tells it. */
interface Dimension<Move extends string> {
  readonly moves: CrossedLabels<Move>["moves"];
  readonly labels: (snapshot: AssetSnapshot, overlayId: OverlayId) => Promise<Labelled>;
  /** Its counts, that of no label first; null where withheld. */
  readonly told: (shown: ShownSnapshot) => readonly (bigint | null)[];
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
      moves: STAGE_MOVES,
      labels: ({ labelsId }, overlayId) => this.assets.stageBitmaps(labelsId, brandId, overlayId),
      told: ({ figures }) => figures.stages.counts,
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
      told: ({ figures }) => [figures.cells.counts[0]!, ...crowdGroups.map((group) => figures.groups.get(group)!)],
    });
  }

  private async cross<Move extends string>(
    context: RequestContext,
    brandId: number,
    { from, to }: Instants,
    { moves, labels, told }: Dimension<Move>,
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
    const overlayId = await this.overlay.idOf(context);
    const [before, after, shownFirst, shownSecond] = await Promise.all([
      labels(first, overlayId),
      labels(second, overlayId),
      this.snapshots.show(context, first),
      this.snapshots.show(context, second),
    ]);
    assertKept("from", first, before);
    assertKept("to", second, after);
    const sideOf = (shown: ShownSnapshot, people: Labelled): TransitionSide => ({
      unlabelled: BigInt(people[0]!.size),
      isTold: told(shown).map((count) => count !== null),
      isMetTold: shown.figures.people !== null,
    });
    const { threshold } = shownFirst.figures;
    const crossed = {
      cells: crossLabels(before, after),
      before: sideOf(shownFirst, before),
      after: sideOf(shownSecond, after),
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
function assertKept(argument: "from" | "to", { figures, erasedPeople, asOf }: AssetSnapshot, people: Labelled): void {
  if (figures.people === erasedPeople || people.some((part) => !part.isEmpty)) return;
  throw UserProblems.one(
    "LABELS_THINNED",
    [argument],
    `${argument} must be the asOf of a snapshot whose labels are kept, but those of ${asOf.toISOString()} are not; take it again with takeAssetSnapshot.`,
  );
}
