import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

/** A change of running amounts; only ever added. */
@Entity("control_change")
@Check(
  "control_change_kind_check",
  "kind IN ('SET_BUDGET', 'MOVE_BUDGET', 'ADOPT_BUDGET_PLAN', 'ADOPT_YEAR_PLAN', 'UNDO')",
)
@Index("control_change_number_key", ["organisationId", "brandId", "number"], { unique: true })
@Check("control_change_undo_check", "(kind = 'UNDO') = (undoes_id IS NOT NULL)")
export class ControlChangeEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @ForeignKey("organisation", { name: "control_change_organisation_fkey" })
  @Index("control_change_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  @ForeignKey("brand", { name: "control_change_brand_fkey" })
  @Index("control_change_brand_idx")
  @Column("integer")
  brandId!: number;

  /** Counts up within the brand, in the order in which changes were made. */
  @Column("integer")
  number!: number;

  /** Campaigns whose amounts it changed. */
  @Column("uuid", { array: true })
  campaignIds!: string[];

  @ForeignKey("budget_tree", { name: "control_change_tree_fkey", onDelete: "CASCADE" })
  @Index("control_change_tree_idx")
  @Column("uuid", { nullable: true })
  treeId!: string | null;

  @Column("text")
  kind!: string;

  @Column("text")
  reason!: string;

  /** What it changed, each with the amounts before and after in minor units as text. */
  @Column("jsonb")
  amounts!: unknown;

  @Column("text")
  currencyCode!: string;

  @ForeignKey("budget_plan", { name: "control_change_plan_fkey", onDelete: "CASCADE" })
  @Index("control_change_plan_idx")
  @Column("uuid", { nullable: true })
  budgetPlanId!: string | null;

  @ForeignKey("year_plan", { name: "control_change_year_plan_fkey", onDelete: "CASCADE" })
  @Index("control_change_year_plan_idx")
  @Column("uuid", { nullable: true })
  yearPlanId!: string | null;

  /** One undo a change: the index is unique. */
  @ForeignKey("control_change", { name: "control_change_undoes_fkey", onDelete: "CASCADE" })
  @Index("control_change_undoes_key", { unique: true })
  @Column("uuid", { nullable: true })
  undoesId!: string | null;

  @Column("timestamptz")
  undoableUntil!: Date;

  @ForeignKey("access_key", { name: "control_change_access_key_fkey" })
  @Index("control_change_access_key_idx")
  @Column("uuid")
  accessKeyId!: string;

  @Column("timestamptz")
  changedAt!: Date;
}
