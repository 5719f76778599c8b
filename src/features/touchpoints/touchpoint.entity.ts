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
}

/** One import: a file set, or a day of API calls of one source. Counts are of committed chunks only. */
@Entity("integration_run")
@Check("integration_run_status_check", "status IN ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED')")
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

  @Column("text", { nullable: true })
  failureCode!: string | null;

  @Column("text", { nullable: true })
  failureMessage!: string | null;

  @Column("timestamptz")
  startedAt!: Date;

  @Column("timestamptz", { nullable: true })
  finishedAt!: Date | null;
}

/** One step of the intake protocol: RECEIVED before anything is written to ClickHouse, COMMITTED before the answer. */
@Entity("intake_chunk")
@Check("intake_chunk_state_check", "state IN ('RECEIVED', 'COMMITTED')")
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

  @Column("text")
  state!: string;

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

  /** Newest event time per platform in this chunk: what `viewer.dataFreshness` reads. */
  @Column("jsonb", { default: {} })
  lastTouchpointAt!: Record<string, string>;

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

  @Column("timestamptz")
  changedAt!: Date;
}
