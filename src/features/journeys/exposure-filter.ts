import type { Site } from "../touchpoints";

/** Which exposures are meant; what is absent restricts nothing. */
export interface ExposureFilter {
  readonly platforms?: readonly string[] | null | undefined;
  readonly site?: Site | null | undefined;
  /** Campaigns that a touchpoint of the brand names. Codes of a caller's choice: another brand may have the same. */
  readonly campaignCodes?: readonly string[] | null | undefined;
  /** An own campaign of the brand, named by a code or by a placement, also where the touchpoint names no brand. */
  readonly campaign?: {
    readonly codes: readonly string[];
    /** Platform and external id. */
    readonly placements: readonly (readonly [platform: string, externalId: string])[];
  } | null;
}
