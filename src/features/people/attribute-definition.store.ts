import type { EntityManager } from "typeorm";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import type { AttributeDefinition, AttributeSpecification } from "./attribute-definition";

const DEFINITION = `id, code, name, description, type, allowed_values AS "allowedValues", minimum, maximum,
  maximum_age_days AS "maximumAgeDays", version, used_at AS "usedAt", retired_at AS "retiredAt"`;

interface DefinitionRow extends Omit<AttributeDefinition, "minimum" | "maximum"> {
  readonly minimum: string | null;
  readonly maximum: string | null;
}

/** The registry of each organisation; row-level security keeps them apart. */
export class AttributeDefinitionStore {
  constructor(private readonly database: Database) {}

  async findAll(context: RequestContext): Promise<readonly AttributeDefinition[]> {
    const rows: DefinitionRow[] = await this.database.withTenant(context, (manager) =>
      manager.query(`/* attributes.findAll */ SELECT ${DEFINITION} FROM attribute_definition ORDER BY code`),
    );
    return rows.map(toDefinition);
  }

  async find(context: RequestContext, id: string): Promise<AttributeDefinition | null> {
    const rows: DefinitionRow[] = await this.database.withTenant(context, (manager) =>
      manager.query(`/* attributes.find */ SELECT ${DEFINITION} FROM attribute_definition WHERE id = $1`, [id]),
    );
    return rows[0] ? toDefinition(rows[0]) : null;
  }

  async findByCodes(context: RequestContext, codes: readonly string[]): Promise<readonly AttributeDefinition[]> {
    const rows: DefinitionRow[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* attributes.findByCodes */ SELECT ${DEFINITION} FROM attribute_definition WHERE code = ANY($1)`,
        [codes],
      ),
    );
    return rows.map(toDefinition);
  }

  /** The row, locked until the transaction ends. */
  async lock(manager: EntityManager, id: string): Promise<AttributeDefinition | null> {
    const rows: DefinitionRow[] = await manager.query(
      `/* attributes.lock */ SELECT ${DEFINITION} FROM attribute_definition WHERE id = $1 FOR UPDATE`,
      [id],
    );
    return rows[0] ? toDefinition(rows[0]) : null;
  }

  /** False when the code is taken. */
  async insert(
    manager: EntityManager,
    context: RequestContext,
    id: string,
    attribute: AttributeSpecification,
  ): Promise<boolean> {
    const rows: unknown[] = await manager.query(
      `/* attributes.insert */ INSERT INTO attribute_definition
         (id, organisation_id, code, name, description, type, allowed_values, minimum, maximum, maximum_age_days, version, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, $11) ON CONFLICT (organisation_id, code) DO NOTHING RETURNING id`,
      [
        id,
        context.organisationId,
        attribute.code,
        attribute.name,
        attribute.description,
        attribute.type,
        attribute.allowedValues,
        attribute.minimum?.toString() ?? null,
        attribute.maximum?.toString() ?? null,
        attribute.maximumAgeDays,
        context.clock.now(),
      ],
    );
    return rows.length === 1;
  }

  async update(manager: EntityManager, id: string, attribute: AttributeSpecification): Promise<void> {
    await manager.query(
      `/* attributes.update */ UPDATE attribute_definition SET name = $2, description = $3, allowed_values = $4, minimum = $5, maximum = $6,
         maximum_age_days = $7, version = version + 1 WHERE id = $1`,
      [
        id,
        attribute.name,
        attribute.description,
        attribute.allowedValues,
        attribute.minimum?.toString() ?? null,
        attribute.maximum?.toString() ?? null,
        attribute.maximumAgeDays,
      ],
    );
  }

  async retire(manager: EntityManager, id: string, at: Date): Promise<void> {
    await manager.query(
      "/* attributes.retire */ UPDATE attribute_definition SET retired_at = $2, version = version + 1 WHERE id = $1",
      [id, at],
    );
  }

  /** From now on they may only widen. */
  async markUsed(context: RequestContext, codes: readonly string[]): Promise<void> {
    await this.database.withTenant(context, (manager) =>
      manager.query(
        "/* attributes.markUsed */ UPDATE attribute_definition SET used_at = $2 WHERE code = ANY($1) AND used_at IS NULL AND retired_at IS NULL",
        [codes, context.clock.now()],
      ),
    );
  }
}

const toDefinition = (row: DefinitionRow): AttributeDefinition => ({
  ...row,
  minimum: row.minimum === null ? null : BigInt(row.minimum),
  maximum: row.maximum === null ? null : BigInt(row.maximum),
});
