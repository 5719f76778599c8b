import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

/** The receipt of an erasure; its job is the one of the same id. */
@Entity("identity_erasure")
@Index("identity_erasure_list_idx", ["organisationId", "requestedAt", "id"])
@Check("identity_erasure_outcome_check", "outcome IN ('ERASED', 'NOT_KNOWN')")
@Check("identity_erasure_sealed_check", "completed_at IS NULL OR sealed_person IS NULL")
export class IdentityErasureEntity {
  @ForeignKey("job_run", { name: "identity_erasure_job_fkey" })
  @PrimaryColumn("uuid")
  id!: string;

  @ForeignKey("organisation", { name: "identity_erasure_organisation_fkey" })
  @Column("uuid")
  organisationId!: string;

  /** The identity under the second key, as the block list has it. */
  @Column("text")
  mark!: string;

  @Column("text")
  requestReference!: string;

  /** Who is being erased, encrypted under the second key; emptied when it is done. */
  @Column("text", { nullable: true })
  sealedPerson!: string | null;

  @Column("text", { nullable: true })
  outcome!: string | null;

  @Column("timestamptz")
  requestedAt!: Date;

  /** When its first attempt blocked the person's identities and began to take away. */
  @Column("timestamptz", { nullable: true })
  begunAt!: Date | null;

  @Column("timestamptz", { nullable: true })
  completedAt!: Date | null;

  /** When a compaction that began after its end was done. */
  @Column("timestamptz", { nullable: true })
  compactedAt!: Date | null;
}
