import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

/** Campaigns of a brand in sequence. */
@Entity("growth_programme")
@Index("growth_programme_name_key", ["organisationId", "brandId", "name"], { unique: true })
export class GrowthProgrammeEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @ForeignKey("organisation", { name: "growth_programme_organisation_fkey" })
  @Column("uuid")
  organisationId!: string;

  @ForeignKey("brand", { name: "growth_programme_brand_fkey" })
  @Index("growth_programme_brand_idx")
  @Column("integer")
  brandId!: number;

  @Column("text")
  name!: string;

  /** One of its phases. */
  @ForeignKey("campaign", { name: "growth_programme_base_fkey" })
  @Index("growth_programme_base_idx")
  @Column("uuid")
  comparisonBaseId!: string;

  @Column("integer")
  version!: number;

  @Column("timestamptz")
  createdAt!: Date;
}

/** One campaign of a programme; a campaign is in one at most. */
@Entity("growth_phase")
@Check("growth_phase_focuses_check", "focuses <@ ARRAY['ACQUIRE', 'CONVERT', 'RETAIN']")
@Check("growth_phase_modules_check", "modules <@ ARRAY['TARGETING_GROUP', 'OSMOSIS', 'ADVANCING', 'LOYALTY']")
export class GrowthPhaseEntity {
  @ForeignKey("campaign", { name: "growth_phase_campaign_fkey" })
  @PrimaryColumn("uuid")
  campaignId!: string;

  @ForeignKey("growth_programme", { name: "growth_phase_programme_fkey", onDelete: "CASCADE" })
  @Index("growth_phase_programme_idx")
  @Column("uuid")
  growthProgrammeId!: string;

  @ForeignKey("organisation", { name: "growth_phase_organisation_fkey" })
  @Index("growth_phase_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  /** In the programme, from 0. */
  @Column("integer")
  place!: number;

  @Column("text", { array: true })
  focuses!: string[];

  @Column("text", { array: true })
  modules!: string[];

  @Column("boolean")
  inheritsPacks!: boolean;
}
