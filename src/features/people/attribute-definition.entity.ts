import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

@Entity("attribute_definition")
@Check("attribute_definition_type_check", "type IN ('ENUM', 'INTEGER', 'DECIMAL', 'BOOLEAN', 'DATE')")
@Check("attribute_definition_bounds_check", "minimum <= maximum")
@Index("attribute_definition_code_key", ["organisationId", "code"], { unique: true })
export class AttributeDefinitionEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @ForeignKey("organisation", { name: "attribute_definition_organisation_fkey" })
  @Column("uuid")
  organisationId!: string;

  @Column("text")
  code!: string;

  @Column("text")
  name!: string;

  @Column("text")
  description!: string;

  @Column("text")
  type!: string;

  /** Of an ENUM, in the order given; empty for every other type. */
  @Column("text", { array: true })
  allowedValues!: readonly string[];

  /** Of an INTEGER. */
  @Column("bigint", { nullable: true })
  minimum!: string | null;

  @Column("bigint", { nullable: true })
  maximum!: string | null;

  /** Null: a value never goes stale. */
  @Column("integer", { nullable: true })
  maximumAgeDays!: number | null;

  @Column("integer")
  version!: number;

  /** When values were first sent; null: never. */
  @Column("timestamptz", { nullable: true })
  usedAt!: Date | null;

  @Column("timestamptz", { nullable: true })
  retiredAt!: Date | null;

  @Column("timestamptz")
  createdAt!: Date;
}
