import type { EntityManager } from "typeorm";
import { type Page, type PageRequest, readPage } from "../../platform/page";
import type { Database } from "../../platform/postgres/database";
import type { Literal } from "../../platform/postgres/joint-reads";
import type { RequestContext } from "../../platform/request-context";
import type { AssetSnapshot, NewAssetSnapshot, SnapshotChoice, SnapshotKey, TrendGrain } from "./asset-snapshot";
import { type SnapshotRow, toSnapshot, toStored } from "./asset-snapshot-row";
import type { RuleSet, RuleSetInForce } from "./rule-set";
import type { ToldCount } from "./told-counts";

const RULE_SET =
  "jsonb_build_object('id', rule_set.id, 'brandId', rule_set.brand_id, 'code', rule_set.code, 'version', rule_set.version, 'definition', rule_set.definition)";
const SNAPSHOT = `asset_snapshot.*, ${RULE_SET} AS rule_set,
  (SELECT newer.id FROM asset_snapshot AS newer WHERE newer.restates_id = asset_snapshot.id) AS restated_by_id,
  (SELECT newer.known_at FROM asset_snapshot AS newer WHERE newer.restates_id = asset_snapshot.id) AS restated_at`;
const FROM_SNAPSHOT = "FROM asset_snapshot JOIN rule_set ON rule_set.id = asset_snapshot.rule_set_id";
/** The newest knowledge of the newest instant first. Ids grow with time, so they tell what was known last. */
const NEWEST_FIRST = "asset_snapshot.as_of DESC, asset_snapshot.id DESC";
const SHIPPED =
  "SELECT id FROM rule_set WHERE code = 'DEFAULT' AND organisation_id IS NULL ORDER BY version DESC LIMIT 1";
/** Of several snapshots of one instant those by the rules in force first. */
const IN_FORCE_FIRST = `asset_snapshot.as_of DESC, (asset_snapshot.rule_set_id = coalesce(
    (SELECT assigned.rule_set_id FROM brand_rule_set AS assigned
     WHERE assigned.brand_id = asset_snapshot.brand_id ORDER BY assigned.version DESC LIMIT 1), (${SHIPPED}))) DESC, asset_snapshot.id DESC`;

export class AssetSnapshotStore {
  constructor(private readonly database: Database) {}

  async findDefaultRuleSet(): Promise<RuleSet> {
    const [ruleSet]: RuleSet[] = await this.database.withSystem((manager) =>
      manager.query(
        `/* assets.findDefaultRuleSet */ SELECT id, brand_id AS "brandId", code, version, definition FROM rule_set
         WHERE code = 'DEFAULT' AND organisation_id IS NULL ORDER BY version DESC LIMIT 1`,
      ),
    );
    if (!ruleSet)
      throw new Error("The rule set DEFAULT must be shipped with the database, but is missing; run migrate.");
    return ruleSet;
  }

