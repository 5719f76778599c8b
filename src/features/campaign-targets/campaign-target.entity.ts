import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

/** The targets of a campaign are set together; this is their version. */
@Entity("campaign_target_set")
export class CampaignTargetSetEntity {
  @ForeignKey("campaign", { name: "campaign_target_set_campaign_fkey" })
  @PrimaryColumn("uuid")
  campaignId!: string;

  @ForeignKey("organisation", { name: "campaign_target_set_organisation_fkey" })
  @Index("campaign_target_set_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  @Column("integer")
  version!: number;

  /** Who changed them last. */
  @Column("uuid")
  accessKeyId!: string;

  @Column("timestamptz")
  changedAt!: Date;
}

@Entity("campaign_target")
@Check("campaign_target_step_check", "step IN ('VECTOR', 'ACQUIRE', 'LEAD', 'UPSELL', 'ENGAGE')")
@Check("campaign_target_value_check", "target_value > 0")
export class CampaignTargetEntity {
  @ForeignKey("campaign_target_set", "campaignId", { name: "campaign_target_set_fkey", onDelete: "CASCADE" })
  @PrimaryColumn("uuid")
  campaignId!: string;

  /** In the order of the call that set them, from 0. */
  @PrimaryColumn("integer")
  place!: number;

  @ForeignKey("organisation", { name: "campaign_target_organisation_fkey" })
  @Index("campaign_target_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  @Column("text")
  metric!: string;

  /** Null: the whole campaign. */
  @Column("text", { nullable: true })
  step!: string | null;

  @Column("double precision")
  targetValue!: number;

  @Column("text")
  owner!: string;

  @Column("date")
  dueOn!: string;

  /** Of PRIVATE_DOMAIN_MATCH_RATE alone. */
  @ForeignKey("touchpoint_source", { name: "campaign_target_source_fkey" })
  @Index("campaign_target_source_idx")
  @Column("integer", { nullable: true })
  sourceId!: number | null;
}
