import type { EntityManager } from "typeorm";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";

export interface Category {
  readonly id: number;
  readonly code: string;
  readonly name: string;
  readonly nameZh: string | null;
  readonly parentId: number | null;
}

export interface Brand {
  readonly id: number;
  readonly code: string;
  readonly name: string;
  readonly nameZh: string | null;
  readonly zone: string;
  readonly currencyCode: string;
}

export interface BrandCategory {
  readonly brandId: number;
  readonly categoryId: number;
  readonly isPrimary: boolean;
}

export interface IdentityNamespace {
  readonly code: string;
  readonly format: "SHA256_HEX" | "OPAQUE";
  readonly pattern: string | null;
}

const BRAND = `brand.id, brand.code, brand.name, brand.name_zh AS "nameZh", brand.zone, brand.currency_code AS "currencyCode"`;
const CATEGORY = `id, code, name, name_zh AS "nameZh", parent_id AS "parentId"`;

/** The cloud's catalogue: read under the caller's organisation, written by the system role only. */
/** A brand as touchpoints name it, with a category or without. */
export interface CataloguePair {
  readonly brandCode: string;
  readonly categoryCode: string | null;
}

export class BrandStore {
  constructor(private readonly database: Database) {}

  /** Brands granted to the caller's organisation, by name. */
  async findGranted(context: RequestContext): Promise<readonly Brand[]> {
    return this.database.readAsTenant(
      context,
      `/* brands.findGranted */ SELECT ${BRAND} FROM brand JOIN brand_grant ON brand_grant.brand_id = brand.id ORDER BY brand.code`,
    );
  }

  async findCategoriesByIds(context: RequestContext, ids: readonly number[]): Promise<readonly Category[]> {
    return this.database.withTenant(context, (manager) =>
      manager.query(`/* brands.findCategoriesByIds */ SELECT ${CATEGORY} FROM category WHERE id = ANY($1)`, [ids]),
    );
  }

  async findBrandCategories(context: RequestContext, brandIds: readonly number[]): Promise<readonly BrandCategory[]> {
    return this.database.withTenant(context, (manager) =>
      manager.query(
        `/* brands.findBrandCategories */ SELECT brand_id AS "brandId", category_id AS "categoryId", is_primary AS "isPrimary"
         FROM brand_category WHERE brand_id = ANY($1) ORDER BY is_primary DESC, category_id`,
        [brandIds],
      ),
    );
  }

  /** The category and all below it. */
  async findCategoryTree(categoryId: number): Promise<readonly number[]> {
    const rows: { id: number }[] = await this.database.withSystem((manager) =>
      manager.query(
        `/* brands.findCategoryTree */ WITH RECURSIVE tree AS (
           SELECT id FROM category WHERE id = $1
           UNION SELECT category.id FROM category JOIN tree ON category.parent_id = tree.id
         ) SELECT id FROM tree ORDER BY id`,
        [categoryId],
      ),
    );
    return rows.map((row) => row.id);
  }

  /** All brands of a category tree, whoever they are granted to: for figures of the industry. */
  async findBrandsOfCategories(categoryIds: readonly number[]): Promise<readonly Brand[]> {
    return this.database.withSystem((manager) =>
      manager.query(
        `/* brands.findBrandsOfCategories */ SELECT DISTINCT ${BRAND} FROM brand JOIN brand_category ON brand_category.brand_id = brand.id
         WHERE brand_category.category_id = ANY($1) ORDER BY brand.id`,
        [categoryIds],
      ),
    );
  }

  async findAllBrands(): Promise<readonly Brand[]> {
    return this.database.withSystem((manager) =>
      manager.query(`/* brands.findAllBrands */ SELECT ${BRAND} FROM brand`),
    );
  }

  async findAllCategories(): Promise<readonly Category[]> {
    return this.database.withSystem((manager) =>
      manager.query(`/* brands.findAllCategories */ SELECT ${CATEGORY} FROM category`),
    );
  }

  async findPlatforms(
    context: Pick<RequestContext, "organisationId">,
  ): Promise<readonly { readonly code: string; readonly name: string; readonly nameZh: string | null }[]> {
    return this.database.readAsTenant(
      context,
      `/* brands.findPlatforms */ SELECT code, name, name_zh AS "nameZh" FROM platform ORDER BY code`,
    );
  }

