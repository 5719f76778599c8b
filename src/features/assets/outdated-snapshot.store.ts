import type { EntityManager } from "typeorm";
import { type LateTouchpoints, type OutdatedFigures, WITH_TOUCHED } from "../touchpoints";

/**
 * A snapshot is outdated by a touchpoint before its instant of its brand, or of a category of its brand or of its own, or
 * of one below these: by category, the touchpoint's own and those of its brand. So it holds for stages and for the nine-grid,
 * but for one thing: a touchpoint on site that has no such brand can move people between PLATFORM and unplaced.
 */
const CONCERNED = `
  asset_snapshot.as_of > (SELECT min(at) FROM late)
  AND (
    EXISTS (SELECT FROM late WHERE late."brandId" = asset_snapshot.brand_id AND late.at < asset_snapshot.as_of)
    OR EXISTS (
      SELECT FROM touched
      WHERE touched.at < asset_snapshot.as_of AND (
        touched.category_id = asset_snapshot.category_id
        OR touched.category_id IN (SELECT category_id FROM brand_category WHERE brand_category.brand_id = asset_snapshot.brand_id))))`;

/** Marks what is published and may no longer be what taking it again would give. */
export class OutdatedSnapshotStore implements OutdatedFigures {
  async markOutdated(manager: EntityManager, { oldest, organisationId }: LateTouchpoints, at: Date): Promise<void> {
    if (oldest.length === 0) return;
    await manager.query(
      `/* outdatedSnapshots.mark */ ${WITH_TOUCHED}
       UPDATE asset_snapshot SET outdated_at = $2
       WHERE outdated_at IS NULL AND ($3::uuid IS NULL OR organisation_id = $3) AND ${CONCERNED}`,
      [JSON.stringify(oldest), at, organisationId],
    );
  }

  /** Of one snapshot, while it is published; `oldest` null: it is outdated whatever came. */
  async markPublished(
    manager: EntityManager,
    id: string,
    oldest: LateTouchpoints["oldest"] | null,
    at: Date,
  ): Promise<void> {
    if (oldest === null) {
      await manager.query("/* outdatedSnapshots.markOne */ UPDATE asset_snapshot SET outdated_at = $2 WHERE id = $1", [
        id,
        at,
      ]);
    } else if (oldest.length > 0) {
      await manager.query(
        `/* outdatedSnapshots.markPublished */ ${WITH_TOUCHED}
         UPDATE asset_snapshot SET outdated_at = $2 WHERE id = $3 AND outdated_at IS NULL AND ${CONCERNED}`,
        [JSON.stringify(oldest), at, id],
      );
    }
  }
}
