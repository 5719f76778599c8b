import { Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

/** An identity that never leaves on behalf of its organisation. */
@Entity("suppressed_identity")
export class SuppressedIdentityEntity {
  @ForeignKey("organisation", { name: "suppressed_identity_organisation_fkey" })
  @PrimaryColumn("uuid")
  organisationId!: string;

  /** 0: for all brands. */
  @PrimaryColumn("integer")
  brandId!: number;

  /** As stored: HMAC, a decimal UInt128. */
  @PrimaryColumn("text")
  @Index("suppressed_identity_key_idx")
  key!: string;

  @Column("timestamptz")
  addedAt!: Date;
}
