import { Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

/** A published model. Its id names the percentiles in ClickHouse, which are there before it is. */
@Entity("look_alike_model")
@Index("look_alike_model_brand_idx", ["brandId", "fittedAt", "id"])
export class LookAlikeModelEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @ForeignKey("organisation", { name: "look_alike_model_organisation_fkey" })
  @Index("look_alike_model_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  @ForeignKey("brand", { name: "look_alike_model_brand_fkey" })
  @Column("integer")
  brandId!: number;

  @Column("text")
  name!: string;

  /** The build whose members were the seed. */
  @Column("uuid")
  seedBuildId!: string;

  @ForeignKey("audience_pack", { name: "look_alike_model_seed_pack_fkey" })
  @Index("look_alike_model_seed_pack_idx")
  @Column("uuid")
  seedPackId!: string;

  @Column("timestamptz")
  fromAt!: Date;

  @Column("timestamptz")
  asOf!: Date;

  @Column("timestamptz")
  fittedAt!: Date;

  /** Everybody who was scored, and those of them in the seed; exact. */
  @Column("bigint")
  people!: string;

  @Column("bigint")
  seedPeople!: string;

  /** Weights, held-out figures and what they were fitted with. */
  @Column("jsonb")
  report!: unknown;
}
