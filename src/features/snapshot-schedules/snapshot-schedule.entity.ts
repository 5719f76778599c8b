import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

/** A brand's daily snapshots. */
@Entity("asset_snapshot_schedule")
@Check("asset_snapshot_schedule_restate_days_check", "restate_days BETWEEN 0 AND 92")
export class SnapshotScheduleEntity {
  @ForeignKey("organisation", { name: "asset_snapshot_schedule_organisation_fkey" })
  @PrimaryColumn("uuid")
  organisationId!: string;

  @ForeignKey("brand", { name: "asset_snapshot_schedule_brand_fkey" })
  @Index("asset_snapshot_schedule_brand_idx")
  @PrimaryColumn("integer")
  brandId!: number;

  /** On whose behalf the snapshots are taken: who set the schedule last. */
  @Column("uuid")
  accessKeyId!: string;

  @Column("boolean")
  isActive!: boolean;

  @Column("integer")
  restateDays!: number;

  /** The last day of the brand's zone whose snapshot was asked for; null: none was. */
  @Column("date", { nullable: true })
  lastDay!: string | null;

  @Column("integer")
  version!: number;

  @Column("timestamptz")
  changedAt!: Date;
}
