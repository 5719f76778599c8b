import type { BrandWindow } from "./brand-window";

const INSTANT = "DateTime64(3, 'UTC')";

/** Condition on touchpoints of any brand: in the window, and readable by the caller. */
export const IN_TIME = `occurred_at >= {from:${INSTANT}} AND occurred_at < least({to:${INSTANT}}, {asOf:${INSTANT}})
    AND source_id IN {sourceIds:Array(UInt32)}`;

export const OF_BRAND = "brand_id = {brandId:UInt32}";

/** An opportunity to see is no contact of a person. */
export const IS_CONTACT = "exposure = 'SERVED'";

/** Parameters of the conditions above. */
export const windowParams = ({ brandId, from, to, asOf, sourceIds }: BrandWindow): Record<string, unknown> => ({
  brandId,
  from,
  to,
  asOf,
  sourceIds: [...sourceIds],
});
