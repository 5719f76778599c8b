export const controlKinds = ["SET_BUDGET", "MOVE_BUDGET", "ADOPT_BUDGET_PLAN", "ADOPT_YEAR_PLAN", "UNDO"] as const;
export type ControlKind = (typeof controlKinds)[number];

/** An amount in minor units before and after; null: it was or is not there. Exactly one of place and placement. */
export interface ControlledAmount {
  /** Key of a place in the tree. */
  readonly placeKey: string | null;
  readonly placementId: string | null;
  readonly before: bigint | null;
  readonly after: bigint | null;
  /** Of a placement: the adopted plans behind the amounts. */
  readonly planBefore: string | null;
  readonly planAfter: string | null;
}

/** A change of running amounts: it is never edited, only undone by another one. */
export interface ControlChange {
  readonly id: string;
  readonly brandId: number;
  /** Counts up within the brand. */
  readonly number: number;
  /** Those whose amounts it changed. */
  readonly campaignIds: readonly string[];
  readonly treeId: string | null;
  readonly kind: ControlKind;
  readonly reason: string;
  readonly amounts: readonly ControlledAmount[];
  readonly currencyCode: string;
  readonly budgetPlanId: string | null;
  readonly yearPlanId: string | null;
  readonly undoesId: string | null;
  /** The change that undid it. */
  readonly undoneById: string | null;
  readonly undoableUntil: Date;
  readonly accessKeyId: string;
  readonly changedAt: Date;
}

export type NewControlChange = Omit<ControlChange, "id" | "number" | "undoneById" | "accessKeyId" | "changedAt">;