  async findNamespaces(): Promise<readonly IdentityNamespace[]> {
    return this.database.withSystem((manager) =>
      manager.query("/* brands.findNamespaces */ SELECT code, format, pattern FROM identity_namespace ORDER BY code"),
    );
  }

  async insertCategory(manager: EntityManager, category: Omit<Category, "id">): Promise<Category | null> {
    const rows: Category[] = await manager.query(
      `/* brands.insertCategory */ INSERT INTO category (code, name, name_zh, parent_id) VALUES ($1, $2, $3, $4)
       ON CONFLICT (code) DO NOTHING RETURNING ${CATEGORY}`,
      [category.code, category.name, category.nameZh, category.parentId],
    );
    return rows[0] ?? null;
  }

  async insertBrand(manager: EntityManager, brand: Omit<Brand, "id">): Promise<Brand | null> {
    const rows: Brand[] = await manager.query(
      `/* brands.insertBrand */ INSERT INTO brand (code, name, name_zh, zone, currency_code) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (code) DO NOTHING RETURNING ${BRAND}`,
      [brand.code, brand.name, brand.nameZh, brand.zone, brand.currencyCode],
    );
    return rows[0] ?? null;
  }

  async insertBrandCategory(manager: EntityManager, link: BrandCategory): Promise<void> {
    await manager.query(
      "/* brands.insertBrandCategory */ INSERT INTO brand_category (brand_id, category_id, is_primary) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
      [link.brandId, link.categoryId, link.isPrimary],
    );
  }

  /** Until the transaction ends nobody else adds what is missing: two at once would each give a brand its first category. */
  async lockMissing(manager: EntityManager): Promise<void> {
    await manager.query(
      "/* brands.lockMissing */ SELECT pg_advisory_xact_lock(hashtextextended('what the catalogue lacks', 0))",
    );
  }

  async insertMissingCategories(manager: EntityManager, codes: readonly string[]): Promise<void> {
    await manager.query(
      `/* brands.insertMissingCategories */ INSERT INTO category (code, name)
       SELECT code, code FROM unnest($1::text[]) WITH ORDINALITY AS new (code, place) ORDER BY place ON CONFLICT (code) DO NOTHING`,
      [codes],
    );
  }

  async insertMissingBrands(
    manager: EntityManager,
    codes: readonly string[],
    { zone, currencyCode }: Pick<Brand, "zone" | "currencyCode">,
  ): Promise<void> {
    await manager.query(
      `/* brands.insertMissingBrands */ INSERT INTO brand (code, name, zone, currency_code)
       SELECT code, code, $2, $3 FROM unnest($1::text[]) WITH ORDINALITY AS new (code, place) ORDER BY place ON CONFLICT (code) DO NOTHING`,
      [codes, zone, currencyCode],
    );
  }

  /** A brand without a category gets the first one named as its primary one. */
  async insertMissingBrandCategories(manager: EntityManager, pairs: readonly CataloguePair[]): Promise<void> {
    await manager.query(
      `/* brands.insertMissingBrandCategories */ INSERT INTO brand_category (brand_id, category_id, is_primary)
       SELECT brand.id, category.id, pair.place = min(pair.place) OVER (PARTITION BY brand.id)
         AND NOT EXISTS (SELECT FROM brand_category WHERE brand_category.brand_id = brand.id)
       FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS pair (brand_code, category_code, place)
       INNER JOIN brand ON brand.code = pair.brand_code INNER JOIN category ON category.code = pair.category_code
       ON CONFLICT (brand_id, category_id) DO NOTHING`,
      [pairs.map(({ brandCode }) => brandCode), pairs.map(({ categoryCode }) => categoryCode)],
    );
  }

  async insertGrant(manager: EntityManager, organisationId: string, brandId: number, at: Date): Promise<void> {
    await manager.query(
      "/* brands.insertGrant */ INSERT INTO brand_grant (organisation_id, brand_id, granted_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
      [organisationId, brandId, at],
    );
  }

  async insertNamespace(manager: EntityManager, namespace: IdentityNamespace): Promise<boolean> {
    const rows: unknown[] = await manager.query(
      "/* brands.insertNamespace */ INSERT INTO identity_namespace (code, format, pattern) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING code",
      [namespace.code, namespace.format, namespace.pattern],
    );
    return rows.length === 1;
  }
}
