import { Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

/** A row that was not taken, masked; written with the commit of its chunk and kept for a week. */
@Entity("rejected_row")
export class RejectedRowEntity {
  @ForeignKey("integration_run", { name: "rejected_row_run_fkey" })
  @PrimaryColumn("uuid")
  runId!: string;

  /** Number of the chunk. */
  @PrimaryColumn("integer")
  chunk!: number;

  /** Among the rejected rows of the chunk, from 0. */
  @PrimaryColumn("integer")
  place!: number;

  @ForeignKey("organisation", { name: "rejected_row_organisation_fkey" })
  @Column("uuid")
  organisationId!: string;

  /** Null: it came through the API. */
  @Column("text", { nullable: true })
  file!: string | null;

  @Column("bigint", { nullable: true })
  line!: string | null;

  @Column("text")
  reason!: string;

  @Column("text", { array: true })
  field!: string[];

  @Column("text")
  message!: string;

  /** What would have been allowed; null where that is no list. */
  @Column("text", { array: true, nullable: true })
  allowed!: string[] | null;

  /** Null: the line could not be read as a row. */
  @Column("jsonb", { nullable: true })
  row!: object | null;

  @Index("rejected_row_rejected_at_idx")
  @Column("timestamptz")
  rejectedAt!: Date;
}
