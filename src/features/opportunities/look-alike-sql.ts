import { IS_CONTACT } from "../journeys";
import { touchpointRelation } from "../people";
import { type FeatureQuery, featuresOf } from "./look-alike-features";

const INSTANT = "DateTime64(3, 'UTC')";

/** Touchpoints that describe people; orders and refunds of the own brand do not, as they are what a seed is mostly made of. */
export const describingRows = ({ overlayId }: FeatureQuery, read: "COUNTED" | "PRESENT"): string => `
  ${touchpointRelation(overlayId, read)}
  WHERE occurred_at >= {from:${INSTANT}} AND occurred_at < {to:${INSTANT}} AND source_id IN {sourceIds:Array(UInt32)}
    AND ${IS_CONTACT} AND NOT (brand_id = {brandId:UInt32} AND action IN ('ORDER', 'REFUND'))`;

/** `ordinal` and features f0, f1, ... of every person whom `where` holds for. */
export const featuresSql = (query: FeatureQuery, where: string): string => `
  SELECT ordinal, ${featuresOf(query)
    .map(([, sql], index) => `toFloat64(${sql}) AS f${index}`)
    .join(", ")}
  FROM ${describingRows(query, "COUNTED")} AND ${where}
  GROUP BY ordinal`;

export const featureParams = (query: FeatureQuery): Record<string, unknown> => ({
  brandId: query.brandId,
  categoryIds: [...query.categoryIds],
  currency: query.currencyCode,
  sourceIds: [...query.sourceIds],
  from: query.from,
  to: query.to,
  platforms: [...query.platforms],
});
