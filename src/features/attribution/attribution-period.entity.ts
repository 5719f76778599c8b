import { Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

/** Conversions of a report in one hour or day that had any. */
@Entity("attribution_period")
export class AttributionPeriodEntity {
  @ForeignKey("attribution_report", { name: "attribution_period_report_fkey", onDelete: "CASCADE" })
  @PrimaryColumn("uuid")
  reportId!: string;

  @PrimaryColumn("text")
  grain!: string;

  @PrimaryColumn("timestamptz")
  fromAt!: Date;

  @ForeignKey("organisation", { name: "attribution_period_organisation_fkey" })
  @Index("attribution_period_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  @Column("bigint")
  conversions!: string;

  @Column("bigint")
  valueMinor!: string;

  @Column("bigint")
  unattributedConversions!: string;

  @Column("bigint")
  unattributedValueMinor!: string;
}

/** What a platform is credited with of them under one model; null where withheld. */
@Entity("attribution_period_credit")
export class AttributionPeriodCreditEntity {
  @ForeignKey("attribution_report", { name: "attribution_period_credit_report_fkey", onDelete: "CASCADE" })
  @PrimaryColumn("uuid")
  reportId!: string;

  @PrimaryColumn("text")
  grain!: string;

  @PrimaryColumn("timestamptz")
  fromAt!: Date;

  @PrimaryColumn("text")
  model!: string;

  @PrimaryColumn("text")
  platform!: string;

  @ForeignKey("organisation", { name: "attribution_period_credit_organisation_fkey" })
  @Index("attribution_period_credit_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  @Column("bigint", { nullable: true })
  conversionMillionths!: string | null;

  @Column("bigint", { nullable: true })
  valueMinor!: string | null;
}
