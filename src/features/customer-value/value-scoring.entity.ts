import { Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

/** From when on tiers are cut how: a version for each change, the newest in force. */
@Entity("value_tier_cuts")
@Index("value_tier_cuts_version_key", ["organisationId", "brandId", "version"], { unique: true })
export class ValueTierCutsEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @ForeignKey("organisation", { name: "value_tier_cuts_organisation_fkey" })
  @Column("uuid")
  organisationId!: string;

  @ForeignKey("brand", { name: "value_tier_cuts_brand_fkey" })
  @Index("value_tier_cuts_brand_idx")
  @Column("integer")
  brandId!: number;

  @Column("integer")
  version!: number;

  /** Shares as numbers, values as minor units in text. */
  @Column("jsonb")
  cuts!: unknown;

  @Column("timestamptz")
  createdAt!: Date;

  /** The access key. */
  @Column("uuid")
  createdById!: string;
}

/** What a model said of every customer as of a day. Its id names the values in ClickHouse, which are there before it is. */
@Entity("customer_value_scoring")
@Index("customer_value_scoring_brand_idx", ["brandId", "asOf", "id"])
export class CustomerValueScoringEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @ForeignKey("organisation", { name: "customer_value_scoring_organisation_fkey" })
  @Index("customer_value_scoring_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  @ForeignKey("brand", { name: "customer_value_scoring_brand_fkey" })
  @Column("integer")
  brandId!: number;

  @ForeignKey("customer_value_model", { name: "customer_value_scoring_model_fkey" })
  @Index("customer_value_scoring_model_idx")
  @Column("uuid")
  modelId!: string;

  /** Version of the tier cuts; 0: those that are shipped. */
  @Column("integer")
  cutsVersion!: number;

  @Column("date")
  asOf!: string;

  @Column("integer")
  horizonDays!: number;

  @Column("double precision")
  annualDiscountRate!: number;

  @Column("timestamptz")
  knownAt!: Date;

  /** Since some touchpoint before its day came late, or went; null: never. */
  @Column("timestamptz", { nullable: true })
  outdatedAt!: Date | null;

  /** Scored people whose values were erased since. */
  @Column("bigint", { default: 0 })
  erasedPeople!: string;

  @Column("bigint")
  people!: string;

  @Column("jsonb")
  report!: unknown;
}
