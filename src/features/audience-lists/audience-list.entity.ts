import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

@Entity("audience_list")
@Check("audience_list_expiry_check", "expires_at > created_at")
@Index("audience_list_name_key", ["organisationId", "name"], { unique: true })
export class AudienceListEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @ForeignKey("organisation", { name: "audience_list_organisation_fkey" })
  @Column("uuid")
  organisationId!: string;

  @Column("text")
  name!: string;

  @ForeignKey("identity_namespace", { name: "audience_list_namespace_fkey" })
  @Index("audience_list_namespace_idx")
  @Column("text")
  namespace!: string;

  @Column("timestamptz")
  createdAt!: Date;

  @Index("audience_list_expiry_idx")
  @Column("timestamptz")
  expiresAt!: Date;
}

/** One call's part of a list; whom it matched is in ClickHouse under its id, and counts once this row is there. */
@Entity("audience_list_upload")
export class AudienceListUploadEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @ForeignKey("audience_list", { name: "audience_list_upload_list_fkey", onDelete: "CASCADE" })
  @Index("audience_list_upload_list_idx")
  @Column("uuid")
  listId!: string;

  @ForeignKey("organisation", { name: "audience_list_upload_organisation_fkey" })
  @Index("audience_list_upload_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  @Column("integer")
  accepted!: number;

  @Column("integer")
  rejected!: number;

  @Column("timestamptz")
  uploadedAt!: Date;
}
