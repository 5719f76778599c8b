import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

@Entity("crowd_strategy")
@Index("crowd_strategy_name_key", ["organisationId", "brandId", "name"], { unique: true })
export class CrowdStrategyEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @ForeignKey("organisation", { name: "crowd_strategy_organisation_fkey" })
  @Column("uuid")
  organisationId!: string;

  @ForeignKey("brand", { name: "crowd_strategy_brand_fkey" })
  @Index("crowd_strategy_brand_idx")
  @Column("integer")
  brandId!: number;

  @Column("text")
  name!: string;

  @Column("integer")
  version!: number;

  @Column("timestamptz")
  createdAt!: Date;
}

/** One crowd of a strategy; who meets the rules of several belongs to the one of the lowest priority. */
@Entity("crowd")
@Check(
  "crowd_objective_check",
  "objective IN ('BRAND_AD', 'CONTENT_SEED', 'PERFORMANCE_AD', 'SEARCH_AD', 'RECOMMEND_AD', 'SMART_COUPON', 'RETARGETING')",
)
@Check("crowd_bid_check", "bid_multiplier BETWEEN 0 AND 10")
@Check("crowd_cap_check", "num_nonnulls(cap_touches, cap_days) <> 1 AND cap_touches >= 1 AND cap_days >= 1")
export class CrowdEntity {
  @ForeignKey("crowd_strategy", { name: "crowd_strategy_fkey", onDelete: "CASCADE" })
  @PrimaryColumn("uuid")
  crowdStrategyId!: string;

  /** From 1. */
  @PrimaryColumn("integer")
  priority!: number;

  @ForeignKey("organisation", { name: "crowd_organisation_fkey" })
  @Index("crowd_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  @ForeignKey("audience_pack", { name: "crowd_pack_fkey" })
  @Index("crowd_pack_idx")
  @Column("uuid")
  audiencePackId!: string;

  @Column("text")
  name!: string;

  @Column("text")
  objective!: string;

  @Column("text", { array: true })
  channels!: string[];

  @Column("text", { nullable: true })
  creativeGroup!: string | null;

  @Column("numeric")
  bidMultiplier!: string;

  /** Most touches of a person in `capDays`; both or none. */
  @Column("integer", { nullable: true })
  capTouches!: number | null;

  @Column("integer", { nullable: true })
  capDays!: number | null;
}
