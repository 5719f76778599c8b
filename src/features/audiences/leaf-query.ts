import type { Action, Site } from "../../engines/segmentation/rule";
import type { LabelDimension } from "../assets";
import type { OverlayId } from "../people";
import type { RfmQuery } from "./rfm-query";

/** Touchpoints in a half-open window of milliseconds since 1970, of sources that the asker may read. */
interface Reading {
  readonly sourceIds: readonly number[];
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

/** Who has at least `atLeast` touchpoints that meet every condition; null asks nothing. */
export interface DidQuery extends Reading {
  readonly kind: "DID";
  readonly action: Action;
  readonly atLeast: number;
  readonly brandIds: readonly number[] | null;
  readonly categoryIds: readonly number[] | null;
  readonly campaignCode: string | null;
  readonly platforms: readonly string[] | null;
  readonly site: Site | null;
}

/** Who has any touchpoint. */
export interface SeenQuery extends Reading {
  readonly kind: "SEEN";
}

export type TouchpointQuery = DidQuery | SeenQuery;

/** A question of the data with everything that its answer depends on. */
export type LeafQuery =
  | ((TouchpointQuery | RfmQuery) & {
      readonly planeVersion: string;
      /** What the answer is joined through: it is about the cloud's people when the touchpoints are none of the asker's own. */
      readonly joinedBy: OverlayId;
    })
  | (Knowing & {
      readonly kind: "LABEL";
      readonly labelsId: string;
      readonly brandId: number;
      readonly dimension: LabelDimension;
      readonly labels: readonly number[];
    })
  | (Knowing & { readonly kind: "MEMBERS"; readonly buildId: string })
  | (Knowing & { readonly kind: "LOOK_ALIKE"; readonly modelId: string; readonly topPercent: number });
