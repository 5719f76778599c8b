/**
 * Late touchpoints (`$1`, as JSON) as `late`, and as `touched` the categories in which something came, each with those above it: a
 * touchpoint's own category, and those of its brand.
 */
export const WITH_TOUCHED = `
  WITH RECURSIVE late AS MATERIALIZED (
    SELECT "brandId", "categoryId", at FROM jsonb_to_recordset($1) AS late ("brandId" integer, "categoryId" integer, at timestamptz)
  ), named AS (
    SELECT "categoryId" AS category_id, at FROM late WHERE "categoryId" IS NOT NULL
    UNION ALL
    SELECT brand_category.category_id, late.at FROM late JOIN brand_category ON brand_category.brand_id = late."brandId"
  ), touched AS (
    SELECT category_id, min(at) AS at FROM named GROUP BY category_id
    UNION
    SELECT category.parent_id, touched.at FROM touched JOIN category ON category.id = touched.category_id
    WHERE category.parent_id IS NOT NULL
  )`;
