import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

/** A file of figures that its organisation may fetch for some days. It holds aggregates only, never people. */
@Entity("export_file")
@Check("export_file_kind_check", "kind IN ('REACH', 'ATTRIBUTION', 'REVIEW')")
@Check("export_file_format_check", "format IN ('CSV', 'NDJSON', 'PARQUET')")
export class ExportFileEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @ForeignKey("organisation", { name: "export_file_organisation_fkey" })
  @Index("export_file_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  @Column("text")
  kind!: string;

  @Column("text", { default: "CSV" })
  format!: string;

  /** The file as it is downloaded. */
  @Column("bytea")
  content!: Buffer;

  /** Of the content, in hexadecimal. */
  @Column("text")
  sha256!: string;

  /** Without the header. */
  @Column("integer")
  rows!: number;

  /** What its columns say; null of reaches. */
  @Column("jsonb", { nullable: true })
  manifest!: unknown;

  @Column("timestamptz")
  createdAt!: Date;

  @Column("timestamptz")
  expiresAt!: Date;
}
