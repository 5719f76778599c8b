import type { EntityManager } from "typeorm";
import type { LateTouchpoints, OutdatedFigures } from "./late-touchpoints";
import { WITH_TOUCHED } from "./touched-categories-sql";

/** Where figures of whole categories are kept, with their category and `outdated_at`. */
export interface CategoryFigures {
  readonly name: string;
  readonly table: string;
  /** The column of the instant at which they end. */
  readonly asOf: string;
}

/**
 * Marks figures of all brands of a category. A touchpoint before their end concerns them, of the category or one below it, by
 * itself or by its brand. They are of CLOUD sources, so what only one organisation sees leaves them as they are.
 */
export class OutdatedCategoryStore implements OutdatedFigures {
  constructor(private readonly figures: CategoryFigures) {}

  async markOutdated(manager: EntityManager, { oldest, organisationId }: LateTouchpoints, at: Date): Promise<void> {
    if (oldest.length === 0 || organisationId !== null) return;
    await manager.query(`/* ${this.figures.name}.mark */ ${this.mark()}`, [JSON.stringify(oldest), at]);
  }

  /** Of one category's figures, while they are published; `oldest` null: they are outdated whatever came. */
  async markPublished(
    manager: EntityManager,
    id: string,
    oldest: LateTouchpoints["oldest"] | null,
    at: Date,
  ): Promise<void> {
    const { name, table } = this.figures;
    if (oldest === null)
      await manager.query(`/* ${name}.markOne */ UPDATE ${table} SET outdated_at = $2 WHERE id = $1`, [id, at]);
    else if (oldest.length > 0)
      await manager.query(`/* ${name}.markPublished */ ${this.mark()} AND id = $3`, [JSON.stringify(oldest), at, id]);
  }

  private mark(): string {
    const { table, asOf } = this.figures;
    return `${WITH_TOUCHED}
      UPDATE ${table} SET outdated_at = $2
      WHERE outdated_at IS NULL
        AND EXISTS (SELECT FROM touched WHERE touched.category_id = ${table}.category_id AND touched.at < ${table}.${asOf})`;
  }
}
