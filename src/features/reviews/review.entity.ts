import { Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

/** One published review; immutable, a later one is the campaign's next version. `id` is the id of its run. */
@Entity("campaign_review")
@Index("campaign_review_version_key", ["campaignId", "version"], { unique: true })
export class CampaignReviewEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @ForeignKey("organisation", { name: "campaign_review_organisation_fkey" })
  @Index("campaign_review_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  @ForeignKey("campaign", { name: "campaign_review_campaign_fkey" })
  @Column("uuid")
  campaignId!: string;

  @Column("integer")
  version!: number;

  @Column("timestamptz")
  publishedAt!: Date;

  @ForeignKey("audience_pack", { name: "campaign_review_chase_pack_fkey" })
  @Index("campaign_review_chase_pack_idx")
  @Column("uuid", { nullable: true })
  chasePackId!: string | null;

  /** All that the content was made of; counts in it have passed suppression. */
  @Column("jsonb")
  inputs!: unknown;

  @Column("jsonb")
  content!: unknown;
}

/** What a campaign taught, measured by a flow of its review. */
@Entity("learning")
@Index("learning_brand_idx", ["brandId", "id"])
export class LearningEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @ForeignKey("organisation", { name: "learning_organisation_fkey" })
  @Index("learning_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  @ForeignKey("brand", { name: "learning_brand_fkey" })
  @Column("integer")
  brandId!: number;

  @ForeignKey("campaign_review", { name: "learning_review_fkey" })
  @Index("learning_review_idx")
  @Column("uuid")
  reviewId!: string;

  @Column("text")
  flowFrom!: string;

  @Column("text", { nullable: true })
  flowTo!: string | null;

  @Column("text")
  condition!: string;

  @Column("text")
  action!: string;

  @Column("double precision")
  effectValue!: number;

  @Column("double precision")
  effectLow!: number;

  @Column("double precision")
  effectHigh!: number;

  @Column("bigint")
  people!: string;

  @Column("timestamptz")
  createdAt!: Date;
}

/** A learning that a later campaign's plan goes by. */
@Entity("learning_use")
export class LearningUseEntity {
  @ForeignKey("learning", { name: "learning_use_learning_fkey" })
  @PrimaryColumn("uuid")
  learningId!: string;

  @ForeignKey("campaign", { name: "learning_use_campaign_fkey" })
  @Index("learning_use_campaign_idx")
  @PrimaryColumn("uuid")
  campaignId!: string;

  @ForeignKey("organisation", { name: "learning_use_organisation_fkey" })
  @Index("learning_use_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  @Column("timestamptz")
  attachedAt!: Date;
}