  /** A shipped rule set, or one of the caller's organisation. */
  async findRuleSet(context: RequestContext, id: string): Promise<RuleSet | null> {
    const rows: RuleSet[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* assets.findRuleSet */ SELECT id, brand_id AS "brandId", code, version, definition FROM rule_set WHERE id = $1`,
        [id],
      ),
    );
    return rows[0] ?? null;
  }

  async findRuleSetInForce(context: RequestContext, brandId: number): Promise<RuleSetInForce> {
    const rows: { ruleSet: RuleSet; version: number; assignedAt: Date }[] = await this.database.withTenant(
      context,
      (manager) =>
        manager.query(
          `/* assets.findRuleSetInForce */ SELECT ${RULE_SET} AS "ruleSet", assigned.version, assigned_at AS "assignedAt"
           FROM brand_rule_set AS assigned JOIN rule_set ON rule_set.id = assigned.rule_set_id
           WHERE assigned.brand_id = $1 ORDER BY assigned.version DESC LIMIT 1`,
          [brandId],
        ),
    );
    return rows[0] ?? { ruleSet: await this.findDefaultRuleSet(), version: 0, assignedAt: null };
  }

  async findById(context: RequestContext, id: string): Promise<AssetSnapshot | null> {
    return (await this.find(context, "assets.findSnapshotById", "asset_snapshot.id = $1", [id]))[0] ?? null;
  }

  /** Of all categories; `asOf` null: the newest. */
  async findLatest(
    context: RequestContext,
    brandId: number,
    asOf: Date | null,
    { ruleSetId = null, knownAt = null }: SnapshotChoice = {},
  ): Promise<AssetSnapshot | null> {
    const where = `asset_snapshot.brand_id = $1 AND category_id IS NULL AND ($2::timestamptz IS NULL OR as_of = $2)
      AND ($3::uuid IS NULL OR rule_set_id = $3) AND ($4::timestamptz IS NULL OR known_at <= $4)`;
    const params = [brandId, asOf, ruleSetId, knownAt];
    return (await this.find(context, "assets.findLatestSnapshot", where, params))[0] ?? null;
  }

  private async find(
    context: RequestContext,
    place: string,
    where: string,
    params: readonly Literal[],
  ): Promise<readonly AssetSnapshot[]> {
    const rows = await this.database.readAsTenant<SnapshotRow>(
      context,
      `/* ${place} */ SELECT ${SNAPSHOT} ${FROM_SNAPSHOT} WHERE ${where} ORDER BY ${IN_FORCE_FIRST} LIMIT 1`,
      params,
    );
    return rows.map(toSnapshot);
  }

  /** A page of a brand's snapshots of any scope, newest first. */
  async findPage(context: RequestContext, brandId: number, request: PageRequest): Promise<Page<AssetSnapshot>> {
    const sortKey = ({ asOf, id }: AssetSnapshot): readonly string[] => [asOf.toISOString(), id];
    return readPage(request, sortKey, async ({ fromEnd, after, before, limit }) => {
      const order = fromEnd ? "asset_snapshot.as_of, asset_snapshot.id" : NEWEST_FIRST;
      const rows: SnapshotRow[] = await this.database.withTenant(context, (manager) =>
        manager.query(
          `/* assets.findSnapshotPage */ SELECT ${SNAPSHOT} ${FROM_SNAPSHOT} WHERE asset_snapshot.brand_id = $1
             AND ($2::timestamptz IS NULL OR (as_of, asset_snapshot.id) < ($2, $3::uuid))
             AND ($4::timestamptz IS NULL OR (as_of, asset_snapshot.id) > ($4, $5::uuid))
           ORDER BY ${order} LIMIT $6`,
          [brandId, after?.[0] ?? null, after?.[1] ?? null, before?.[0] ?? null, before?.[1] ?? null, limit],
        ),
      );
      return rows.map(toSnapshot);
    });
  }

  async count(context: RequestContext, brandId: number): Promise<number> {
    const [row]: { count: number }[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        "/* assets.countSnapshots */ SELECT count(*)::int AS count FROM asset_snapshot WHERE brand_id = $1",
        [brandId],
      ),
    );
    return row!.count;
  }

  /** The last snapshot of each bucket between two instants, both included; buckets begin in `zone`, weeks on Monday. Oldest first. */
  async findTrend(
    context: RequestContext,
    brandId: number,
    window: {
      readonly from: Date;
      readonly to: Date;
      readonly zone: string;
      readonly grain: TrendGrain;
      readonly ruleSetId: string | null;
    },
  ): Promise<readonly AssetSnapshot[]> {
    const rows: SnapshotRow[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* assets.findTrend */ SELECT * FROM (
           SELECT DISTINCT ON (date_trunc($4, as_of AT TIME ZONE $5)) ${SNAPSHOT} ${FROM_SNAPSHOT}
           WHERE asset_snapshot.brand_id = $1 AND category_id IS NULL AND as_of >= $2 AND as_of <= $3
             AND ($6::uuid IS NULL OR rule_set_id = $6)
           ORDER BY date_trunc($4, as_of AT TIME ZONE $5), ${IN_FORCE_FIRST}
         ) AS last_of_bucket ORDER BY as_of`,
        [brandId, window.from, window.to, window.grain.toLowerCase(), window.zone, window.ruleSetId],
      ),
    );
    return rows.map(toSnapshot);
  }

  /** The snapshot of this key that is not outdated and has its labels, if one is published. */
  async findKnown(context: RequestContext, key: SnapshotKey): Promise<string | null> {
    return this.database.withTenant(context, (manager) => findKnown(manager, key));
  }

  /** Publishes, unless the same was published meanwhile; answers the id that stands. */
  async insertOnce(manager: EntityManager, context: RequestContext, snapshot: NewAssetSnapshot): Promise<string> {
    const key: SnapshotKey = { ...snapshot, ruleSetId: snapshot.ruleSet.id };
    await manager.query(
      "/* assets.lockSnapshots */ SELECT pg_advisory_xact_lock(hashtextextended('asset_snapshot ' || $1 || ' ' || $2, 0))",
      [context.organisationId, String(key.brandId)],
    );
    const known = await findKnown(manager, key);
    if (known !== null) return known;
    const { figures } = snapshot;
    const restated: { id: string }[] = await manager.query(
      `/* assets.findRestated */ SELECT id FROM asset_snapshot WHERE brand_id = $1 AND category_id IS NOT DISTINCT FROM $2
         AND as_of = $3 AND rule_set_id = $4
         AND NOT EXISTS (SELECT FROM asset_snapshot AS newer WHERE newer.restates_id = asset_snapshot.id)
       ORDER BY id DESC LIMIT 1`,
      [key.brandId, key.categoryId, key.asOf, key.ruleSetId],
    );
    await manager.query(
      `/* assets.insertSnapshot */ INSERT INTO asset_snapshot
         (id, organisation_id, brand_id, category_id, as_of, known_at, plane_version, people_version, rule_set_id, labels_id, people, figures, restates_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
      [
        snapshot.id,
        context.organisationId,
        key.brandId,
        key.categoryId,
        key.asOf,
        snapshot.knownAt,
        snapshot.planeVersion.toString(),
        key.peopleVersion.toString(),
        key.ruleSetId,
        snapshot.labelsId,
        figures.people.toString(),
        JSON.stringify(toStored(figures)),
        restated[0]?.id ?? null,
      ],
    );
    return snapshot.id;
  }

  async insertTold(
    manager: EntityManager,
    context: RequestContext,
    snapshotId: string,
    counts: readonly ToldCount[],
    threshold: number,
  ): Promise<void> {
    await manager.query(
      `/* assets.insertTold */ INSERT INTO asset_told_count (snapshot_id, organisation_id, threshold, kind, name, people)
       SELECT $1::uuid, $2::uuid, $3::integer, * FROM unnest($4::text[], $5::text[], $6::bigint[])`,
      [
        ...[snapshotId, context.organisationId, threshold],
        counts.map(({ kind }) => kind),
        counts.map(({ name }) => name),
        counts.map(({ people }) => people?.toString() ?? null),
      ],
    );
  }
}

async function findKnown(manager: EntityManager, key: SnapshotKey): Promise<string | null> {
  const rows: { id: string }[] = await manager.query(
    `/* assets.findKnownSnapshot */ SELECT id FROM asset_snapshot WHERE brand_id = $1 AND category_id IS NOT DISTINCT FROM $2
       AND as_of = $3 AND rule_set_id = $4 AND people_version = $5 AND outdated_at IS NULL AND labels_thinned_at IS NULL
     ORDER BY id DESC LIMIT 1`,
    [key.brandId, key.categoryId, key.asOf, key.ruleSetId, key.peopleVersion.toString()],
  );
  return rows[0]?.id ?? null;
}
