import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

@Entity("audience_push")
@Check("audience_push_mode_check", "mode IN ('FULL', 'DELTA')")
@Index("audience_push_list_idx", ["audiencePackId", "connectorId", "createdAt", "id"])
export class AudiencePushEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @ForeignKey("organisation", { name: "audience_push_organisation_fkey" })
  @Index("audience_push_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  @ForeignKey("audience_pack", { name: "audience_push_pack_fkey" })
  @Column("uuid")
  audiencePackId!: string;

  @ForeignKey("connector", { name: "audience_push_connector_fkey" })
  @Column("uuid")
  connectorId!: string;

  @Column("uuid")
  buildId!: string;

  /** What a delta is against; null: nothing. */
  @ForeignKey("audience_push", { name: "audience_push_base_fkey" })
  @Column("uuid", { nullable: true })
  basePushId!: string | null;

  @Column("text")
  mode!: string;

  /** The newest job; resuming makes another. */
  @ForeignKey("job_run", { name: "audience_push_run_fkey" })
  @Column("uuid")
  runId!: string;

  @Column("jsonb")
  plan!: unknown;

  @Column("text", { nullable: true })
  addMark!: string | null;

  @Column("text", { nullable: true })
  removeMark!: string | null;

  @Column("text", { name: "add_sha256", nullable: true })
  addSha256!: string | null;

  @Column("timestamptz", { nullable: true })
  stopRequestedAt!: Date | null;

  @Column("timestamptz")
  createdAt!: Date;

  @Column("timestamptz", { nullable: true })
  finishedAt!: Date | null;
}

/** The ledger: a chunk that the destination has taken. */
@Entity("audience_push_chunk")
@Check("audience_push_chunk_operation_check", "operation IN ('ADD', 'REMOVE')")
export class AudiencePushChunkEntity {
  @ForeignKey("audience_push", { name: "audience_push_chunk_push_fkey" })
  @PrimaryColumn("uuid")
  pushId!: string;

  @PrimaryColumn("text")
  operation!: string;

  @PrimaryColumn("integer")
  number!: number;

  @ForeignKey("organisation", { name: "audience_push_chunk_organisation_fkey" })
  @Index("audience_push_chunk_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  @Column("integer")
  ids!: number;

  @Column("integer", { nullable: true })
  matched!: number | null;

  @Column("text")
  sha256!: string;

  @Column("text")
  mark!: string;

  @Column("timestamptz")
  sentAt!: Date;
}
