import type { CrowdGroup, Stage } from "../assets";
import type { CampaignFigureState, CampaignFigures, CampaignMetric, CampaignTarget } from "../campaign-targets";
import type { CampaignStep } from "../campaigns";
import type { GapChange } from "../diagnosis";
import type { ChangeVerdict, Flow } from "../flows";

/*
 * Terms of this feature
 *
 * review:   what a closed campaign left behind (投后复盘). Published once, never changed: another look is its next version.
 * inputs:   all that a review is made of, as it was told when it was published. Content follows from them alone.
 * learning: condition, action and effect, measured by a flow of a review.
 */

/** Counts up with every change of a formula of this feature, so that a figure names the code that made it. */
export const REVIEW_METHOD = "review/1";

/** Joint (on- and off-site together) against self-bought advertising in one metric (V45, V73). */
export interface JointLine {
  readonly metric: string;
  readonly joint: number | null;
  readonly self: number | null;
  /** joint / self - 1. */
  readonly change: Interval | null;
  /** People in both arms. */
  readonly overlapPeople: number | null;
}

/** How often to touch a person off site (V50); `from` and `to` null where the verdict names no range. */
export interface FrequencyAdvice {
  readonly verdict: string;
  readonly from: number | null;
  readonly to: number | null;
}

export interface Interval {
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
}

export const reviewParts = [
  "BASE",
  "LAST_YEAR",
  "BENCHMARK",
  "ATTRIBUTION",
  "COST",
  "JOINT",
  "FREQUENCY",
  "CHASE_PACK",
] as const;
export type ReviewPart = (typeof reviewParts)[number];

/** Why a part of the review is null: it was not asked for, nothing was computed yet, or this installation has nothing that would. */
export type MissingReason = "NOT_NAMED" | "NOT_COMPUTED";

export interface MissingPart {
  readonly part: ReviewPart;
  readonly reason: MissingReason;
}

export interface ReviewedTarget extends CampaignTarget {
  /** Of a target that names a source. */
  readonly matchRate: number | null;
}

export interface ReviewInputs {
  readonly method: string;
  /** RFC 3339; when it was asked for. */
  readonly asOf: string;
  readonly campaign: CampaignFigures;
  /** On whole hours. */
  readonly steps: readonly { readonly step: CampaignStep; readonly from: string; readonly to: string }[];
  /** What was done, in words: steps and their platforms. */
  readonly actions: string;
  /** Figures of the steps that have targets. */
  readonly stepFigures: Partial<Readonly<Record<CampaignStep, CampaignFigures>>>;
  readonly targets: readonly ReviewedTarget[];
  /** The comparison base of the growth programme. */
  readonly base: CampaignFigures | null;
  /** The campaign of the same promotion a year before. */
  readonly lastYear: CampaignFigures | null;
  /** True: flows are compared by share per day. */
  readonly isPerDay: boolean;
  readonly joint: readonly JointLine[] | null;
  readonly frequency: FrequencyAdvice | null;
  readonly missing: readonly MissingPart[];
}

/** A metric now, against the base and against last year: later / earlier - 1. */
export interface ReviewFigure {
  readonly metric: CampaignMetric;
  readonly value: number | null;
  readonly state: CampaignFigureState;
  readonly benchmark: number | null;
  readonly yearOnYear: number | null;
  readonly againstBase: number | null;
}

export interface TargetLine extends ReviewFigure, Pick<CampaignTarget, "step" | "target" | "owner" | "dueOn"> {
  readonly attainment: number | null;
}

/** An interval between two boundaries of steps; where several steps run it names them all and is never split. */
export interface StepInterval {
  readonly from: string;
  readonly to: string;
  readonly steps: readonly CampaignStep[];
  /** By stage, AWARE first: people at its end less people at its start. */
  readonly contribution: readonly (number | null)[];
}

export interface FlowLine extends Flow {
  readonly people: number | null;
  readonly now: Interval | null;
  readonly base: Interval | null;
  readonly change: number | null;
  readonly interval: { readonly low: number; readonly high: number } | null;
  /** Null without a base. */
  readonly significant: ChangeVerdict | null;
}

export interface AssetLine {
  readonly before: number | null;
  readonly after: number | null;
  readonly delta: number | null;
  readonly growth: number | null;
}

export interface GroupLine {
  readonly group: CrowdGroup;
  readonly base: number | null;
  readonly now: number | null;
  readonly growth: number | null;
}

/** What a review says; a pure function of its inputs. */
export interface ReviewContent {
  readonly isFinal: boolean;
  readonly targets: readonly TargetLine[];
  readonly figures: readonly ReviewFigure[];
  readonly gaps: readonly (GapChange & { readonly stage: Stage })[];
  readonly assets: AssetLine & {
    readonly growthAgainstIndustry: number | null;
    readonly excess: number | null;
    readonly rank: number | null;
    readonly of: number | null;
    readonly isMoreThanDoubled: boolean;
  };
  readonly stages: readonly (AssetLine & { readonly stage: Stage })[];
  readonly steps: readonly StepInterval[];
  readonly flows: readonly FlowLine[];
  readonly groups: readonly GroupLine[];
  /** Metrics of the scorecard, which has no single total. */
  readonly scorecard: readonly (ReviewFigure & { readonly target: number | null })[];
}

export interface Review {
  readonly id: string;
  readonly campaignId: string;
  readonly version: number;
  readonly publishedAt: Date;
  readonly chasePackId: string | null;
  readonly inputs: ReviewInputs;
  readonly content: ReviewContent;
}
