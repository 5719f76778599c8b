import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

@Entity("connector")
@Check("connector_kind_check", "kind IN ('WEBHOOK', 'OBJECT_STORE', 'FILE_DROP')")
@Check("connector_minimum_check", "minimum_people >= 1")
@Index("connector_name_key", ["organisationId", "name"], { unique: true })
export class ConnectorEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @ForeignKey("organisation", { name: "connector_organisation_fkey" })
  @Column("uuid")
  organisationId!: string;

  @Column("text")
  kind!: string;

  @Column("text")
  name!: string;

  @Column("text")
  namespace!: string;

  @Column("integer")
  minimumPeople!: number;

  @Column("text")
  address!: string;

  /** Under the install's key; null where the secret follows from that key. */
  @Column("text", { nullable: true })
  sealedSecret!: string | null;

  @Column("boolean", { default: false })
  isSuspended!: boolean;

  @Column("integer")
  version!: number;

  @Column("timestamptz")
  createdAt!: Date;
}
