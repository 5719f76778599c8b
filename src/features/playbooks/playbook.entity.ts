import { Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

/** What a closed campaign did, or what was adopted from a group's strategy or a template; never changed. */
@Entity("playbook")
@Index("playbook_name_key", ["organisationId", "brandId", "name"], { unique: true })
export class PlaybookEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @ForeignKey("organisation", { name: "playbook_organisation_fkey" })
  @Column("uuid")
  organisationId!: string;

  @ForeignKey("brand", { name: "playbook_brand_fkey" })
  @Index("playbook_brand_idx")
  @Column("integer")
  brandId!: number;

  @ForeignKey("campaign", { name: "playbook_campaign_fkey" })
  @Index("playbook_campaign_idx")
  @Column("uuid", { nullable: true })
  campaignId!: string | null;

  @Column("text")
  name!: string;

  @Column("jsonb")
  content!: unknown;

  /** Adopted from this version of it; null: from none. */
  @ForeignKey("group_strategy", { name: "playbook_group_strategy_fkey" })
  @Index("playbook_group_strategy_idx")
  @Column("uuid", { nullable: true })
  groupStrategyId!: string | null;

  @Column("integer", { nullable: true })
  groupStrategyVersion!: number | null;

  /** Adopted from it; null: from none. */
  @ForeignKey("playbook_template", { name: "playbook_template_fkey" })
  @Index("playbook_template_idx")
  @Column("uuid", { nullable: true })
  templateId!: string | null;

  @Column("timestamptz")
  createdAt!: Date;
}

/** A campaign that was made of a playbook. */
@Entity("playbook_use")
export class PlaybookUseEntity {
  @ForeignKey("campaign", { name: "playbook_use_campaign_fkey" })
  @PrimaryColumn("uuid")
  campaignId!: string;

  @ForeignKey("playbook", { name: "playbook_use_playbook_fkey" })
  @Index("playbook_use_playbook_idx")
  @Column("uuid")
  playbookId!: string;

  @ForeignKey("organisation", { name: "playbook_use_organisation_fkey" })
  @Index("playbook_use_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  @Column("timestamptz")
  createdAt!: Date;
}

/** A pack that was made for such a campaign. */
@Entity("playbook_pack")
export class PlaybookPackEntity {
  @ForeignKey("audience_pack", { name: "playbook_pack_pack_fkey" })
  @PrimaryColumn("uuid")
  audiencePackId!: string;

  @ForeignKey("playbook_use", "campaignId", { name: "playbook_pack_use_fkey" })
  @Index("playbook_pack_use_idx")
  @Column("uuid")
  campaignId!: string;

  @ForeignKey("organisation", { name: "playbook_pack_organisation_fkey" })
  @Index("playbook_pack_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  /** In the playbook, from 0. */
  @Column("integer")
  place!: number;
}
