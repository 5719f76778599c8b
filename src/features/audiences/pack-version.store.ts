import type { EntityManager } from "typeorm";
import { type Page, type PageRequest, readPage } from "../../platform/page";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import type { PackRules } from "./audience-pack";
import type { RecordedChange, RecordedVersion } from "./pack-version";

interface VersionRow extends Omit<RecordedVersion, "rules"> {
  readonly rules: PackRules["rule"];
  readonly canonical: string;
  readonly hash: string;
}

/** In the transaction that takes the version. */
export async function recordVersion(
  manager: EntityManager,
  { organisationId, actor, clock }: RequestContext,
  pack: { readonly id: string; readonly version: number },
  change: RecordedChange,
): Promise<void> {
  await manager.query(
    `/* packVersions.record */ INSERT INTO audience_pack_version
       (audience_pack_id, version, organisation_id, change, access_key_id, changed_at)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [pack.id, pack.version, organisationId, change, actor.accessKeyId, clock.now()],
  );
}

/** The rules of a version are the newest that it or one before it brought. */
const VERSION = `version.version, version.change, version.access_key_id AS "accessKeyId", version.changed_at AS "changedAt",
  rules.rules, rules.canonical, rules.hash
  FROM audience_pack_version AS version
  JOIN LATERAL (
    SELECT rules, canonical, hash FROM audience_pack_rules
    WHERE audience_pack_id = version.audience_pack_id AND audience_pack_rules.version <= version.version
    ORDER BY audience_pack_rules.version DESC LIMIT 1
  ) AS rules ON true`;

export class PackVersionStore {
  constructor(private readonly database: Database) {}

  /** Newest first. */
  async findPage(context: RequestContext, packId: string, page: PageRequest): Promise<Page<RecordedVersion>> {
    const sortKey = ({ version }: RecordedVersion): readonly string[] => [String(version)];
    return readPage(page, sortKey, async ({ after, before, fromEnd, limit }) => {
      const rows: VersionRow[] = await this.database.withTenant(context, (manager) =>
        manager.query(
          `/* packVersions.findPage */ SELECT ${VERSION} WHERE version.audience_pack_id = $1
             AND ($2::integer IS NULL OR version.version < $2) AND ($3::integer IS NULL OR version.version > $3)
           ORDER BY version.version ${fromEnd ? "ASC" : "DESC"} LIMIT $4`,
          [packId, after?.[0] ?? null, before?.[0] ?? null, limit],
        ),
      );
      return rows.map(toVersion);
    });
  }

  async count(context: RequestContext, packId: string): Promise<number> {
    const rows: { count: string }[] = await this.database.withTenant(context, (manager) =>
      manager.query("/* packVersions.count */ SELECT count(*) FROM audience_pack_version WHERE audience_pack_id = $1", [
        packId,
      ]),
    );
    return Number(rows[0]!.count);
  }

  async find(context: RequestContext, packId: string, version: number): Promise<RecordedVersion | null> {
    const rows: VersionRow[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* packVersions.find */ SELECT ${VERSION} WHERE version.audience_pack_id = $1 AND version.version = $2`,
        [packId, version],
      ),
    );
    return rows[0] ? toVersion(rows[0]) : null;
  }

  /** The rules of each pack in its version, in the order asked; null: there is no such version. */
  async findRules(
    context: RequestContext,
    packs: readonly { readonly id: string; readonly version: number }[],
  ): Promise<readonly (PackRules["rule"] | null)[]> {
    const rows: { rules: PackRules["rule"] | null }[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* packVersions.findRules */ SELECT (
           SELECT rules FROM audience_pack_rules
           WHERE audience_pack_id = pack.id AND audience_pack_rules.version <= pack.version
           ORDER BY audience_pack_rules.version DESC LIMIT 1
         ) AS rules FROM unnest($1::uuid[], $2::integer[]) WITH ORDINALITY AS pack(id, version, place) ORDER BY pack.place`,
        [packs.map(({ id }) => id), packs.map(({ version }) => version)],
      ),
    );
    return rows.map(({ rules }) => rules);
  }
}

const toVersion = ({ rules, canonical, hash, ...row }: VersionRow): RecordedVersion => ({
  ...row,
  rules: { rule: rules, canonical, hash },
});
