import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

@Entity("steering_plan")
@Check("steering_plan_window_check", "starts_at < ends_at")
@Check("steering_plan_total_check", "total_minor > 0")
@Check("steering_plan_outcome_check", "outcome IN ('CLICKS', 'IMPRESSIONS', 'ORDERS')")
@Check("steering_plan_lookback_check", "(outcome = 'ORDERS') = (lookback_days IS NOT NULL)")
@Check("steering_plan_mode_check", "mode IN ('MANUAL', 'AUTOMATIC')")
export class SteeringPlanEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @ForeignKey("organisation", { name: "steering_plan_organisation_fkey" })
  @Index("steering_plan_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  @ForeignKey("campaign", { name: "steering_plan_campaign_fkey", onDelete: "CASCADE" })
  @Index("steering_plan_campaign_idx")
  @Column("uuid")
  campaignId!: string;

  @Column("text")
  name!: string;

  @Column("timestamptz")
  startsAt!: Date;

  @Column("timestamptz")
  endsAt!: Date;

  @Column("bigint")
  totalMinor!: string;

  @Column("text")
  currencyCode!: string;

  @Column("text")
  outcome!: string;

  /** How old a contact may be at the order; null: of another outcome. */
  @Column("integer", { nullable: true })
  lookbackDays!: number | null;

  @Column("integer", { array: true, nullable: true })
  hourWeights!: number[] | null;

  @Column("integer")
  lateHours!: number;

  @Column("integer")
  maxStepPercent!: number;

  @Column("integer")
  seed!: number;

  @Column("text")
  mode!: string;

  /** Counts up with every change of the plan, its lines or its levels. */
  @Column("integer")
  version!: number;

  /** On whose behalf it is steered automatically: who set the mode last. */
  @Column("uuid")
  accessKeyId!: string;

  @Column("timestamptz")
  createdAt!: Date;

  @Column("timestamptz", { nullable: true })
  endedAt!: Date | null;

  /** The hour that a worker took last. */
  @Column("timestamptz", { nullable: true })
  automaticHour!: Date | null;
}

@Entity("steering_line")
@Check("steering_line_bounds_check", "floor_minor >= 0 AND (ceiling_minor IS NULL OR floor_minor <= ceiling_minor)")
export class SteeringLineEntity {
  @ForeignKey("steering_plan", { name: "steering_line_plan_fkey", onDelete: "CASCADE" })
  @PrimaryColumn("uuid")
  planId!: string;

  @ForeignKey("placement", { name: "steering_line_placement_fkey", onDelete: "CASCADE" })
  @Index("steering_line_placement_idx")
  @PrimaryColumn("uuid")
  placementId!: string;

  @Column("integer")
  place!: number;

  @ForeignKey("organisation", { name: "steering_line_organisation_fkey" })
  @Index("steering_line_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  @Column("bigint")
  plannedMinor!: string;

  @Column("bigint")
  floorMinor!: string;

  @Column("bigint", { nullable: true })
  ceilingMinor!: string | null;

  @Column("boolean")
  isFrozen!: boolean;
}

/** What a line may spend in an hour of weight 1,000, from an hour on until the next row of the line. */
@Entity("steering_level")
@Check("steering_level_check", "level_minor >= 0")
export class SteeringLevelEntity {
  @ForeignKey("steering_plan", { name: "steering_level_plan_fkey", onDelete: "CASCADE" })
  @PrimaryColumn("uuid")
  planId!: string;

  @PrimaryColumn("uuid")
  placementId!: string;

  @PrimaryColumn("timestamptz")
  validFrom!: Date;

  @ForeignKey("organisation", { name: "steering_level_organisation_fkey" })
  @Index("steering_level_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  @Column("bigint")
  levelMinor!: string;
}

@Entity("hourly_decision")
@Check(
  "hourly_decision_state_check",
  "state IN ('PROPOSED', 'APPROVED', 'APPLIED', 'ROLLED_BACK', 'REJECTED', 'SUPERSEDED')",
)
@Check("hourly_decision_applied_check", "(state IN ('APPLIED', 'ROLLED_BACK')) = (applied_plan_version IS NOT NULL)")
@Index("hourly_decision_current_idx", ["ordersUntil"], { where: "outdated_at IS NULL AND orders_until IS NOT NULL" })
export class HourlyDecisionEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @ForeignKey("organisation", { name: "hourly_decision_organisation_fkey" })
  @Index("hourly_decision_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  @ForeignKey("steering_plan", { name: "hourly_decision_plan_fkey", onDelete: "CASCADE" })
  @Index("hourly_decision_plan_idx")
  @Column("uuid")
  planId!: string;

  @Column("text")
  state!: string;

  @Column("integer")
  version!: number;

  /** Of the plan, on which it was made. */
  @Column("integer")
  planVersion!: number;

  /** Of the plan, which it made; null: not applied. */
  @Column("integer", { nullable: true })
  appliedPlanVersion!: number | null;

  @Column("timestamptz")
  knownAt!: Date;

  @Column("timestamptz")
  effectiveFrom!: Date;

  /** All that it was made of and says: never computed again. */
  @Column("jsonb")
  evidence!: unknown;

  /** Until when it looked at orders; null: its plan is steered by something else. */
  @Column("timestamptz", { nullable: true })
  ordersUntil!: Date | null;

  /** When touchpoints before that came or went; null: none did. */
  @Column("timestamptz", { nullable: true })
  outdatedAt!: Date | null;

  @Column("timestamptz")
  createdAt!: Date;
}

@Entity("hourly_decision_change")
@Check(
  "hourly_decision_change_check",
  "change IN ('PROPOSED', 'APPROVED', 'APPLIED', 'ROLLED_BACK', 'REJECTED', 'SUPERSEDED')",
)
export class HourlyDecisionChangeEntity {
  @ForeignKey("hourly_decision", { name: "hourly_decision_change_decision_fkey", onDelete: "CASCADE" })
  @PrimaryColumn("uuid")
  decisionId!: string;

  @PrimaryColumn("integer")
  version!: number;

  @ForeignKey("organisation", { name: "hourly_decision_change_organisation_fkey" })
  @Index("hourly_decision_change_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  @Column("text")
  change!: string;

  @Column("text", { nullable: true })
  reason!: string | null;

  @Column("boolean")
  isAutomatic!: boolean;

  @Column("uuid")
  accessKeyId!: string;

  @Column("timestamptz")
  changedAt!: Date;
}
