import type { PeopleBitmaps } from "../../platform/clickhouse/bitmap-eraser";

/** Tiers of evaluations, which part the members. */
export const TIER_BITMAPS: PeopleBitmaps = {
  name: "memberTierEraser",
  table: "member_tier",
  id: "evaluation_id",
  parts: "true",
  published: { table: "member_evaluation", id: "id" },
};
