import { Column, Entity, Index, PrimaryColumn } from "typeorm";

/** The block list: identities of erased people, under the second key only. */
@Entity("erased_identity")
export class ErasedIdentityEntity {
  @PrimaryColumn("text")
  mark!: string;

  /** Counts up, so that a process asks for those alone that it has not read. */
  @Index("erased_identity_number_key", { unique: true })
  @Column({ type: "bigint", generated: "identity", generatedIdentity: "ALWAYS" })
  number!: string;
}
