import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

/** A version of a brand's matrix; it is never changed. */
@Entity("reach_matrix")
@Check("reach_matrix_version_check", "version >= 1")
export class ReachMatrixEntity {
  @ForeignKey("organisation", { name: "reach_matrix_organisation_fkey" })
  @PrimaryColumn("uuid")
  organisationId!: string;

  @ForeignKey("brand", { name: "reach_matrix_brand_fkey" })
  @Index("reach_matrix_brand_idx")
  @PrimaryColumn("integer")
  brandId!: number;

  @PrimaryColumn("integer")
  version!: number;

  /** Strategies, cells and instruments. */
  @Column("jsonb")
  definition!: object;

  @Column("uuid")
  accessKeyId!: string;

  @Column("timestamptz")
  changedAt!: Date;
}

/** The pack that a strategy's people are in, from version to version, so that a push can tell who entered and who left. */
@Entity("reach_pack")
export class ReachPackEntity {
  @ForeignKey("organisation", { name: "reach_pack_organisation_fkey" })
  @PrimaryColumn("uuid")
  organisationId!: string;

  @ForeignKey("brand", { name: "reach_pack_brand_fkey" })
  @Index("reach_pack_brand_idx")
  @PrimaryColumn("integer")
  brandId!: number;

  @PrimaryColumn("text")
  strategyCode!: string;

  @ForeignKey("audience_pack", { name: "reach_pack_pack_fkey" })
  @Index("reach_pack_pack_idx")
  @Column("uuid")
  audiencePackId!: string;
}
