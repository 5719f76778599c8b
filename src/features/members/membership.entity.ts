import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

@Entity("membership_programme")
@Check(
  "membership_programme_target_check",
  "num_nulls(target_net_adds, target_from, target_to) IN (0, 3) AND target_net_adds > 0 AND target_from < target_to",
)
@Index("membership_programme_brand_key", ["organisationId", "brandId"], { unique: true })
export class MembershipProgrammeEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @ForeignKey("organisation", { name: "membership_programme_organisation_fkey" })
  @Column("uuid")
  organisationId!: string;

  @ForeignKey("brand", { name: "membership_programme_brand_fkey" })
  @Index("membership_programme_brand_idx")
  @Column("integer")
  brandId!: number;

  @Column("text")
  name!: string;

  /** The three of the target are all there, or none is. */
  @Column("bigint", { nullable: true })
  targetNetAdds!: string | null;

  @Column("timestamptz", { nullable: true })
  targetFrom!: Date | null;

  @Column("timestamptz", { nullable: true })
  targetTo!: Date | null;

  /** Counts up with every change, of the tiers as well. */
  @Column("integer")
  version!: number;

  @Column("timestamptz")
  createdAt!: Date;
}

/** One version of a programme's tiers; never changed, as evaluations refer to it. */
@Entity("membership_tiers")
@Index("membership_tiers_version_key", ["programmeId", "version"], { unique: true })
export class MembershipTiersEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @ForeignKey("organisation", { name: "membership_tiers_organisation_fkey" })
  @Index("membership_tiers_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  @ForeignKey("membership_programme", { name: "membership_tiers_programme_fkey" })
  @Column("uuid")
  programmeId!: string;

  @Column("integer")
  version!: number;

  @Column("jsonb")
  definition!: unknown;

  @Column("timestamptz")
  createdAt!: Date;
}

/** A published figure of (tiers, asOf, knownAt). Its id names the bitmaps in ClickHouse, which are there before it is. */
@Entity("member_evaluation")
@Index("member_evaluation_tiers_idx", ["tiersId", "asOf"])
@Index("member_evaluation_current_idx", ["brandId", "asOf"], { where: "outdated_at IS NULL" })
export class MemberEvaluationEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @ForeignKey("organisation", { name: "member_evaluation_organisation_fkey" })
  @Index("member_evaluation_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  @ForeignKey("brand", { name: "member_evaluation_brand_fkey" })
  @Column("integer")
  brandId!: number;

  @ForeignKey("membership_tiers", { name: "member_evaluation_tiers_fkey" })
  @Column("uuid")
  tiersId!: string;

  @Column("timestamptz")
  asOf!: Date;

  @Column("timestamptz")
  knownAt!: Date;

  @Column("bigint")
  planeVersion!: string;

  /** When touchpoints came or went that it should have counted otherwise; null: none did. */
  @Column("timestamptz", { nullable: true })
  outdatedAt!: Date | null;

  /** Of its members those who were erased since; its counts hold them still, its bitmaps no more. */
  @Column("bigint", { default: 0 })
  erasedPeople!: string;

  /** Exact counts by tier, lowest first; suppression happens when they are read. */
  @Column("bigint", { array: true })
  counts!: readonly string[];
}
