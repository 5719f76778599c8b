import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

/** One version of a line's curve; none is ever changed. */
@Entity("response_curve")
@Check("response_curve_period_check", "period IN ('DAY', 'WEEK')")
@Check("response_curve_origin_check", "num_nonnulls(fit, reason) = 1")
@Index("response_curve_version_key", ["organisationId", "brandId", "name", "version"], { unique: true })
export class ResponseCurveEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @ForeignKey("organisation", { name: "response_curve_organisation_fkey" })
  @Column("uuid")
  organisationId!: string;

  @ForeignKey("brand", { name: "response_curve_brand_fkey" })
  @Index("response_curve_brand_idx")
  @Column("integer")
  brandId!: number;

  @Column("text")
  name!: string;

  @Column("integer")
  version!: number;

  @Column("text")
  period!: string;

  @Column("jsonb")
  curve!: unknown;

  @Column("jsonb")
  adstock!: unknown;

  /** Over which it carries over; null of a curve of before this was kept. */
  @Column("integer", { nullable: true })
  carryOverPeriods!: number | null;

  /** Quality of the fit; null: given by hand. */
  @Column("jsonb", { nullable: true })
  fit!: unknown;

  @Column("jsonb")
  draws!: unknown;

  @Column("text", { nullable: true })
  reason!: string | null;

  @ForeignKey("access_key", { name: "response_curve_access_key_fkey" })
  @Index("response_curve_access_key_idx")
  @Column("uuid")
  accessKeyId!: string;

  @Column("timestamptz")
  createdAt!: Date;
}
