import type { EntityManager } from "typeorm";
import { type Page, type PageRequest, readPage } from "../../platform/page";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import type { CustomerValueModel } from "./customer-value-model";

interface ModelRow extends Omit<CustomerValueModel, "people"> {
  readonly people: string;
}

const MODEL = `model.id, model.brand_id AS "brandId", model.version, model.currency_code AS "currencyCode",
  model.acquired_from::text AS "acquiredFrom", model.as_of::text AS "asOf", model.fitted_at AS "fittedAt", model.people, model.report,
  model.approved_by_id AS "approvedById", model.approved_at AS "approvedAt"`;

/** A model exists for the organisation that had it fitted as long as its brand is granted. */
const FROM_MODEL = "FROM customer_value_model AS model JOIN brand_grant ON brand_grant.brand_id = model.brand_id";

export class CustomerValueModelStore {
  constructor(private readonly database: Database) {}

  async find(context: RequestContext, id: string): Promise<CustomerValueModel | null> {
    const rows: ModelRow[] = await this.database.withTenant(context, (manager) =>
      manager.query(`/* customerValue.findModel */ SELECT ${MODEL} ${FROM_MODEL} WHERE model.id = $1`, [id]),
    );
    return rows[0] ? toModel(rows[0]) : null;
  }

  /** The newest version first. */
  async findPage(context: RequestContext, brandId: number, page: PageRequest): Promise<Page<CustomerValueModel>> {
    return readPage(
      page,
      ({ version }) => [String(version)],
      async ({ fromEnd, after, before, limit }) => {
        const rows: ModelRow[] = await this.database.withTenant(context, (manager) =>
          manager.query(
            `/* customerValue.findModels */ SELECT ${MODEL} ${FROM_MODEL} WHERE model.brand_id = $1
               AND ($2::integer IS NULL OR model.version < $2) AND ($3::integer IS NULL OR model.version > $3)
             ORDER BY model.version ${fromEnd ? "ASC" : "DESC"} LIMIT $4`,
            [brandId, after?.[0] ?? null, before?.[0] ?? null, limit],
          ),
        );
        return rows.map(toModel);
      },
    );
  }

  async count(context: RequestContext, brandId: number): Promise<number> {
    const rows: { count: string }[] = await this.database.withTenant(context, (manager) =>
      manager.query(`/* customerValue.countModels */ SELECT count(*) ${FROM_MODEL} WHERE model.brand_id = $1`, [
        brandId,
      ]),
    );
    return Number(rows[0]!.count);
  }

  /** Gives it the next version of its brand; fits that end together take turns. */
  async insert(
    manager: EntityManager,
    context: RequestContext,
    model: Omit<CustomerValueModel, "version" | "approvedById" | "approvedAt">,
  ): Promise<void> {
    await manager.query(
      "/* customerValue.lockModels */ SELECT pg_advisory_xact_lock(hashtextextended('customer_value_model ' || $1 || ' ' || $2, 0))",
      [context.organisationId, model.brandId],
    );
    await manager.query(
      `/* customerValue.insertModel */ INSERT INTO customer_value_model
         (id, organisation_id, brand_id, version, currency_code, acquired_from, as_of, fitted_at, people, report)
       SELECT $1, $2, $3, coalesce(max(version), 0) + 1, $4, $5, $6, $7, $8, $9 FROM customer_value_model
       WHERE organisation_id = $2 AND brand_id = $3`,
      [
        ...[model.id, context.organisationId, model.brandId, model.currencyCode, model.acquiredFrom, model.asOf],
        ...[model.fittedAt, model.people.toString(), JSON.stringify(model.report)],
      ],
    );
  }

  /** Returns false when it was approved before. */
  async approve(manager: EntityManager, context: RequestContext, id: string): Promise<boolean> {
    const [, affected]: [unknown[], number] = await manager.query(
      `/* customerValue.approveModel */ UPDATE customer_value_model SET approved_by_id = $2, approved_at = $3
       WHERE id = $1 AND approved_at IS NULL`,
      [id, context.actor.accessKeyId, context.clock.now()],
    );
    return affected === 1;
  }
}

const toModel = ({ people, ...model }: ModelRow): CustomerValueModel => ({ ...model, people: BigInt(people) });
