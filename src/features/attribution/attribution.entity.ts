import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

/** One published result; immutable, a later run is the next version of the same subject. `id` is the id of its run. */
@Entity("attribution_report")
@Check(
  "attribution_report_conversion_check",
  "conversion_action IN ('ORDER', 'FIRST_ORDER', 'STAGE_REACHED', 'VISIT', 'MEMBER_JOIN', 'BENEFIT_REDEEM')",
)
@Index("attribution_report_version_key", ["organisationId", "subject", "version"], { unique: true })
@Index("attribution_report_brand_idx", ["brandId", "asOf"])
export class AttributionReportEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @ForeignKey("organisation", { name: "attribution_report_organisation_fkey" })
  @Column("uuid")
  organisationId!: string;

  @ForeignKey("campaign", { name: "attribution_report_campaign_fkey", onDelete: "CASCADE" })
  @Index("attribution_report_campaign_idx")
  @Column("uuid", { nullable: true })
  campaignId!: string | null;

  @Column("integer")
  version!: number;

  @Column("timestamptz")
  asOf!: Date;

  @Column("bigint")
  planeVersion!: string;

  @Column("integer")
  lookbackDays!: number;

  @Column("text", { array: true })
  models!: string[];

  @Column("text", { array: true, default: ["SERVED"] })
  exposures!: string[];

  @Column("bigint")
  conversions!: string;

  @Column("bigint")
  valueMinor!: string;

  @Column("bigint")
  unattributedConversions!: string;

  @Column("bigint")
  unattributedValueMinor!: string;

  @Column("text")
  currencyCode!: string;

  /** What `subjectKey` makes of the subject. */
  @Column("text")
  subject!: string;

  /** Null of imported paths. */
  @ForeignKey("brand", { name: "attribution_report_brand_fkey" })
  @Column("integer", { nullable: true })
  brandId!: number | null;

  @ForeignKey("attribution_path_set", { name: "attribution_report_path_set_fkey" })
  @Index("attribution_report_path_set_idx")
  @Column("uuid", { nullable: true })
  pathSetId!: string | null;

  @Column("timestamptz", { nullable: true })
  fromAt!: Date | null;

  @Column("timestamptz", { nullable: true })
  toAt!: Date | null;

  @Column("text", { default: "ORDER" })
  conversionAction!: string;

  @Column("text", { nullable: true })
  stage!: string | null;

  @Column("text", { array: true, default: ["PLATFORM", "PLACEMENT"] })
  dimensions!: string[];

  /** The models' settings, the look-backs and what models said of their run. */
  @Column("jsonb", {
    default: {
      position: { first: 0.4, last: 0.4 },
      halfLifeDays: 7,
      markovOrder: 1,
      shapleySeed: 1,
      lookbacks: [],
      notes: {},
    },
  })
  settings!: object;

  /** Null where withheld, and of reports of before. */
  @Column("bigint", { nullable: true })
  acrossPlatforms!: string | null;

  @Column("bigint", { default: 0 })
  nulls!: string;

  @Column("bigint", { default: 0 })
  capped!: string;

  @Column("timestamptz", { nullable: true })
  outdatedAt!: Date | null;
}

/** Credit of one line of a dimension under one model. */
@Entity("attribution_credit")
export class AttributionCreditEntity {
  @ForeignKey("attribution_report", { name: "attribution_credit_report_fkey", onDelete: "CASCADE" })
  @PrimaryColumn("uuid")
  reportId!: string;

  @PrimaryColumn("text")
  dimension!: string;

  @PrimaryColumn("text")
  model!: string;

  @PrimaryColumn("text")
  platform!: string;

  @PrimaryColumn("text")
  key!: string;

  @ForeignKey("organisation", { name: "attribution_credit_organisation_fkey" })
  @Index("attribution_credit_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  /** Millionths of a conversion. */
  @Column("bigint")
  conversionMillionths!: string;

  @Column("bigint")
  valueMinor!: string;
}
