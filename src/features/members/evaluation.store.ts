import type { EntityManager } from "typeorm";
import { type Page, type PageRequest, readPage } from "../../platform/page";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import type { EvaluationKey, MemberEvaluation } from "./evaluation";
import type { MembershipStore } from "./membership.store";

interface EvaluationRow {
  readonly id: string;
  readonly programmeId: string;
  readonly brandId: number;
  readonly tiersId: string;
  readonly asOf: Date;
  readonly knownAt: Date;
  readonly planeVersion: string;
  readonly outdatedAt: Date | null;
  readonly erasedPeople: string;
  readonly counts: readonly string[];
}

const EVALUATION = `evaluation.id, tiers.programme_id AS "programmeId", evaluation.brand_id AS "brandId", tiers_id AS "tiersId",
  as_of AS "asOf", known_at AS "knownAt", plane_version AS "planeVersion", outdated_at AS "outdatedAt", erased_people AS "erasedPeople", counts`;
const FROM = `FROM member_evaluation AS evaluation JOIN membership_tiers AS tiers ON tiers.id = tiers_id
  JOIN brand_grant ON brand_grant.brand_id = evaluation.brand_id`;
/** The newest knowledge of the newest instant first. Ids grow with time, so they tell what was known last. */
const NEWEST_FIRST = "as_of DESC, evaluation.id DESC";

export class EvaluationStore {
  constructor(
    private readonly database: Database,
    private readonly memberships: MembershipStore,
  ) {}

  async findById(context: RequestContext, id: string): Promise<MemberEvaluation | null> {
    return (await this.find(context, "evaluation.id = $1", [id]))[0] ?? null;
  }

  /** The newest at or before an instant; `tiersId` null: of any version of the tiers. */
  async findNewest(
    context: RequestContext,
    where: { readonly programmeId: string; readonly tiersId: string | null; readonly until: Date },
  ): Promise<MemberEvaluation | null> {
    const condition = "tiers.programme_id = $1 AND ($2::uuid IS NULL OR tiers_id = $2) AND as_of <= $3";
    return (await this.find(context, condition, [where.programmeId, where.tiersId, where.until]))[0] ?? null;
  }

  /** The newest knowledge of an instant under one version of the tiers. */
  async findAt(context: RequestContext, { tiersId, asOf }: EvaluationKey): Promise<MemberEvaluation | null> {
    return (await this.find(context, "tiers_id = $1 AND as_of = $2", [tiersId, asOf]))[0] ?? null;
  }

  async findPage(context: RequestContext, programmeId: string, request: PageRequest): Promise<Page<MemberEvaluation>> {
    const sortKey = ({ asOf, id }: MemberEvaluation): readonly string[] => [asOf.toISOString(), id];
    return readPage(request, sortKey, ({ fromEnd, after, before, limit }) =>
      this.find(
        context,
        `tiers.programme_id = $1 AND ($2::timestamptz IS NULL OR (as_of, evaluation.id) < ($2, $3::uuid))
         AND ($4::timestamptz IS NULL OR (as_of, evaluation.id) > ($4, $5::uuid))`,
        [programmeId, after?.[0] ?? null, after?.[1] ?? null, before?.[0] ?? null, before?.[1] ?? null],
        { order: fromEnd ? "as_of, evaluation.id" : NEWEST_FIRST, limit },
      ),
    );
  }

  async count(context: RequestContext, programmeId: string): Promise<number> {
    const [row]: { count: number }[] = await this.database.withTenant(context, (manager) =>
      manager.query(`/* evaluations.count */ SELECT count(*)::int AS count ${FROM} WHERE tiers.programme_id = $1`, [
        programmeId,
      ]),
    );
    return row!.count;
  }

  /** The evaluation of this key that is not outdated, if one is published. */
  findKnown(context: RequestContext, key: EvaluationKey): Promise<string | null> {
    return this.database.withTenant(context, (manager) => findKnown(manager, key));
  }

  /** Publishes, unless the same was published meanwhile; answers the id that stands. */
  async insertOnce(
    manager: EntityManager,
    context: RequestContext,
    evaluation: Omit<MemberEvaluation, "isOutdated" | "erasedPeople" | "programmeId">,
  ): Promise<string> {
    const key = { tiersId: evaluation.tiers.id, asOf: evaluation.asOf };
    await manager.query(
      "/* evaluations.lock */ SELECT pg_advisory_xact_lock(hashtextextended('member_evaluation ' || $1, 0))",
      [key.tiersId],
    );
    const known = await findKnown(manager, key);
    if (known !== null) return known;
    await manager.query(
      `/* evaluations.insert */ INSERT INTO member_evaluation
         (id, organisation_id, brand_id, tiers_id, as_of, known_at, plane_version, counts)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        evaluation.id,
        context.organisationId,
        evaluation.brandId,
        key.tiersId,
        key.asOf,
        evaluation.knownAt,
        evaluation.planeVersion.toString(),
        evaluation.counts.map(String),
      ],
    );
    return evaluation.id;
  }

  private async find(
    context: RequestContext,
    where: string,
    params: readonly unknown[],
    { order, limit } = { order: NEWEST_FIRST, limit: 1 },
  ): Promise<readonly MemberEvaluation[]> {
    const rows: EvaluationRow[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* evaluations.find */ SELECT ${EVALUATION} ${FROM} WHERE ${where} ORDER BY ${order} LIMIT ${limit}`,
        [...params],
      ),
    );
    const versions = new Map<string, Promise<MemberEvaluation["tiers"] | null>>();
    for (const { tiersId } of rows)
      if (!versions.has(tiersId)) versions.set(tiersId, this.memberships.findTiersById(context, tiersId));
    return Promise.all(
      rows.map(async ({ tiersId, planeVersion, outdatedAt, erasedPeople, counts, ...row }) => ({
        ...row,
        tiers: (await versions.get(tiersId))!,
        planeVersion: BigInt(planeVersion),
        isOutdated: outdatedAt !== null,
        erasedPeople: BigInt(erasedPeople),
        counts: counts.map(BigInt),
      })),
    );
  }
}

async function findKnown(manager: EntityManager, { tiersId, asOf }: EvaluationKey): Promise<string | null> {
  const rows: { id: string }[] = await manager.query(
    `/* evaluations.findKnown */ SELECT id FROM member_evaluation
     WHERE tiers_id = $1 AND as_of = $2 AND outdated_at IS NULL ORDER BY id LIMIT 1`,
    [tiersId, asOf],
  );
  return rows[0]?.id ?? null;
}
