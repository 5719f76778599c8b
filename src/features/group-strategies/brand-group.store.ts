import type { EntityManager } from "typeorm";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import type { BrandGroup } from "./group-strategy";

const GROUP = `brand_group.id, brand_group.name, brand_group.version, brand_group.created_at AS "createdAt",
  ARRAY(SELECT member.brand_id FROM brand_group_member AS member JOIN brand_grant USING (brand_id)
    WHERE member.brand_group_id = brand_group.id ORDER BY member.brand_id) AS "brandIds"`;

export class BrandGroupStore {
  constructor(private readonly database: Database) {}

  async find(context: RequestContext, id: string): Promise<BrandGroup | null> {
    const rows: BrandGroup[] = await this.database.withTenant(context, (manager) =>
      manager.query(`/* brandGroups.find */ SELECT ${GROUP} FROM brand_group WHERE id = $1`, [id]),
    );
    return rows[0] ?? null;
  }

  findAll(context: RequestContext): Promise<readonly BrandGroup[]> {
    return this.database.withTenant(context, (manager) =>
      manager.query(`/* brandGroups.findAll */ SELECT ${GROUP} FROM brand_group ORDER BY name`),
    );
  }

  /** False when a group has the name. */
  async insert(
    manager: EntityManager,
    { organisationId }: RequestContext,
    { id, name, createdAt }: Omit<BrandGroup, "brandIds" | "version">,
  ): Promise<boolean> {
    const rows: unknown[] = await manager.query(
      `/* brandGroups.insert */ INSERT INTO brand_group (id, organisation_id, name, version, created_at)
       VALUES ($1, $2, $3, 1, $4) ON CONFLICT (organisation_id, name) DO NOTHING RETURNING id`,
      [id, organisationId, name, createdAt],
    );
    return rows.length === 1;
  }

  async isNameTaken(manager: EntityManager, { id, name }: Pick<BrandGroup, "id" | "name">): Promise<boolean> {
    const rows: unknown[] = await manager.query(
      "/* brandGroups.isNameTaken */ SELECT FROM brand_group WHERE name = $2 AND id <> $1",
      [id, name],
    );
    return rows.length > 0;
  }

  /** False when the version moved on. */
  async update(manager: EntityManager, id: string, expectedVersion: number, name: string): Promise<boolean> {
    const [rows]: [unknown[]] = await manager.query(
      `/* brandGroups.update */ UPDATE brand_group SET name = $3, version = version + 1
       WHERE id = $1 AND version = $2 RETURNING id`,
      [id, expectedVersion, name],
    );
    return rows.length === 1;
  }

  async setMembers(
    manager: EntityManager,
    { organisationId }: RequestContext,
    id: string,
    brandIds: readonly number[],
  ): Promise<void> {
    await manager.query("/* brandGroups.removeMembers */ DELETE FROM brand_group_member WHERE brand_group_id = $1", [
      id,
    ]);
    await manager.query(
      `/* brandGroups.insertMembers */ INSERT INTO brand_group_member (brand_group_id, brand_id, organisation_id)
       SELECT $1, brand_id, $2 FROM unnest($3::integer[]) AS brand_id`,
      [id, organisationId, brandIds],
    );
  }
}
