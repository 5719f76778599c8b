import type { ClickHouseClient } from "@clickhouse/client";
import { inTime, tagged } from "../../platform/clickhouse/client";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import { touchpointRelation } from "../people";
import type { Period } from "./membership";
import { type MemberQuestion, memberParams, OF_MEMBERS } from "./membership-sql";

/** Issues of one benefit to people of one tier. */
export interface LedgerLine {
  /** Null: in none that was evaluated. */
  readonly tier: string | null;
  /** Used at least once. */
  readonly redeemed: bigint;
  /** Never used, and expired. */
  readonly expired: bigint;
  /** Never used, and may be. */
  readonly open: bigint;
  readonly uses: bigint;
  readonly costMinor: bigint;
}

/** What platforms report of a benefit. */
export interface ReportedBenefit {
  readonly issues: bigint;
  readonly redemptions: bigint;
  readonly people: bigint;
}

/** Sums of the ledger, and what platforms report beside it. */
export class BenefitLedgerStore {
  constructor(
    private readonly database: Database,
    private readonly clickhouse: ClickHouseClient,
  ) {}

  /** Of issues of the window, with every use until now. */
  async sum(context: RequestContext, benefitId: string, { from, to }: Period): Promise<readonly LedgerLine[]> {
    const rows: Record<string, string>[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* ledger.sum */ SELECT tier, count(*) FILTER (WHERE uses > 0) AS redeemed,
           count(*) FILTER (WHERE uses = 0 AND expires_at <= $4) AS expired,
           count(*) FILTER (WHERE uses = 0 AND (expires_at IS NULL OR expires_at > $4)) AS open,
           sum(uses) AS uses, sum(cost) AS cost
         FROM (
           SELECT issue.tier, issue.expires_at, count(use.id) AS uses, coalesce(sum(use.cost_minor), 0) AS cost
           FROM benefit_issue AS issue LEFT JOIN benefit_redemption AS use ON use.issue_id = issue.id
           WHERE issue.benefit_id = $1 AND issue.issued_at >= $2 AND issue.issued_at < $3
           GROUP BY issue.id
         ) AS issued
         GROUP BY tier ORDER BY tier NULLS LAST`,
        [benefitId, from, to, context.clock.now()],
      ),
    );
    return rows.map(({ tier, redeemed, expired, open, uses, cost }) => ({
      ...{ tier: tier ?? null, redeemed: BigInt(redeemed!), expired: BigInt(expired!), open: BigInt(open!) },
      ...{ uses: BigInt(uses!), costMinor: BigInt(cost!) },
    }));
  }

  async countReported(question: MemberQuestion, code: string, from: Date): Promise<ReportedBenefit> {
    const sql = `SELECT toString(countIf(action = 'BENEFIT_ISSUE')), toString(countIf(action = 'BENEFIT_REDEEM')), toString(uniqExact(ordinal))
      FROM ${touchpointRelation(question.overlayId, "COUNTED")}
      WHERE ${OF_MEMBERS} AND occurred_at >= {from:DateTime64(3, 'UTC')} AND action IN ('BENEFIT_ISSUE', 'BENEFIT_REDEEM')
        AND benefit = {code:String}`;
    const answer = await inTime(
      this.clickhouse.query({
        query: tagged("ledger.countReported", sql),
        query_params: { ...memberParams(question), from, code },
        format: "JSONCompactEachRow",
      }),
    );
    const [row] = await answer.json<[string, string, string]>();
    return { issues: BigInt(row![0]), redemptions: BigInt(row![1]), people: BigInt(row![2]) };
  }
}
