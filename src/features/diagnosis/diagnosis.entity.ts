import { Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

/** Where the potential people of a snapshot are, platform by platform; read once, as a snapshot never changes. */
@Entity("platform_potential")
export class PlatformPotentialEntity {
  @ForeignKey("asset_snapshot", { name: "platform_potential_snapshot_fkey", onDelete: "CASCADE" })
  @PrimaryColumn("uuid")
  assetSnapshotId!: string;

  @ForeignKey("organisation", { name: "platform_potential_organisation_fkey" })
  @Index("platform_potential_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  /** Everybody of the snapshot, and those of the POTENTIAL column. */
  @Column("bigint")
  people!: string;

  @Column("bigint")
  potentialPeople!: string;

  @Column("jsonb")
  platforms!: unknown;

  @Column("timestamptz")
  computedAt!: Date;
}

/** Whom the placements with a cost reached in a benchmark's window, and who of them were new to each metric. */
@Entity("media_yield")
export class MediaYieldEntity {
  @ForeignKey("organisation", { name: "media_yield_organisation_fkey" })
  @PrimaryColumn("uuid")
  organisationId!: string;

  @ForeignKey("benchmark", { name: "media_yield_benchmark_fkey", onDelete: "CASCADE" })
  @Index("media_yield_benchmark_idx")
  @PrimaryColumn("uuid")
  benchmarkId!: string;

  @ForeignKey("brand", { name: "media_yield_brand_fkey" })
  @Index("media_yield_brand_idx")
  @PrimaryColumn("integer")
  brandId!: number;

  /** SHA-256 of the placements by which touchpoints were chosen: when cost comes for another one, people are read anew. */
  @PrimaryColumn("text")
  placementsHash!: string;

  @Column("bigint")
  reached!: string;

  /** People by metric. */
  @Column("jsonb")
  newPeople!: unknown;

  @Column("timestamptz")
  computedAt!: Date;
}
