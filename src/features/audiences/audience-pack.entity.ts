import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

@Entity("audience_pack")
@Check("audience_pack_state_check", "state IN ('DRAFT', 'BUILT', 'FROZEN', 'EXPIRED', 'ARCHIVED')")
@Index("audience_pack_name_key", ["organisationId", "brandId", "name"], { unique: true, where: "state <> 'ARCHIVED'" })
@Index("audience_pack_list_idx", ["organisationId", "brandId", "updatedAt", "id"])
export class AudiencePackEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @ForeignKey("organisation", { name: "audience_pack_organisation_fkey" })
  @Column("uuid")
  organisationId!: string;

  @ForeignKey("brand", { name: "audience_pack_brand_fkey" })
  @Index("audience_pack_brand_idx")
  @Column("integer")
  brandId!: number;

  @Column("text")
  name!: string;

  @Column("text", { array: true, default: "{}" })
  tags!: string[];

  @Column("text")
  state!: string;

  /** Counts up with every change of the pack; `expectedVersion` compares with it. */
  @Column("integer")
  version!: number;

  /** The build whose members count; null until the first build is published. */
  @Column("uuid", { nullable: true })
  publishedBuildId!: string | null;

  @Column("timestamptz", { nullable: true })
  expiresAt!: Date | null;

  /** Null: made before owners were kept. */
  @Column("uuid", { nullable: true })
  ownerKeyId!: string | null;

  @ForeignKey("audience_pack", { name: "audience_pack_cloned_from_fkey" })
  @Index("audience_pack_cloned_from_idx")
  @Column("uuid", { nullable: true })
  clonedFromId!: string | null;

  @Column("timestamptz")
  createdAt!: Date;

  @Column("timestamptz")
  updatedAt!: Date;
}

@Entity("audience_pack_rules")
export class AudiencePackRulesEntity {
  @ForeignKey("audience_pack", { name: "audience_pack_rules_pack_fkey", onDelete: "CASCADE" })
  @PrimaryColumn("uuid")
  audiencePackId!: string;

  @PrimaryColumn("integer")
  version!: number;

  @ForeignKey("organisation", { name: "audience_pack_rules_organisation_fkey" })
  @Index("audience_pack_rules_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  @Column("jsonb")
  rules!: unknown;

  @Column("text")
  canonical!: string;

  /** SHA-256 of `canonical`. */
  @Column("text")
  hash!: string;
}

/** One build of frozen members; `id` is that of its bitmap in ClickHouse, fresh for each attempt of its run. */
@Entity("audience_pack_build")
@Index("audience_pack_build_run_key", ["runId", "audiencePackId"], { unique: true })
export class AudiencePackBuildEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @ForeignKey("organisation", { name: "audience_pack_build_organisation_fkey" })
  @Index("audience_pack_build_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  @ForeignKey("audience_pack", { name: "audience_pack_build_pack_fkey", onDelete: "CASCADE" })
  @Index("audience_pack_build_pack_idx")
  @Column("uuid")
  audiencePackId!: string;

  @Column("integer")
  packVersion!: number;

  @Column("timestamptz")
  asOf!: Date;

  @Column("bigint")
  planeVersion!: string;

  @Column("bigint")
  people!: string;

  /** Members that the build before did not have, and those of it that this one has not; null: there was none before. */
  @Column("bigint", { nullable: true })
  peopleEntered!: string | null;

  @Column("bigint", { nullable: true })
  peopleLeft!: string | null;

  /** The job that made it; null: made before it was kept. */
  @Column("uuid", { nullable: true })
  runId!: string | null;

  @Column("timestamptz")
  builtAt!: Date;
}
