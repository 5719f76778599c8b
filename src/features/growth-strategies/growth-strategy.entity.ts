import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

@Entity("growth_strategy")
@Check(
  "growth_strategy_objective_check",
  "objective IN ('NEW_AWARE', 'NEW_APPEAL', 'NEW_ACT', 'NEW_ADVOCATE', 'CONVERSIONS', 'VALUE', 'REPURCHASE')",
)
@Check("growth_strategy_variant_check", "num_nonnulls(experiment_id, variant) <> 1")
@Index("growth_strategy_name_key", ["organisationId", "brandId", "name"], { unique: true })
export class GrowthStrategyEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @ForeignKey("organisation", { name: "growth_strategy_organisation_fkey" })
  @Column("uuid")
  organisationId!: string;

  @ForeignKey("brand", { name: "growth_strategy_brand_fkey" })
  @Index("growth_strategy_brand_idx")
  @Column("integer")
  brandId!: number;

  @Column("text")
  name!: string;

  @Column("text")
  objective!: string;

  @Column("jsonb")
  dimensions!: unknown;

  @ForeignKey("campaign", { name: "growth_strategy_campaign_fkey" })
  @Index("growth_strategy_campaign_idx")
  @Column("uuid", { nullable: true })
  campaignId!: string | null;

  /** Experiments are never deleted, so nothing refers to it. */
  @Column("uuid", { nullable: true })
  experimentId!: string | null;

  /** Of the experiment, the one that is the strategy. */
  @Column("text", { nullable: true })
  variant!: string | null;

  @Column("integer")
  version!: number;

  @Column("timestamptz")
  createdAt!: Date;

  @Column("timestamptz", { nullable: true })
  archivedAt!: Date | null;
}
