import { Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

/** What became of a subject's attribution reports; written by a trigger, so no writer can forget it. */
@Entity("attribution_change")
@Index("attribution_change_order_idx", ["brandId", "changedIn", "subject"])
export class AttributionChangeEntity {
  @ForeignKey("organisation", { name: "attribution_change_organisation_fkey" })
  @PrimaryColumn("uuid")
  organisationId!: string;

  @PrimaryColumn("text")
  subject!: string;

  @ForeignKey("brand", { name: "attribution_change_brand_fkey" })
  @Column("integer", { nullable: true })
  brandId!: number | null;

  @Column("uuid")
  reportId!: string;

  @Column("integer")
  version!: number;

  @Column("boolean")
  isDeleted!: boolean;

  /** Number of the transaction that changed it last. */
  @Column("bigint")
  changedIn!: string;

  @Column("timestamptz")
  updatedAt!: Date;
}
