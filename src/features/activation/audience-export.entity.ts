import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

@Entity("audience_export")
@Check("audience_export_format_check", "format IN ('CSV', 'NDJSON', 'PARQUET')")
export class AudienceExportEntity {
  /** That of its job. */
  @ForeignKey("job_run", { name: "audience_export_run_fkey" })
  @PrimaryColumn("uuid")
  id!: string;

  @ForeignKey("organisation", { name: "audience_export_organisation_fkey" })
  @Index("audience_export_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  @ForeignKey("audience_pack", { name: "audience_export_pack_fkey" })
  @Index("audience_export_pack_idx")
  @Column("uuid")
  audiencePackId!: string;

  @Column("uuid")
  buildId!: string;

  /** Of its parts; each attempt writes a file of its own. */
  @Column("uuid")
  fileId!: string;

  @Column("text")
  namespace!: string;

  @Column("text")
  format!: string;

  @Column("bigint")
  ids!: string;

  @Column("bigint")
  bytes!: string;

  @Column("text")
  sha256!: string;

  @Column("timestamptz")
  createdAt!: Date;

  @Column("timestamptz")
  expiresAt!: Date;

  /** When its file was taken away because it held an erased person. */
  @Column("timestamptz", { nullable: true })
  erasedAt!: Date | null;
}

@Entity("audience_export_part")
export class AudienceExportPartEntity {
  @PrimaryColumn("uuid")
  fileId!: string;

  @PrimaryColumn("integer")
  number!: number;

  @ForeignKey("organisation", { name: "audience_export_part_organisation_fkey" })
  @Index("audience_export_part_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  @Column("bytea")
  content!: Buffer;

  @Column("timestamptz")
  writtenAt!: Date;
}
