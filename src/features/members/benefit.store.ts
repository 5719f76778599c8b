import type { EntityManager } from "typeorm";
import { newId } from "../../platform/ids";
import { type Page, type PageRequest, readPage } from "../../platform/page";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import type { Benefit, IssuedBenefit } from "./benefit";

interface BenefitRow extends Omit<Benefit, "unitCost"> {
  readonly unitCostMinor: string;
  readonly currencyCode: string;
}

/** A benefit on its way to a person. */
export interface NewIssue {
  readonly identityKey: string;
  /** Code of the tier that the person stands in; null: in none that was evaluated. */
  readonly tier: string | null;
}

/** What an issue takes from its benefit. */
export type IssueTerms = Pick<Benefit, "id" | "validDays" | "withdrawnAt">;

export interface Redemption {
  readonly benefitId: string;
  readonly reference: string;
  readonly issueId: string;
  readonly useNumber: number;
  readonly redeemedAt: Date;
  readonly costMinor: bigint;
}

const BENEFIT = `benefit.id, programme_id AS "programmeId", code, benefit.name, uses, valid_days AS "validDays",
  unit_cost_minor AS "unitCostMinor", currency_code AS "currencyCode", benefit.version, withdrawn_at AS "withdrawnAt"`;
/** As its programme, a benefit is there as long as the brand is granted. */
const VISIBLE = `benefit JOIN membership_programme AS programme ON programme.id = programme_id
  JOIN brand_grant ON brand_grant.brand_id = programme.brand_id`;
const ISSUES_PER_INSERT = 10_000;

/** Benefits and their ledger. */
export class BenefitStore {
  constructor(private readonly database: Database) {}

  async find(context: RequestContext, id: string): Promise<Benefit | null> {
    return (await this.read(context, "benefit.id = $1", [id]))[0] ?? null;
  }

  /** By code. */
  findOfProgramme(context: RequestContext, programmeId: string): Promise<readonly Benefit[]> {
    return this.read(context, "programme_id = $1 ORDER BY code", [programmeId]);
  }

  /** Newest first: ids grow with time. */
  findPage(context: RequestContext, programmeId: string, request: PageRequest): Promise<Page<Benefit>> {
    return readPage<Benefit>(
      request,
      ({ id }) => [id],
      ({ after, before, fromEnd, limit }) =>
        this.read(
          context,
          `programme_id = $1 AND ($2::uuid IS NULL OR benefit.id < $2) AND ($3::uuid IS NULL OR benefit.id > $3)
           ORDER BY benefit.id ${fromEnd ? "ASC" : "DESC"} LIMIT $4`,
          [programmeId, after?.[0] ?? null, before?.[0] ?? null, limit],
        ),
    );
  }

  async count(context: RequestContext, programmeId: string): Promise<number> {
    const [row]: { count: number }[] = await this.database.withTenant(context, (manager) =>
      manager.query(`/* benefits.count */ SELECT count(*)::int AS count FROM ${VISIBLE} WHERE programme_id = $1`, [
        programmeId,
      ]),
    );
    return row!.count;
  }

  /** False when the programme has the code. */
  async insert(manager: EntityManager, context: RequestContext, benefit: Benefit): Promise<boolean> {
    const { id, programmeId, code, name, uses, validDays, unitCost } = benefit;
    const inserted: unknown[] = await manager.query(
      `/* benefits.insert */ INSERT INTO benefit
         (id, organisation_id, programme_id, code, name, uses, valid_days, unit_cost_minor, currency_code, created_at, version)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1) ON CONFLICT (programme_id, code) DO NOTHING RETURNING id`,
      [
        ...[id, context.organisationId, programmeId, code, name, uses, validDays],
        ...[unitCost.minor.toString(), unitCost.currencyCode, context.clock.now()],
      ],
    );
    return inserted.length === 1;
  }

