import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

/** One version of a pack: what was changed, by whom and when. */
@Entity("audience_pack_version")
@Check(
  "audience_pack_version_change_check",
  `change IN ('CREATED', 'RENAMED', 'TAGS_SET', 'EXPIRY_SET', 'HANDED_OVER', 'REFRESH_SET', 'RULES_REPLACED', 'FROZEN', 'ARCHIVED')`,
)
export class AudiencePackVersionEntity {
  @ForeignKey("audience_pack", { name: "audience_pack_version_pack_fkey", onDelete: "CASCADE" })
  @PrimaryColumn("uuid")
  audiencePackId!: string;

  @PrimaryColumn("integer")
  version!: number;

  @ForeignKey("organisation", { name: "audience_pack_version_organisation_fkey" })
  @Index("audience_pack_version_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  @Column("text")
  change!: string;

  /** Null, as `changedAt`: before it was kept. */
  @Column("uuid", { nullable: true })
  accessKeyId!: string | null;

  @Column("timestamptz", { nullable: true })
  changedAt!: Date | null;
}

/** A build that was asked for, whatever became of it. */
@Entity("audience_pack_run")
export class AudiencePackRunEntity {
  @ForeignKey("audience_pack", { name: "audience_pack_run_pack_fkey", onDelete: "CASCADE" })
  @PrimaryColumn("uuid")
  audiencePackId!: string;

  /** That of its job; ids grow with time. */
  @PrimaryColumn("uuid")
  runId!: string;

  @ForeignKey("organisation", { name: "audience_pack_run_organisation_fkey" })
  @Index("audience_pack_run_organisation_idx")
  @Column("uuid")
  organisationId!: string;
}

/** When a live pack is built again without being asked for. */
@Entity("audience_pack_schedule")
@Check("audience_pack_schedule_cadence_check", "num_nonnulls(hour_of_day, every_hours) = 1")
@Check("audience_pack_schedule_hour_check", "hour_of_day BETWEEN 0 AND 23")
@Check("audience_pack_schedule_hours_check", "every_hours BETWEEN 1 AND 168")
export class AudiencePackScheduleEntity {
  @ForeignKey("audience_pack", { name: "audience_pack_schedule_pack_fkey", onDelete: "CASCADE" })
  @PrimaryColumn("uuid")
  audiencePackId!: string;

  @ForeignKey("organisation", { name: "audience_pack_schedule_organisation_fkey" })
  @Index("audience_pack_schedule_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  /** On whose behalf it is built: who set the schedule last. */
  @Column("uuid")
  accessKeyId!: string;

  /** In the brand's zone. */
  @Column("integer", { nullable: true })
  hourOfDay!: number | null;

  @Column("integer", { nullable: true })
  everyHours!: number | null;

  /** What `everyHours` is counted from. */
  @Column("timestamptz")
  startsAt!: Date;

  @Index("audience_pack_schedule_next_idx")
  @Column("timestamptz")
  nextAt!: Date;

  /** The last refresh that was left out, and why; null: none was. */
  @Column("timestamptz", { nullable: true })
  skippedAt!: Date | null;

  @Column("text", { nullable: true })
  skipCode!: string | null;

  @Column("text", { nullable: true })
  skipMessage!: string | null;
}
