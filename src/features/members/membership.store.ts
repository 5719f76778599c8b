import type { EntityManager } from "typeorm";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import type { MembershipProgramme, MembershipTiers, NetAddTarget, TierDefinition } from "./membership";

interface StoredTier extends Omit<TierDefinition["tiers"][number], "minimumSpend"> {
  readonly minimumSpend: string | null;
}

interface TiersRow {
  readonly id: string;
  readonly version: number;
  readonly createdAt: string;
  readonly currencyCode: string;
  readonly definition: Omit<TierDefinition, "tiers"> & { readonly tiers: readonly StoredTier[] };
}

interface ProgrammeRow {
  readonly id: string;
  readonly brandId: number;
  readonly name: string;
  readonly netAdds: string | null;
  readonly from: Date | null;
  readonly to: Date | null;
  readonly version: number;
  readonly tiers: TiersRow;
}

const TIERS = `jsonb_build_object('id', tiers.id, 'version', tiers.version, 'createdAt', tiers.created_at,
  'currencyCode', brand.currency_code, 'definition', tiers.definition)`;

const PROGRAMME = `programme.id, programme.brand_id AS "brandId", programme.name, target_net_adds AS "netAdds", target_from AS "from",
  target_to AS "to", programme.version, ${TIERS} AS tiers`;

/** A programme exists for the organisation that made it as long as its brand is granted. */
const VISIBLE = `membership_programme AS programme
  JOIN brand_grant ON brand_grant.brand_id = programme.brand_id JOIN brand ON brand.id = programme.brand_id`;
const NEWEST_TIERS = `JOIN LATERAL (
  SELECT * FROM membership_tiers WHERE programme_id = programme.id ORDER BY membership_tiers.version DESC LIMIT 1
) AS tiers ON true`;

export class MembershipStore {
  constructor(private readonly database: Database) {}

  find(
    context: RequestContext,
    where: { readonly id: string } | { readonly brandId: number },
  ): Promise<MembershipProgramme | null> {
    const [column, value] = "id" in where ? ["id", where.id] : ["brand_id", where.brandId];
    return this.database.withTenant(context, async (manager) => {
      const rows: ProgrammeRow[] = await manager.query(
        `/* memberships.find */ SELECT ${PROGRAMME} FROM ${VISIBLE} ${NEWEST_TIERS} WHERE programme.${column} = $1`,
        [value],
      );
      return rows[0] ? toProgramme(rows[0]) : null;
    });
  }

  /** Every version, newest first. */
  findTiers(context: RequestContext, programmeId: string): Promise<readonly MembershipTiers[]> {
    return this.readTiers(context, "programme.id = $1 ORDER BY tiers.version DESC", [programmeId]);
  }

  async findVersion(context: RequestContext, programmeId: string, version: number): Promise<MembershipTiers | null> {
    const where = "programme.id = $1 AND tiers.version = $2";
    return (await this.readTiers(context, where, [programmeId, version]))[0] ?? null;
  }

  async findTiersById(context: RequestContext, id: string): Promise<MembershipTiers | null> {
    return (await this.readTiers(context, "tiers.id = $1", [id]))[0] ?? null;
  }

  /** False when the organisation has a programme of the brand. */
  async insert(
    manager: EntityManager,
    context: RequestContext,
    { id, brandId, name, target, tiers }: MembershipProgramme,
  ): Promise<boolean> {
    const now = context.clock.now();
    const inserted: unknown[] = await manager.query(
      `/* memberships.insert */ INSERT INTO membership_programme
         (id, organisation_id, brand_id, name, target_net_adds, target_from, target_to, version, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8) ON CONFLICT (organisation_id, brand_id) DO NOTHING RETURNING id`,
      [id, context.organisationId, brandId, name, ...targetColumns(target), now],
    );
    if (inserted.length === 0) return false;
    await this.insertTiers(manager, context, id, tiers);
    return true;
  }

  /** Takes the programme's next version; false when it is at another one than `programme`. */
  async update(
    manager: EntityManager,
    { id, version, name, target }: Omit<MembershipProgramme, "tiers">,
  ): Promise<boolean> {
    const [, affected]: [unknown[], number] = await manager.query(
      `/* memberships.update */ UPDATE membership_programme
       SET name = $3, target_net_adds = $4, target_from = $5, target_to = $6, version = version + 1 WHERE id = $1 AND version = $2`,
      [id, version, name, ...targetColumns(target)],
    );
    return affected === 1;
  }

  async insertTiers(
    manager: EntityManager,
    context: RequestContext,
    programmeId: string,
    { id, version, currencyCode: _, createdAt, ...definition }: MembershipTiers,
  ): Promise<void> {
    const tiers = definition.tiers.map((tier) => ({ ...tier, minimumSpend: tier.minimumSpend?.toString() ?? null }));
    await manager.query(
      `/* memberships.insertTiers */ INSERT INTO membership_tiers (id, organisation_id, programme_id, version, definition, created_at)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [id, context.organisationId, programmeId, version, JSON.stringify({ ...definition, tiers }), createdAt],
    );
  }

  private async readTiers(
    context: RequestContext,
    where: string,
    params: readonly unknown[],
  ): Promise<readonly MembershipTiers[]> {
    const rows: { tiers: TiersRow }[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* memberships.findTiers */ SELECT ${TIERS} AS tiers
         FROM ${VISIBLE} JOIN membership_tiers AS tiers ON tiers.programme_id = programme.id WHERE ${where}`,
        [...params],
      ),
    );
    return rows.map(({ tiers }) => toTiers(tiers));
  }
}

const targetColumns = (target: NetAddTarget | null): readonly unknown[] =>
  target === null ? [null, null, null] : [target.netAdds.toString(), target.from, target.to];

const toProgramme = ({ netAdds, from, to, tiers, ...row }: ProgrammeRow): MembershipProgramme => ({
  ...row,
  target: netAdds === null ? null : { netAdds: BigInt(netAdds), from: from!, to: to! },
  tiers: toTiers(tiers),
});

const toTiers = ({ definition, createdAt, ...row }: TiersRow): MembershipTiers => ({
  ...row,
  ...definition,
  createdAt: new Date(createdAt),
  tiers: definition.tiers.map((tier) => ({
    ...tier,
    minimumSpend: tier.minimumSpend === null ? null : BigInt(tier.minimumSpend),
  })),
});
