import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

/** The record of a piece of long work; graphile-worker only says when to look at it. */
@Entity("job_run")
@Check("job_run_status_check", "status IN ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED')")
@Check("job_run_progress_check", "progress >= 0 AND progress <= 1")
@Index("job_run_lease_idx", ["leaseUntil"], { where: "status = 'RUNNING'" })
export class JobRunEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @ForeignKey("organisation", { name: "job_run_organisation_fkey" })
  @Index("job_run_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  @Column("uuid")
  accessKeyId!: string;

  @Column("text")
  kind!: string;

  /** Of jobs that exist once whoever asks for them; null: every call makes one. */
  @Index("job_run_once_key", { unique: true, where: "once_key IS NOT NULL" })
  @Column("text", { nullable: true })
  onceKey!: string | null;

  @Column("text")
  status!: string;

  @Column("double precision", { default: 0 })
  progress!: number;

  @Column("jsonb")
  payload!: unknown;

  /** What the work made, as the handler wrote it when it published. */
  @Column("jsonb", { nullable: true })
  result!: unknown;

  @Column("integer", { default: 0 })
  attempt!: number;

  /** Counts up with every claim; a handler may write only while it holds the current one. */
  @Column("bigint", { default: 0 })
  fencingToken!: string;

  @Column("text", { nullable: true })
  workerId!: string | null;

  @Column("timestamptz", { nullable: true })
  leaseUntil!: Date | null;

  @Column("text", { nullable: true })
  failureCode!: string | null;

  @Column("text", { nullable: true })
  failureMessage!: string | null;

  @Column("timestamptz")
  createdAt!: Date;

  @Column("timestamptz", { nullable: true })
  startedAt!: Date | null;

  @Column("timestamptz", { nullable: true })
  finishedAt!: Date | null;
}
