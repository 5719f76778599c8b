import { Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

/** One published result; immutable, a later run is the next version. `id` is the id of its run. */
@Entity("attribution_report")
@Index("attribution_report_version_key", ["campaignId", "version"], { unique: true })
export class AttributionReportEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @ForeignKey("organisation", { name: "attribution_report_organisation_fkey" })
  @Index("attribution_report_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  @ForeignKey("campaign", { name: "attribution_report_campaign_fkey", onDelete: "CASCADE" })
  @Column("uuid")
  campaignId!: string;

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
}

/** Credit of one (platform, placement) under one model, at the finest dimension; coarser ones are sums. */
@Entity("attribution_credit")
export class AttributionCreditEntity {
  @ForeignKey("attribution_report", { name: "attribution_credit_report_fkey", onDelete: "CASCADE" })
  @PrimaryColumn("uuid")
  reportId!: string;

  @PrimaryColumn("text")
  model!: string;

  @PrimaryColumn("text")
  platform!: string;

  /** External id of the placement; empty where the touchpoint named none. */
  @PrimaryColumn("text")
  placement!: string;

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
