import { Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

/** What a mutation sent under an `idempotencyKey` made; written in the transaction that made it. */
@Entity("idempotency_key")
export class IdempotencyKeyEntity {
  @ForeignKey("organisation", { name: "idempotency_key_organisation_fkey" })
  @PrimaryColumn("uuid")
  organisationId!: string;

  @PrimaryColumn("text")
  key!: string;

  @Column("text")
  mutation!: string;

  @Column("text")
  requestHash!: string;

  @Column("jsonb", { nullable: true })
  result!: unknown;

  @Index("idempotency_key_created_idx")
  @Column("timestamptz")
  createdAt!: Date;
}
