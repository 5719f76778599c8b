import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

/** A published model of what customers are worth; only its approval is ever added. */
@Entity("customer_value_model")
@Check("customer_value_model_approval_check", "num_nonnulls(approved_by_id, approved_at) <> 1")
@Index("customer_value_model_version_key", ["organisationId", "brandId", "version"], { unique: true })
export class CustomerValueModelEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @ForeignKey("organisation", { name: "customer_value_model_organisation_fkey" })
  @Column("uuid")
  organisationId!: string;

  @ForeignKey("brand", { name: "customer_value_model_brand_fkey" })
  @Index("customer_value_model_brand_idx")
  @Column("integer")
  brandId!: number;

  @Column("integer")
  version!: number;

  @Column("text")
  currencyCode!: string;

  @Column("date", { nullable: true })
  acquiredFrom!: string | null;

  @Column("date")
  asOf!: string;

  @Column("timestamptz")
  fittedAt!: Date;

  /** Exact. */
  @Column("bigint")
  people!: string;

  @Column("jsonb")
  report!: unknown;

  /** The access key. */
  @Column("uuid", { nullable: true })
  approvedById!: string | null;

  @Column("timestamptz", { nullable: true })
  approvedAt!: Date | null;
}
