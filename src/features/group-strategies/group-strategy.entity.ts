import { Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

/** Brands of an organisation that are run by one hand. */
@Entity("brand_group")
@Index("brand_group_name_key", ["organisationId", "name"], { unique: true })
export class BrandGroupEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @ForeignKey("organisation", { name: "brand_group_organisation_fkey" })
  @Column("uuid")
  organisationId!: string;

  @Column("text")
  name!: string;

  @Column("integer")
  version!: number;

  @Column("timestamptz")
  createdAt!: Date;
}

@Entity("brand_group_member")
export class BrandGroupMemberEntity {
  @ForeignKey("brand_group", { name: "brand_group_member_group_fkey", onDelete: "CASCADE" })
  @PrimaryColumn("uuid")
  brandGroupId!: string;

  @ForeignKey("brand", { name: "brand_group_member_brand_fkey" })
  @Index("brand_group_member_brand_idx")
  @PrimaryColumn("integer")
  brandId!: number;

  @ForeignKey("organisation", { name: "brand_group_member_organisation_fkey" })
  @Index("brand_group_member_organisation_idx")
  @Column("uuid")
  organisationId!: string;
}

@Entity("group_strategy")
@Index("group_strategy_name_key", ["brandGroupId", "name"], { unique: true })
export class GroupStrategyEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @ForeignKey("organisation", { name: "group_strategy_organisation_fkey" })
  @Index("group_strategy_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  @ForeignKey("brand_group", { name: "group_strategy_group_fkey" })
  @Column("uuid")
  brandGroupId!: string;

  @Column("text")
  name!: string;

  @Column("timestamptz")
  createdAt!: Date;
}

/** What was promoted; never changed. */
@Entity("group_strategy_version")
export class GroupStrategyVersionEntity {
  @ForeignKey("group_strategy", { name: "group_strategy_version_strategy_fkey" })
  @PrimaryColumn("uuid")
  groupStrategyId!: string;

  @PrimaryColumn("integer")
  version!: number;

  @ForeignKey("organisation", { name: "group_strategy_version_organisation_fkey" })
  @Index("group_strategy_version_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  @ForeignKey("playbook", { name: "group_strategy_version_playbook_fkey" })
  @Index("group_strategy_version_playbook_idx")
  @Column("uuid")
  playbookId!: string;

  @ForeignKey("brand", { name: "group_strategy_version_brand_fkey" })
  @Index("group_strategy_version_brand_idx")
  @Column("integer")
  brandId!: number;

  /** Of the scope; empty: every brand of the group. */
  @Column("integer", { array: true })
  categoryIds!: number[];

  @Column("text")
  note!: string;

  @Column("jsonb")
  content!: unknown;

  @Column("timestamptz")
  promotedAt!: Date;
}

/** What a brand does otherwise. */
@Entity("group_strategy_override")
export class GroupStrategyOverrideEntity {
  @ForeignKey("group_strategy", { name: "group_strategy_override_strategy_fkey" })
  @PrimaryColumn("uuid")
  groupStrategyId!: string;

  @ForeignKey("brand", { name: "group_strategy_override_brand_fkey" })
  @Index("group_strategy_override_brand_idx")
  @PrimaryColumn("integer")
  brandId!: number;

  @ForeignKey("organisation", { name: "group_strategy_override_organisation_fkey" })
  @Index("group_strategy_override_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  @Column("integer")
  version!: number;

  @Column("text")
  reason!: string;

  @Column("jsonb")
  content!: unknown;

  @Column("timestamptz")
  changedAt!: Date;
}
