import type { EntityManager } from "typeorm";

/** What a comparison of a category is over. */
export interface CategoryWindow {
  readonly asOf: Date;
  readonly flowFrom: Date;
}

/** Which comparisons of a brand's category there shall be. */
export class CategoryWindowStore {
  async findPrimaryCategory(manager: EntityManager, brandId: number): Promise<number | null> {
    const rows: { categoryId: number }[] = await manager.query(
      `/* categoryWindows.findPrimaryCategory */ SELECT category_id AS "categoryId" FROM brand_category WHERE brand_id = $1 AND is_primary`,
      [brandId],
    );
    return rows[0]?.categoryId ?? null;
  }

  /** Of comparisons that stand and are outdated, those of instants from `since` on, the newest first. */
  findOutdated(
    manager: EntityManager,
    categoryId: number,
    { since, limit }: { readonly since: Date; readonly limit: number },
  ): Promise<readonly CategoryWindow[]> {
    return manager.query(
      `/* categoryWindows.findOutdated */ SELECT as_of AS "asOf", flow_from AS "flowFrom" FROM (
         SELECT DISTINCT ON (as_of, flow_from) as_of, flow_from, outdated_at FROM benchmark
         WHERE category_id = $1 AND as_of >= $2 ORDER BY as_of, flow_from, computed_at DESC, id DESC
       ) AS standing
       WHERE outdated_at IS NOT NULL ORDER BY as_of DESC LIMIT $3`,
      [categoryId, since, limit],
    );
  }
}
