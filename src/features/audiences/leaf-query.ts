import type { MoneyRange, TouchCodes } from "../../engines/segmentation/touch-rule";
import type { LabelDimension } from "../assets";
import type { OverlayId } from "../people";
import type { Action, Site } from "../touchpoints";
import type { PersonLeafQuery } from "./person-leaf-query";
import type { RfmQuery } from "./rfm-query";

/** Touchpoints in a half-open window of milliseconds since 1970. */
interface Reading {
  /** What touchpoints are joined to people through while they are read. */
  readonly overlayId: OverlayId;
  readonly from: number;
  readonly to: number;
}

/** How the asker knows people now: bitmaps that were frozen name people as they were. */
interface Knowing {
  readonly overlayId: OverlayId;
  readonly peopleVersion: string;
}

/** Touchpoints that meet every condition, of sources that the asker may read; null asks nothing. */
export interface TouchSelection {
  readonly actions: readonly Action[];
  readonly brandIds: readonly number[] | null;
  readonly categoryIds: readonly number[] | null;
  readonly campaignCode: string | null;
  readonly codes: TouchCodes;
  /** In their one spelling. */
  readonly keywords: readonly string[] | null;
  readonly aliases: AliasTerms | null;
  readonly platforms: readonly string[] | null;
  readonly site: Site | null;
  readonly sourceIds: readonly number[];
  readonly value: MoneyRange | null;
}

/** Words of which a keyword must hold some, on the days on which they are an alias. */
export interface AliasTerms {
  /** In which days begin. */
  readonly zone: string;
  readonly terms: readonly AliasTerm[];
}

export interface AliasTerm {
  /** As `keywordWords` gives them. */
  readonly words: string;
  readonly productCode: string | null;
  readonly validFrom: string;
  /** The first day after it; null: it goes on. */
  readonly validTo: string | null;
}

/** Who has at least `atLeast` touchpoints of the selection, together worth at least `worth`. */
export interface DidQuery extends Reading, TouchSelection {
  readonly kind: "DID";
  readonly atLeast: number;
  /** Digits of minor units. */
  readonly worth: { readonly currencyCode: string; readonly minor: string } | null;
}

/** Who has a touchpoint of each selection, the second one later by at least and at most so many milliseconds. */
export interface SequenceQuery extends Reading {
  readonly kind: "SEQUENCE";
  readonly first: TouchSelection;
  readonly second: TouchSelection;
  readonly minGap: number;
  readonly maxGap: number;
}

/** Who has any touchpoint. */
export interface SeenQuery extends Reading {
  readonly kind: "SEEN";
  readonly sourceIds: readonly number[];
  /** Absent: any. */
  readonly platforms?: readonly string[];
}

export type TouchpointQuery = DidQuery | SequenceQuery | SeenQuery;

/** Who has one of the labels. */
export interface LabelQuery extends Knowing {
  readonly kind: "LABEL";
  readonly labelsId: string;
  readonly brandId: number;
  readonly dimension: LabelDimension;
  readonly labels: readonly number[];
}

/** A question of the data with everything that its answer depends on. */
export type LeafQuery =
  | ((TouchpointQuery | RfmQuery) & {
      readonly planeVersion: string;
      /** What the answer is joined through: it is about the cloud's people when the touchpoints are none of the asker's own. */
      readonly joinedBy: OverlayId;
    })
  | LabelQuery
  | (Knowing & { readonly kind: "MEMBERS"; readonly buildId: string })
  | (Knowing & { readonly kind: "LOOK_ALIKE"; readonly modelId: string; readonly topPercent: number })
  | PersonLeafQuery;
