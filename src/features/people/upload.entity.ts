import { Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

/** All that a source uploaded of identities with consent, counted row by row as it came. */
@Entity("first_party_upload")
export class FirstPartyUploadEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @ForeignKey("organisation", { name: "first_party_upload_organisation_fkey" })
  @Index("first_party_upload_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  @ForeignKey("touchpoint_source", { name: "first_party_upload_source_fkey" })
  @Index("first_party_upload_source_key", { unique: true })
  @Column("integer")
  sourceId!: number;

  @Column("bigint")
  received!: string;

  @Column("bigint")
  accepted!: string;

  @Column("bigint")
  duplicates!: string;

  @Column("bigint")
  rejected!: string;

  @Column("timestamptz")
  firstReceivedAt!: Date;

  @Column("timestamptz")
  lastReceivedAt!: Date;
}