  /** Takes the benefit's next version; false when it is at another one than `benefit`. */
  async update(
    manager: EntityManager,
    { id, version, name, validDays, unitCost, withdrawnAt }: Benefit,
  ): Promise<boolean> {
    const [, affected]: [unknown[], number] = await manager.query(
      `/* benefits.update */ UPDATE benefit
       SET name = $3, valid_days = $4, unit_cost_minor = $5, withdrawn_at = $6, version = version + 1 WHERE id = $1 AND version = $2`,
      [id, version, name, validDays, unitCost.minor.toString(), withdrawnAt],
    );
    return affected === 1;
  }

  /** Issues and changes of one benefit wait for one another until the transaction ends, so that nobody gets it twice. */
  async lockIssuing(manager: EntityManager, benefitId: string): Promise<void> {
    await manager.query(
      "/* benefits.lockIssuing */ SELECT pg_advisory_xact_lock(hashtextextended('benefit_issue ' || $1, 0))",
      [benefitId],
    );
  }

  /** What an issue takes from the benefit as it is now, under {@link lockIssuing}. */
  async findTerms(manager: EntityManager, benefitId: string): Promise<IssueTerms> {
    const [terms]: IssueTerms[] = await manager.query(
      `/* benefits.findTerms */ SELECT id, valid_days AS "validDays", withdrawn_at AS "withdrawnAt" FROM benefit WHERE id = $1`,
      [benefitId],
    );
    return terms!;
  }

  /** Of these keys those that the benefit was issued to. */
  async findHolding(manager: EntityManager, benefitId: string, keys: readonly string[]): Promise<ReadonlySet<string>> {
    const rows: { key: string }[] = await manager.query(
      `/* benefits.findHolding */ SELECT identity_key::text AS key FROM benefit_issue
       WHERE benefit_id = $1 AND identity_key = ANY($2::numeric[])`,
      [benefitId, keys],
    );
    return new Set(rows.map(({ key }) => key));
  }

  /** Every key that the benefit was issued to, and how many issues there are, those of erased people included. */
  async findHolders(
    manager: EntityManager,
    benefitId: string,
  ): Promise<{ readonly keys: readonly string[]; readonly issues: number }> {
    const [row]: { keys: string[] | null; issues: number }[] = await manager.query(
      `/* benefits.findHolders */ SELECT array_agg(identity_key::text) FILTER (WHERE identity_key IS NOT NULL) AS keys, count(*)::int AS issues
       FROM benefit_issue WHERE benefit_id = $1`,
      [benefitId],
    );
    return { keys: row!.keys ?? [], issues: row!.issues };
  }

  async insertIssues(
    manager: EntityManager,
    context: RequestContext,
    { id: benefitId, validDays }: IssueTerms,
    issues: readonly NewIssue[],
    at: Date,
  ): Promise<void> {
    const expiresAt = validDays === null ? null : new Date(at.getTime() + validDays * 86_400_000);
    for (let from = 0; from < issues.length; from += ISSUES_PER_INSERT) {
      const part = issues.slice(from, from + ISSUES_PER_INSERT);
      await manager.query(
        `/* benefits.insertIssues */ INSERT INTO benefit_issue (organisation_id, benefit_id, issued_at, expires_at, id, identity_key, tier)
         SELECT $1, $2, $3, $4, * FROM unnest($5::uuid[], $6::numeric[], $7::text[])`,
        [
          ...[context.organisationId, benefitId, at, expiresAt],
          ...[part.map(() => newId(at)), part.map(({ identityKey }) => identityKey), part.map(({ tier }) => tier)],
        ],
      );
    }
  }

