import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

@Entity("budget_plan")
@Check("budget_plan_state_check", "state IN ('DRAFT', 'APPROVED')")
export class BudgetPlanEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @ForeignKey("organisation", { name: "budget_plan_organisation_fkey" })
  @Index("budget_plan_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  @ForeignKey("campaign", { name: "budget_plan_campaign_fkey", onDelete: "CASCADE" })
  @Index("budget_plan_campaign_idx")
  @Column("uuid")
  campaignId!: string;

  @Column("integer")
  version!: number;

  @Column("text")
  state!: string;

  @Column("text")
  objective!: string;

  /** Of the scenario; null: none was given. */
  @Column("text", { nullable: true })
  name!: string | null;

  /** Target, weights and calendar; null: none of them. */
  @Column("jsonb", { nullable: true })
  terms!: unknown;

  @Column("bigint")
  totalMinor!: string;

  @Column("text")
  currencyCode!: string;

  /** Input curves and bounds with the amounts chosen: a plan is never recomputed, only replaced. */
  @Column("jsonb")
  lines!: unknown;

  @Column("jsonb")
  certificate!: unknown;

  @ForeignKey("access_key", { name: "budget_plan_approved_by_fkey" })
  @Index("budget_plan_approved_by_idx")
  @Column("uuid", { nullable: true })
  approvedById!: string | null;

  @Column("timestamptz", { nullable: true })
  approvedAt!: Date | null;

  @Column("timestamptz")
  createdAt!: Date;
}
