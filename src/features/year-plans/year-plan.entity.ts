import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

@Entity("year_plan")
@Check("year_plan_state_check", "state IN ('DRAFT', 'APPROVED')")
export class YearPlanEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @ForeignKey("organisation", { name: "year_plan_organisation_fkey" })
  @Index("year_plan_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  @ForeignKey("brand", { name: "year_plan_brand_fkey" })
  @Index("year_plan_brand_idx")
  @Column("integer")
  brandId!: number;

  @Column("integer")
  year!: number;

  @Column("text", { nullable: true })
  name!: string | null;

  @Column("integer")
  version!: number;

  @Column("text")
  state!: string;

  @Column("text")
  objective!: string;

  @Column("bigint")
  totalMinor!: string;

  @Column("text")
  currencyCode!: string;

  /** Never computed again, only replaced by another plan. */
  @Column("jsonb")
  lines!: unknown;

  @Column("jsonb")
  certificate!: unknown;

  @ForeignKey("access_key", { name: "year_plan_approved_by_fkey" })
  @Index("year_plan_approved_by_idx")
  @Column("uuid", { nullable: true })
  approvedById!: string | null;

  @Column("timestamptz", { nullable: true })
  approvedAt!: Date | null;

  @Column("timestamptz")
  createdAt!: Date;
}
