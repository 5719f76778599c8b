import type { EntityManager } from "typeorm";
import type { TierCuts } from "../../engines/customer-value/value-tiers";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import type { ScoringReport, ScoringSeries, ValueGroup, ValueScoring, ValueTierCuts } from "./value-scoring";

interface ScoringRow extends Omit<ValueScoring, "people" | "erasedPeople" | "report"> {
  readonly people: string;
  readonly erasedPeople: string;
  readonly report: Texts<ScoringReport>;
}

/** As JSON keeps it: bigints as texts. */
type Texts<Value> = Value extends bigint
  ? string
  : Value extends readonly (infer Item)[]
    ? readonly Texts<Item>[]
    : Value extends object
      ? { readonly [Key in keyof Value]: Texts<Value[Key]> }
      : Value;

const SCORING = `scoring.id, scoring.brand_id AS "brandId", scoring.model_id AS "modelId", scoring.cuts_version AS "cutsVersion",
  scoring.as_of::text AS "asOf", scoring.horizon_days AS "horizonDays", scoring.annual_discount_rate AS "annualDiscountRate",
  scoring.known_at AS "knownAt", scoring.outdated_at AS "outdatedAt", scoring.erased_people AS "erasedPeople", scoring.people, scoring.report`;
/** A scoring exists for the organisation that had it made as long as its brand is granted. */
const FROM = "FROM customer_value_scoring AS scoring JOIN brand_grant ON brand_grant.brand_id = scoring.brand_id";

export class ValueScoringStore {
  constructor(private readonly database: Database) {}

  async find(context: RequestContext, id: string): Promise<ValueScoring | null> {
    return (await this.read(context, "find", "scoring.id = $1", [id]))[0] ?? null;
  }

  async findByIds(context: RequestContext, ids: readonly string[]): Promise<readonly ValueScoring[]> {
    return this.read(context, "findByIds", "scoring.id = ANY($1) ORDER BY scoring.as_of, scoring.id", [ids]);
  }

  /** The newest knowledge of the newest day at or before one. Ids grow with time. */
  async findNewest(context: RequestContext, brandId: number, until: string): Promise<ValueScoring | null> {
    const where = "scoring.brand_id = $1 AND scoring.as_of <= $2 ORDER BY scoring.as_of DESC, scoring.id DESC LIMIT 1";
    return (await this.read(context, "findNewest", where, [brandId, until]))[0] ?? null;
  }

  /** The newest knowledge of each day from `from` to `to`, both included, in the order of days. */
  async findSeries(
    context: RequestContext,
    { brandId, modelId, horizonDays, annualDiscountRate }: ScoringSeries,
    { from, to }: { readonly from: string; readonly to: string },
  ): Promise<readonly ValueScoring[]> {
    const where = `scoring.id IN (
      SELECT DISTINCT ON (as_of) id FROM customer_value_scoring
      WHERE brand_id = $1 AND model_id = $2 AND horizon_days = $3 AND annual_discount_rate = $4 AND as_of BETWEEN $5 AND $6
      ORDER BY as_of, id DESC
    ) ORDER BY scoring.as_of`;
    return this.read(context, "findSeries", where, [brandId, modelId, horizonDays, annualDiscountRate, from, to]);
  }

