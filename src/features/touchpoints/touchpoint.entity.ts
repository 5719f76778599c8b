import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn } from "typeorm";

@Entity("touchpoint_source")
@Check("touchpoint_source_visibility_check", "visibility IN ('CLOUD', 'ORGANISATION')")
@Index("touchpoint_source_code_key", ["organisationId", "code"], { unique: true })
export class TouchpointSourceEntity {
  @PrimaryGeneratedColumn("identity", { type: "integer", generatedIdentity: "ALWAYS" })
  id!: number;

  @ForeignKey("organisation", { name: "touchpoint_source_organisation_fkey" })
  @Column("uuid")
  organisationId!: string;

  @Column("text")
  code!: string;

  @Column("text")
  name!: string;

  @Column("text")
  visibility!: string;

  @Column("timestamptz")
  createdAt!: Date;

  /** Number of the secret that its callbacks are signed with; 0: none was ever made. */
  @Column("integer", { default: 0 })
  callbackVersion!: number;

  @Column("timestamptz", { nullable: true })
  callbackRotatedAt!: Date | null;

  /** How rows of its callbacks become touchpoints; null: they are touchpoints. */
  @Column("jsonb", { nullable: true })
  callbackMapping!: object | null;
}

/** One import: a file set, or a day of API calls of one source. Counts are of committed chunks only. */
@Entity("integration_run")
@Check(
  "integration_run_status_check",
  "status IN ('QUEUED', 'RUNNING', 'STOPPED', 'SUCCEEDED', 'FAILED', 'CANCELLED', 'ROLLED_BACK')",
)
export class IntegrationRunEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @ForeignKey("organisation", { name: "integration_run_organisation_fkey" })
  @Index("integration_run_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  @ForeignKey("touchpoint_source", { name: "integration_run_source_fkey" })
  @Index("integration_run_source_idx")
  @Column("integer")
  sourceId!: number;

  @Column("text")
  name!: string;

  @Column("text")
  status!: string;

  @Column("double precision", { nullable: true })
  progress!: number | null;

  @Column("bigint", { default: 0 })
  received!: string;

  @Column("bigint", { default: 0 })
  accepted!: string;

  @Column("bigint", { default: 0 })
  duplicates!: string;

  @Column("bigint", { default: 0 })
  conflicts!: string;

  @Column("bigint", { default: 0 })
  rejected!: string;

  /** Count per rejection reason. */
  @Column("jsonb", { default: {} })
  rejectedByReason!: Record<string, number>;

  /** What is imported, in order: `{path, size, sha256OfHead}`; empty for API calls. */
  @Column("jsonb", { default: [] })
  files!: readonly object[];

  /** How rows of the files become touchpoints, for who resumes the run; null for API calls. */
  @Column("jsonb", { nullable: true })
  mapping!: object | null;

  /** Somebody asked the importing process to stop after its current chunk. */
  @Column("timestamptz", { nullable: true })
  stopRequestedAt!: Date | null;

  /** From then on nothing is committed to the run any more. */
  @Column("timestamptz", { nullable: true })
  rollBackRequestedAt!: Date | null;

  @Column("timestamptz", { nullable: true })
  rolledBackAt!: Date | null;

  @Column("text", { nullable: true })
  failureCode!: string | null;

  @Column("text", { nullable: true })
  failureMessage!: string | null;

  @Column("timestamptz")
  startedAt!: Date;

  @Column("timestamptz", { nullable: true })
  finishedAt!: Date | null;
}

/**
 * One pass of the intake protocol: RECEIVED, under its locks, before anything is written to ClickHouse; COMMITTED before the
 * answer. RECEIVED without a holder of its locks, it never ended: it is FENCED, so that it cannot be committed any more, its
 * rows are wiped, and then it is ABANDONED.
 */
@Entity("intake_chunk")
@Index("intake_chunk_unended_idx", ["state"], { where: "state IN ('RECEIVED', 'FENCED')" })
@Check("intake_chunk_state_check", "state IN ('RECEIVED', 'COMMITTED', 'FENCED', 'ABANDONED')")
export class IntakeChunkEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @ForeignKey("organisation", { name: "intake_chunk_organisation_fkey" })
  @Index("intake_chunk_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  @ForeignKey("integration_run", { name: "intake_chunk_run_fkey" })
  @Index("intake_chunk_run_idx")
  @Column("uuid")
  runId!: string;

  /** What its rows in ClickHouse carry. */
  @Index("intake_chunk_number_key", { unique: true })
  @Column({ type: "integer", generated: "identity", generatedIdentity: "ALWAYS" })
  number!: number;

  @Column("text")
  state!: string;

  /** Advisory locks held while it is RECEIVED. */
  @Column("bigint", { array: true, default: [] })
  lockKeys!: string[];

  /** Of an import of files: which file of the run, and its last line in this chunk. */
  @Column("integer", { nullable: true })
  fileIndex!: number | null;

  @Column("bigint", { nullable: true })
  lastLine!: string | null;

  @Column("integer")
  received!: number;

  @Column("integer", { default: 0 })
  accepted!: number;

  @Column("integer", { default: 0 })
  duplicates!: number;

  @Column("integer", { default: 0 })
  conflicts!: number;

  @Column("integer", { default: 0 })
  rejected!: number;

  @Column("jsonb", { default: {} })
  rejectedByReason!: Record<string, number>;

  /** Newest event time per platform in this chunk: what `viewer.dataFreshness` reads. */
  @Column("jsonb", { default: {} })
  lastTouchpointAt!: Record<string, string>;

  /** Version to which its commit moved the touchpoint plane; null: it accepted nothing. */
  @Index("intake_chunk_plane_version_idx")
  @Column("bigint", { nullable: true })
  planeVersion!: string | null;

  /** Oldest accepted event time per brand and category: whose snapshots are outdated by it. */
  @Column("jsonb", { default: [] })
  oldestTouchpoints!: readonly object[];

  @Column("timestamptz")
  receivedAt!: Date;

  @Column("timestamptz", { nullable: true })
  committedAt!: Date | null;
}

/** One row: counts up with every committed chunk, so that anything derived from touchpoints can name what it saw. */
@Entity("touchpoint_plane")
@Check("touchpoint_plane_single_check", "id = 1")
export class TouchpointPlaneEntity {
  @PrimaryColumn("integer")
  id!: number;

  @Column("bigint")
  version!: string;

  /** Ordinal of the next new person: taken with an UPDATE, never given back, so no two people ever share one. */
  @Column("bigint")
  nextOrdinal!: string;

  /** Counts up whenever an identity gets another person or is erased: caches of people are emptied then. */
  @Column("bigint", { default: 0 })
  peopleVersion!: string;

  /** Since when people are being moved; null: none are. Figures read meanwhile are read again. */
  @Column("timestamptz", { nullable: true })
  settlingSince!: Date | null;

  @Column("timestamptz")
  changedAt!: Date;
}
