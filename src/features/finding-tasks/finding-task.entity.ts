import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

@Entity("finding_task")
@Check("finding_task_state_check", "state IN ('OPEN', 'IN_PROGRESS', 'DONE', 'DROPPED')")
@Check("finding_task_window_check", "baseline_from < baseline_as_of")
export class FindingTaskEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @ForeignKey("organisation", { name: "finding_task_organisation_fkey" })
  @Index("finding_task_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  @ForeignKey("brand", { name: "finding_task_brand_fkey" })
  @Index("finding_task_brand_idx")
  @Column("integer")
  brandId!: number;

  @Column("text")
  summary!: string;

  @Column("text")
  team!: string;

  @Column("date")
  dueOn!: string;

  @Column("text")
  state!: string;

  @Column("text")
  metric!: string;

  @Column("text", { nullable: true })
  keyword!: string | null;

  @Column("timestamptz")
  baselineAsOf!: Date;

  @Column("timestamptz")
  baselineFrom!: Date;

  @Column("double precision")
  baselineValue!: number;

  @Column("double precision")
  targetValue!: number;

  @Column("text", { nullable: true })
  note!: string | null;

  @Column("integer")
  version!: number;

  /** Name of the access key. */
  @Column("text")
  createdBy!: string;

  @Column("timestamptz")
  createdAt!: Date;

  @Column("timestamptz")
  updatedAt!: Date;
}
