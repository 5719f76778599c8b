import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

@Entity("rule_set")
@Index("rule_set_version_key", ["code", "version", "organisationId"], { unique: true })
export class RuleSetEntity {
  @PrimaryColumn("uuid")
  id!: string;

  /** Null: shipped with the product. */
  @ForeignKey("organisation", { name: "rule_set_organisation_fkey" })
  @Index("rule_set_organisation_idx")
  @Column("uuid", { nullable: true })
  organisationId!: string | null;

  /** Null: for every brand of the organisation. */
  @ForeignKey("brand", { name: "rule_set_brand_fkey" })
  @Index("rule_set_brand_idx")
  @Column("integer", { nullable: true })
  brandId!: number | null;

  @Column("text")
  code!: string;

  @Column("integer")
  version!: number;

  @Column("jsonb")
  definition!: unknown;

  @Column("timestamptz")
  createdAt!: Date;
}

/**
 * A published figure of (brand, category or all, asOf, rule set, knownAt). `labelsId` names the bitmaps in ClickHouse;
 * a row exists only once its figures do, so whoever sees it may read both.
 */
@Entity("asset_snapshot")
@Index("asset_snapshot_lookup_idx", ["organisationId", "brandId", "asOf"])
@Index("asset_snapshot_current_idx", ["asOf"], { where: "outdated_at IS NULL" })
@Index("asset_snapshot_labelled_idx", ["asOf"], { where: "labels_thinned_at IS NULL" })
@Index("asset_snapshot_restates_key", ["restatesId"], { unique: true, where: "restates_id IS NOT NULL" })
export class AssetSnapshotEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @ForeignKey("organisation", { name: "asset_snapshot_organisation_fkey" })
  @Column("uuid")
  organisationId!: string;

  @ForeignKey("brand", { name: "asset_snapshot_brand_fkey" })
  @Index("asset_snapshot_brand_idx")
  @Column("integer")
  brandId!: number;

  /** Null: all categories. */
  @ForeignKey("category", { name: "asset_snapshot_category_fkey" })
  @Index("asset_snapshot_category_idx")
  @Column("integer", { nullable: true })
  categoryId!: number | null;

  @Column("timestamptz")
  asOf!: Date;

  @Column("timestamptz")
  knownAt!: Date;

  /** Version of the touchpoint plane that was read. */
  @Column("bigint")
  planeVersion!: string;

  /** Version of the people that was read. */
  @Column("bigint", { default: 0 })
  peopleVersion!: string;

  /** When touchpoints came or went that it should have counted otherwise; null: none did. */
  @Column("timestamptz", { nullable: true })
  outdatedAt!: Date | null;

  @ForeignKey("rule_set", { name: "asset_snapshot_rule_set_fkey" })
  @Index("asset_snapshot_rule_set_idx")
  @Column("uuid")
  ruleSetId!: string;

  @Column("uuid")
  labelsId!: string;

  /** When its bitmaps were given up; null: they are there. */
  @Column("timestamptz", { nullable: true })
  labelsThinnedAt!: Date | null;

  /** The figure of the same key that was known before; null: it is the first. */
  @ForeignKey("asset_snapshot", { name: "asset_snapshot_restates_fkey" })
  @Column("uuid", { nullable: true })
  restatesId!: string | null;

  @Column("bigint")
  people!: string;

  /** Of its people those who were erased since; its labels hold them no more, its figures count them still. */
  @Column("bigint", { default: 0 })
  erasedPeople!: string;

  /** Exact counts by stage, cell and stage x cell; suppression happens when they are read. */
  @Column("jsonb")
  figures!: unknown;
}

/** Which rules were put in force for a brand, one row a change; the highest version holds. */
@Entity("brand_rule_set")
export class BrandRuleSetEntity {
  @ForeignKey("organisation", { name: "brand_rule_set_organisation_fkey" })
  @PrimaryColumn("uuid")
  organisationId!: string;

  @ForeignKey("brand", { name: "brand_rule_set_brand_fkey" })
  @Index("brand_rule_set_brand_idx")
  @PrimaryColumn("integer")
  brandId!: number;

  @PrimaryColumn("integer")
  version!: number;

  @ForeignKey("rule_set", { name: "brand_rule_set_rule_set_fkey" })
  @Index("brand_rule_set_rule_set_idx")
  @Column("uuid")
  ruleSetId!: string;

  @Column("timestamptz")
  assignedAt!: Date;
}

/** A count of a snapshot as it was told when it was published; for tools that read tables. */
@Entity("asset_told_count")
@Check("asset_told_count_kind_check", "kind IN ('PEOPLE', 'STAGE', 'CELL')")
export class AssetToldCountEntity {
  @ForeignKey("asset_snapshot", { name: "asset_told_count_snapshot_fkey", onDelete: "CASCADE" })
  @PrimaryColumn("uuid")
  snapshotId!: string;

  @PrimaryColumn("text")
  kind!: string;

  @PrimaryColumn("text")
  name!: string;

  @ForeignKey("organisation", { name: "asset_told_count_organisation_fkey" })
  @Index("asset_told_count_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  /** Null: withheld. */
  @Column("bigint", { nullable: true })
  people!: string | null;

  /** Of small groups, when it was told. */
  @Column("integer")
  threshold!: number;
}
