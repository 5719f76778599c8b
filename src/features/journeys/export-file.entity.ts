import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

@Entity("export_file")
@Check("export_file_kind_check", "kind IN ('REACH')")
export class ExportFileEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @ForeignKey("organisation", { name: "export_file_organisation_fkey" })
  @Index("export_file_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  @Column("text")
  kind!: string;

  /** The file as it is downloaded. */
  @Column("text")
  content!: string;

  /** Of the content's UTF-8 bytes, in hexadecimal. */
  @Column("text")
  sha256!: string;

  /** Without the header. */
  @Column("integer")
  rows!: number;

  @Column("timestamptz")
  createdAt!: Date;

  @Column("timestamptz")
  expiresAt!: Date;
}