  /** Issues of the benefits to the keys, held until the transaction ends, each with the uses that are redeemed by then. */
  async holdIssues(
    manager: EntityManager,
    benefitIds: readonly string[],
    keys: readonly string[],
  ): Promise<readonly IssuedBenefit[]> {
    const held: { id: string; identityKey: string; benefitId: string; issuedAt: Date; expiresAt: Date | null }[] =
      await manager.query(
        `/* benefits.holdIssues */ SELECT id, identity_key::text AS "identityKey", benefit_id AS "benefitId", issued_at AS "issuedAt", expires_at AS "expiresAt"
         FROM benefit_issue WHERE benefit_id = ANY($1) AND identity_key = ANY($2::numeric[])
         ORDER BY id FOR UPDATE -- one order for all calls: two that redeem the same issues never wait in a circle`,
        [benefitIds, keys],
      );
    // A statement of its own: what others redeemed while this one waited for them is seen from here on only.
    const used: { id: string; used: number }[] = await manager.query(
      `/* benefits.countUses */ SELECT issue_id AS id, count(*)::int AS used FROM benefit_redemption
       WHERE issue_id = ANY($1) GROUP BY issue_id`,
      [held.map(({ id }) => id)],
    );
    const uses = new Map(used.map((row) => [row.id, row.used]));
    return held.map(({ issuedAt, expiresAt, ...issue }) => ({
      ...issue,
      issuedAt: issuedAt.getTime(),
      expiresAt: expiresAt?.getTime() ?? Number.POSITIVE_INFINITY,
      used: uses.get(issue.id) ?? 0,
    }));
  }

  /** Redemptions that came under one of these numbers before. */
  async findRedemptions(
    manager: EntityManager,
    benefitIds: readonly string[],
    references: readonly string[],
  ): Promise<readonly Redemption[]> {
    const rows: (Omit<Redemption, "costMinor"> & { costMinor: string })[] = await manager.query(
      `/* benefits.findRedemptions */ SELECT benefit_id AS "benefitId", reference, issue_id AS "issueId", use_number AS "useNumber",
         redeemed_at AS "redeemedAt", cost_minor AS "costMinor"
       FROM benefit_redemption WHERE benefit_id = ANY($1) AND reference = ANY($2)`,
      [benefitIds, references],
    );
    return rows.map((row) => ({ ...row, costMinor: BigInt(row.costMinor) }));
  }

  /** Numbers, as "benefit number", of those that stand; another call may have taken one for somebody else meanwhile. */
  async insertRedemptions(
    manager: EntityManager,
    context: RequestContext,
    redemptions: readonly Redemption[],
  ): Promise<ReadonlySet<string>> {
    const now = context.clock.now();
    const rows: { benefitId: string; reference: string }[] = await manager.query(
      `/* benefits.insertRedemptions */ INSERT INTO benefit_redemption
         (organisation_id, recorded_at, id, benefit_id, issue_id, use_number, reference, redeemed_at, cost_minor)
       SELECT $1, $2, * FROM unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::integer[], $7::text[], $8::timestamptz[], $9::bigint[])
         AS row (id, benefit_id, issue_id, use_number, reference, redeemed_at, cost_minor)
       ORDER BY benefit_id, reference -- as above
       ON CONFLICT (benefit_id, reference) DO NOTHING RETURNING benefit_id AS "benefitId", reference`,
      [
        ...[context.organisationId, now, redemptions.map(() => newId(now))],
        redemptions.map(({ benefitId }) => benefitId),
        redemptions.map(({ issueId }) => issueId),
        redemptions.map(({ useNumber }) => useNumber),
        redemptions.map(({ reference }) => reference),
        redemptions.map(({ redeemedAt }) => redeemedAt),
        redemptions.map(({ costMinor }) => String(costMinor)),
      ],
    );
    return new Set(rows.map(({ benefitId, reference }) => `${benefitId} ${reference}`));
  }

  private async read(context: RequestContext, where: string, params: readonly unknown[]): Promise<readonly Benefit[]> {
    const rows: BenefitRow[] = await this.database.withTenant(context, (manager) =>
      manager.query(`/* benefits.read */ SELECT ${BENEFIT} FROM ${VISIBLE} WHERE ${where}`, [...params]),
    );
    return rows.map(({ unitCostMinor, currencyCode, ...benefit }) => ({
      ...benefit,
      unitCost: { minor: BigInt(unitCostMinor), currencyCode },
    }));
  }
}
