import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

/** What an organisation holds healthy of a brand; a family without a row has the shipped threshold. */
@Entity("health_threshold")
@Check("health_threshold_family_check", "family IN ('GRANULARITY', 'ACQUISITION', 'CONVERSION', 'MEMBERSHIP')")
@Check("health_threshold_threshold_check", "threshold > 0")
export class HealthThresholdEntity {
  @ForeignKey("organisation", { name: "health_threshold_organisation_fkey" })
  @PrimaryColumn("uuid")
  organisationId!: string;

  @ForeignKey("brand", { name: "health_threshold_brand_fkey" })
  @Index("health_threshold_brand_idx")
  @PrimaryColumn("integer")
  brandId!: number;

  @PrimaryColumn("text")
  family!: string;

  @Column("double precision")
  threshold!: number;

  @Column("integer")
  version!: number;
}
