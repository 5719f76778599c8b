import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

@Entity("campaign")
@Check("campaign_window_check", "starts_at < ends_at")
@Index("campaign_code_key", ["organisationId", "code"], { unique: true })
export class CampaignEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @ForeignKey("organisation", { name: "campaign_organisation_fkey" })
  @Column("uuid")
  organisationId!: string;

  @ForeignKey("brand", { name: "campaign_brand_fkey" })
  @Index("campaign_brand_idx")
  @Column("integer")
  brandId!: number;

  /** What touchpoints carry as `campaignCode`. */
  @Column("text")
  code!: string;

  @Column("text")
  name!: string;

  @Column("timestamptz")
  startsAt!: Date;

  @Column("timestamptz")
  endsAt!: Date;

  @Column("integer")
  version!: number;

  @Column("timestamptz")
  createdAt!: Date;
}

@Entity("campaign_step")
@Check("campaign_step_step_check", "step IN ('VECTOR', 'ACQUIRE', 'LEAD', 'UPSELL', 'ENGAGE')")
@Check("campaign_step_window_check", "starts_at < ends_at")
export class CampaignStepEntity {
  @ForeignKey("campaign", { name: "campaign_step_campaign_fkey", onDelete: "CASCADE" })
  @PrimaryColumn("uuid")
  campaignId!: string;

  @PrimaryColumn("text")
  step!: string;

  @ForeignKey("organisation", { name: "campaign_step_organisation_fkey" })
  @Index("campaign_step_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  @Column("timestamptz")
  startsAt!: Date;

  @Column("timestamptz")
  endsAt!: Date;
}

@Entity("placement")
@Check("placement_site_check", "site IN ('OFF_SITE', 'ON_SITE')")
@Check("placement_step_check", "step IN ('VECTOR', 'ACQUIRE', 'LEAD', 'UPSELL', 'ENGAGE')")
@Check(
  "placement_objective_check",
  "objective IN ('BRAND_AD', 'CONTENT_SEED', 'PERFORMANCE_AD', 'SEARCH_AD', 'RECOMMEND_AD', 'SMART_COUPON', 'RETARGETING')",
)
@Check("placement_aim_check", "num_nonnulls(audience_pack_id, no_pack_reason) = 1")
@Check("placement_pack_version_check", "num_nonnulls(audience_pack_id, audience_pack_version) <> 1")
@Check(
  "placement_no_pack_reason_check",
  "no_pack_reason IN ('WHOLE_AUDIENCE', 'PLATFORM_TARGETING', 'SEARCH_INTENT', 'NOT_STATED')",
)
export class PlacementEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @ForeignKey("organisation", { name: "placement_organisation_fkey" })
  @Column("uuid")
  organisationId!: string;

  @ForeignKey("campaign", { name: "placement_campaign_fkey", onDelete: "CASCADE" })
  @Index("placement_campaign_idx")
  @Column("uuid")
  campaignId!: string;

  @Column("text")
  name!: string;

  @Column("text")
  platform!: string;

  @Column("text")
  site!: string;

  @Column("text")
  step!: string;

  @Column("text")
  objective!: string;

  @ForeignKey("audience_pack", { name: "placement_audience_pack_fkey" })
  @Index("placement_audience_pack_idx")
  @Column("uuid", { nullable: true })
  audiencePackId!: string | null;

  /** Of the pack, when the placement was added; null without a pack. */
  @Column("integer", { nullable: true })
  audiencePackVersion!: number | null;

  /** Null with a pack. */
  @Column("text", { nullable: true })
  noPackReason!: string | null;
}

/** The media platform's ids of a placement: what touchpoints carry as `placementCode` and delivery rows name. */
@Entity("placement_external_id")
export class PlacementExternalIdEntity {
  @ForeignKey("organisation", { name: "placement_external_id_organisation_fkey" })
  @PrimaryColumn("uuid")
  organisationId!: string;

  @PrimaryColumn("text")
  platform!: string;

  @PrimaryColumn("text")
  externalId!: string;

  @ForeignKey("placement", { name: "placement_external_id_placement_fkey", onDelete: "CASCADE" })
  @Index("placement_external_id_placement_idx")
  @Column("uuid")
  placementId!: string;
}

/** What a media platform reported; a restated period gets the next version, the highest is the figure. */
@Entity("placement_delivery")
@Check("placement_delivery_period_check", "period_start < period_end")
@Check("placement_delivery_figures_check", "impressions >= 0 AND clicks >= 0 AND cost_minor >= 0")
export class PlacementDeliveryEntity {
  @ForeignKey("placement", { name: "placement_delivery_placement_fkey", onDelete: "CASCADE" })
  @PrimaryColumn("uuid")
  placementId!: string;

  @PrimaryColumn("timestamptz")
  periodStart!: Date;

  @PrimaryColumn("timestamptz")
  periodEnd!: Date;

  @PrimaryColumn("integer")
  version!: number;

  @ForeignKey("organisation", { name: "placement_delivery_organisation_fkey" })
  @Index("placement_delivery_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  @Column("bigint")
  impressions!: string;

  @Column("bigint")
  clicks!: string;

  @Column("bigint")
  costMinor!: string;

  @Column("text")
  currencyCode!: string;

  /** Who reported it, e.g. the platform's reporting API or a monitor. */
  @Column("text")
  source!: string;

  @Column("timestamptz")
  importedAt!: Date;
}
