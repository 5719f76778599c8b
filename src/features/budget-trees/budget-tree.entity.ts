import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

@Entity("budget_tree")
@Check("budget_tree_year_check", "year >= 2000 AND year <= 2100")
@Index("budget_tree_year_key", ["organisationId", "brandId", "year"], { unique: true })
export class BudgetTreeEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @ForeignKey("organisation", { name: "budget_tree_organisation_fkey" })
  @Column("uuid")
  organisationId!: string;

  @ForeignKey("brand", { name: "budget_tree_brand_fkey" })
  @Index("budget_tree_brand_idx")
  @Column("integer")
  brandId!: number;

  @Column("integer")
  year!: number;

  @Column("text")
  currencyCode!: string;

  @Column("integer")
  version!: number;

  @Column("timestamptz")
  createdAt!: Date;
}

/** A place of a tree; that parts fit is checked by a trigger at the end of each transaction. */
@Entity("budget_node")
@Check("budget_node_planned_check", "planned_minor >= 0")
export class BudgetNodeEntity {
  @ForeignKey("budget_tree", { name: "budget_node_tree_fkey", onDelete: "CASCADE" })
  @PrimaryColumn("uuid")
  treeId!: string;

  @PrimaryColumn("text")
  key!: string;

  @ForeignKey("organisation", { name: "budget_node_organisation_fkey" })
  @Index("budget_node_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  /** Null of the root. */
  @Column("text", { nullable: true })
  parentKey!: string | null;

  @Column("bigint")
  plannedMinor!: string;
}

@Entity("placement_budget")
@Check("placement_budget_amount_check", "amount_minor >= 0")
export class PlacementBudgetEntity {
  @ForeignKey("placement", { name: "placement_budget_placement_fkey", onDelete: "CASCADE" })
  @PrimaryColumn("uuid")
  placementId!: string;

  @ForeignKey("organisation", { name: "placement_budget_organisation_fkey" })
  @Index("placement_budget_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  @Column("bigint")
  amountMinor!: string;

  @Column("text")
  currencyCode!: string;

  @ForeignKey("budget_plan", { name: "placement_budget_plan_fkey", onDelete: "CASCADE" })
  @Index("placement_budget_plan_idx")
  @Column("uuid")
  budgetPlanId!: string;

  @Column("timestamptz")
  changedAt!: Date;
}