  async insert(manager: EntityManager, context: RequestContext, scoring: ValueScoring): Promise<void> {
    await manager.query(
      `/* customerValue.insertScoring */ INSERT INTO customer_value_scoring
         (id, organisation_id, brand_id, model_id, cuts_version, as_of, horizon_days, annual_discount_rate, known_at, people, report)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        ...[scoring.id, context.organisationId, scoring.brandId, scoring.modelId, scoring.cutsVersion, scoring.asOf],
        ...[scoring.horizonDays, scoring.annualDiscountRate, scoring.knownAt, scoring.people.toString()],
        JSON.stringify(scoring.report, (_, value) => (typeof value === "bigint" ? value.toString() : value)),
      ],
    );
  }

  /** Those of the scorings, of any organisation, that were published. */
  async findPublished(ids: readonly string[]): Promise<readonly string[]> {
    const rows: { id: string }[] = await this.database.withSystem((manager) =>
      manager.query("/* customerValue.findPublished */ SELECT id FROM customer_value_scoring WHERE id = ANY($1)", [
        ids,
      ]),
    );
    return rows.map(({ id }) => id);
  }

  /** The newest cuts; null: none were set. */
  async findCuts(context: RequestContext, brandId: number): Promise<ValueTierCuts | null> {
    return this.database.withTenant(context, (manager) => findCuts(manager, brandId));
  }

  async findCutsVersion(context: RequestContext, brandId: number, version: number): Promise<ValueTierCuts | null> {
    return this.database.withTenant(context, (manager) => findCuts(manager, brandId, version));
  }

  /** Sets the version after `expected`; answers the version in force when that is another one. */
  async insertCuts(
    manager: EntityManager,
    context: RequestContext,
    { id, brandId, cuts }: { readonly id: string; readonly brandId: number; readonly cuts: TierCuts },
    expected: number,
  ): Promise<number | null> {
    await manager.query(
      "/* customerValue.lockCuts */ SELECT pg_advisory_xact_lock(hashtextextended('value_tier_cuts ' || $1 || ' ' || $2, 0))",
      [context.organisationId, brandId],
    );
    const current = (await findCuts(manager, brandId))?.version ?? 0;
    if (current !== expected) return current;
    await manager.query(
      `/* customerValue.insertCuts */ INSERT INTO value_tier_cuts (id, organisation_id, brand_id, version, cuts, created_at, created_by_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [
        ...[id, context.organisationId, brandId, expected + 1],
        JSON.stringify(cuts, (_, value) => (typeof value === "bigint" ? value.toString() : value)),
        ...[context.clock.now(), context.actor.accessKeyId],
      ],
    );
    return null;
  }

  private async read(
    context: RequestContext,
    place: string,
    where: string,
    params: readonly unknown[],
  ): Promise<readonly ValueScoring[]> {
    const rows: ScoringRow[] = await this.database.withTenant(context, (manager) =>
      manager.query(`/* customerValue.${place} */ SELECT ${SCORING} ${FROM} WHERE ${where}`, [...params]),
    );
    return rows.map(toScoring);
  }
}

async function findCuts(manager: EntityManager, brandId: number, version?: number): Promise<ValueTierCuts | null> {
  const rows: { version: number; cuts: Texts<TierCuts>; createdAt: Date }[] = await manager.query(
    `/* customerValue.findCuts */ SELECT version, cuts, created_at AS "createdAt" FROM value_tier_cuts
     WHERE brand_id = $1 AND ($2::integer IS NULL OR version = $2) ORDER BY version DESC LIMIT 1`,
    [brandId, version ?? null],
  );
  if (!rows[0]) return null;
  const { cuts } = rows[0];
  if (cuts.kind === "SHARE") return { ...rows[0], cuts };
  return { ...rows[0], cuts: { kind: "VALUE", high: BigInt(cuts.high), mid: BigInt(cuts.mid) } };
}

const toGroup = ({ people, worth, past, alive }: Texts<ValueGroup>): ValueGroup => ({
  ...{ people: BigInt(people), worth: BigInt(worth), past: BigInt(past), alive },
});

function toScoring({ people, erasedPeople, report, ...scoring }: ScoringRow): ValueScoring {
  const { bounds, medians, tiers, quadrants, aliveTenths, rankCorrelation } = report;
  return {
    ...scoring,
    people: BigInt(people),
    erasedPeople: BigInt(erasedPeople),
    report: {
      bounds: { high: BigInt(bounds.high), mid: BigInt(bounds.mid) },
      medians: { past: BigInt(medians.past), worth: BigInt(medians.worth) },
      tiers: tiers.map(toGroup),
      quadrants: quadrants.map(toGroup),
      aliveTenths: aliveTenths.map(BigInt),
      rankCorrelation,
    },
  };
}
