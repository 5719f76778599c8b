import type { MinorMoney } from "../../platform/money";

/*
 * Terms of this feature
 *
 * media programme: a contract between a brand and a partner medium (京X计划); touchpoints name it by its code.
 * creator:         who publishes for the brand on a medium: KOL (key opinion leader) or KOC (key opinion consumer).
 * post:            one piece of content that a creator published for a brand, with what it cost.
 * reached:         had a touchpoint of the programme or creator in the window that was served, about the brand or about none.
 * before:          the label at the first instant of the window; who was not in the universe then is like stage 0.
 * after:           the deepest stage attained at any instant of the window (StageReach).
 */

export interface MediaProgramme {
  readonly id: string;
  readonly brandId: number;
  readonly code: string;
  readonly name: string;
  readonly partnerPlatform: string;
  readonly contractNumber: string | null;
  /** Days of the brand's zone, half open; null: no end is agreed. */
  readonly startsOn: string;
  readonly endsOn: string | null;
  readonly hasDataReturn: boolean;
  readonly budget: MinorMoney | null;
  readonly version: number;
}

/** Half open: `from` belongs to it, `to` does not. */
export interface Period {
  readonly from: Date;
  readonly to: Date;
}
