import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

/** What a brand does after a campaign with the people whom it brought. */
@Entity("engage_plan")
export class EngagePlanEntity {
  @ForeignKey("campaign", { name: "engage_plan_campaign_fkey" })
  @PrimaryColumn("uuid")
  campaignId!: string;

  @ForeignKey("organisation", { name: "engage_plan_organisation_fkey" })
  @Index("engage_plan_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  @Column("integer")
  version!: number;

  /** Who changed it last. */
  @Column("uuid")
  accessKeyId!: string;

  @Column("timestamptz")
  changedAt!: Date;
}

/** One pack of a plan; a pack is in one plan at most, so that it has one source campaign. */
@Entity("engage_line")
@Check(
  "engage_line_action_check",
  "next_action IN ('SECOND_TOUCH', 'CONTENT', 'MEMBER_INVITATION', 'BENEFIT', 'REPURCHASE_OFFER', 'REVIEW_REQUEST', 'WIN_BACK', 'REST')",
)
@Check("engage_line_cadence_check", "cadence_days BETWEEN 1 AND 365")
export class EngageLineEntity {
  @ForeignKey("audience_pack", { name: "engage_line_pack_fkey" })
  @PrimaryColumn("uuid")
  audiencePackId!: string;

  @ForeignKey("engage_plan", "campaignId", { name: "engage_line_plan_fkey", onDelete: "CASCADE" })
  @Index("engage_line_campaign_idx")
  @Column("uuid")
  campaignId!: string;

  @ForeignKey("organisation", { name: "engage_line_organisation_fkey" })
  @Index("engage_line_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  /** In the plan, from 0. */
  @Column("integer")
  place!: number;

  @Column("text")
  nextAction!: string;

  @Column("text", { nullable: true })
  note!: string | null;

  @Column("integer")
  cadenceDays!: number;

  @Column("timestamptz")
  startsAt!: Date;
}
