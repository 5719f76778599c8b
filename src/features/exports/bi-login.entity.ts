import { Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

/** Whose rows a login of PostgreSQL reads in the schema bi. */
@Entity("bi_login")
export class BiLoginEntity {
  @PrimaryColumn("text")
  roleName!: string;

  @ForeignKey("organisation", { name: "bi_login_organisation_fkey" })
  @Index("bi_login_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  @Column("timestamptz")
  createdAt!: Date;
}
