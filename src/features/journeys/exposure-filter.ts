import type { Site } from "../touchpoints";

/** Which exposures are meant; what is absent restricts nothing. */
export interface ExposureFilter {
  readonly platforms?: readonly string[] | null | undefined;
  readonly site?: Site | null | undefined;
  /** Named by a code or by a placement, also where the touchpoint names no brand. */
  readonly campaign?: {
    readonly codes: readonly string[];
    /** Platform and external id. */
    readonly placements: readonly (readonly [platform: string, externalId: string])[];
  } | null;
}
