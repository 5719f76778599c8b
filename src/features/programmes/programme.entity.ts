import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

@Entity("media_programme")
@Check("media_programme_days_check", "starts_on < ends_on")
@Check("media_programme_budget_check", "budget_minor >= 0")
@Index("media_programme_code_key", ["organisationId", "code"], { unique: true })
export class MediaProgrammeEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @ForeignKey("organisation", { name: "media_programme_organisation_fkey" })
  @Column("uuid")
  organisationId!: string;

  @ForeignKey("brand", { name: "media_programme_brand_fkey" })
  @Index("media_programme_brand_idx")
  @Column("integer")
  brandId!: number;

  /** What touchpoints carry as `programmeCode`. */
  @Column("text")
  code!: string;

  @Column("text")
  name!: string;

  @Column("text")
  partnerPlatform!: string;

  @Column("text", { nullable: true })
  contractNumber!: string | null;

  /** Days of the brand's zone; `ends_on` is the first day after the contract, null when none is agreed. */
  @Column("date")
  startsOn!: string;

  @Column("date", { nullable: true })
  endsOn!: string | null;

  @Column("boolean")
  hasDataReturn!: boolean;

  @Column("bigint", { nullable: true })
  budgetMinor!: string | null;

  @Column("text")
  currencyCode!: string;

  @Column("integer")
  version!: number;

  @Column("timestamptz")
  createdAt!: Date;
}

@Entity("creator")
@Check("creator_tier_check", "tier IN ('KOL', 'KOC')")
@Index("creator_code_key", ["organisationId", "code"], { unique: true })
export class CreatorEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @ForeignKey("organisation", { name: "creator_organisation_fkey" })
  @Column("uuid")
  organisationId!: string;

  /** What touchpoints carry as `creatorCode`. */
  @Column("text")
  code!: string;

  @Column("text")
  name!: string;

  @Column("text")
  tier!: string;

  @Column("text")
  platform!: string;

  @Column("timestamptz")
  createdAt!: Date;
}

@Entity("creator_post")
@Check("creator_post_cost_check", "cost_minor >= 0")
@Index("creator_post_content_key", ["organisationId", "brandId", "contentCode"], { unique: true })
export class CreatorPostEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @ForeignKey("organisation", { name: "creator_post_organisation_fkey" })
  @Column("uuid")
  organisationId!: string;

  @ForeignKey("brand", { name: "creator_post_brand_fkey" })
  @Index("creator_post_brand_idx")
  @Column("integer")
  brandId!: number;

  /** What touchpoints carry as `contentCode`. */
  @Column("text")
  contentCode!: string;

  @ForeignKey("creator", { name: "creator_post_creator_fkey" })
  @Index("creator_post_creator_idx")
  @Column("uuid")
  creatorId!: string;

  @Column("text")
  title!: string;

  @Column("timestamptz")
  publishedAt!: Date;

  @Column("bigint")
  costMinor!: string;

  @Column("text")
  currencyCode!: string;

  @ForeignKey("media_programme", { name: "creator_post_media_programme_fkey" })
  @Index("creator_post_media_programme_idx")
  @Column("uuid", { nullable: true })
  mediaProgrammeId!: string | null;

  @Column("timestamptz")
  createdAt!: Date;
}
