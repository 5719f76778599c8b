import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn } from "typeorm";

/** Cloud-level catalogue: categories are a tree; numbers, because every touchpoint row carries one. */
@Entity("category")
export class CategoryEntity {
  @PrimaryGeneratedColumn("identity", { type: "integer", generatedIdentity: "ALWAYS" })
  id!: number;

  @Index("category_code_key", { unique: true })
  @Column("text")
  code!: string;

  @Column("text")
  name!: string;

  @Column("text", { nullable: true })
  nameZh!: string | null;

  @ForeignKey("category", { name: "category_parent_fkey" })
  @Index("category_parent_idx")
  @Column("integer", { nullable: true })
  parentId!: number | null;
}

@Entity("brand")
export class BrandEntity {
  @PrimaryGeneratedColumn("identity", { type: "integer", generatedIdentity: "ALWAYS" })
  id!: number;

  @Index("brand_code_key", { unique: true })
  @Column("text")
  code!: string;

  @Column("text")
  name!: string;

  @Column("text", { nullable: true })
  nameZh!: string | null;

  /** IANA zone in which the brand's days begin. */
  @Column("text", { default: "Asia/Shanghai" })
  zone!: string;

  @Column("text", { default: "CNY" })
  currencyCode!: string;
}

@Entity("brand_category")
@Index("brand_category_primary_key", ["brandId"], { unique: true, where: "is_primary" })
export class BrandCategoryEntity {
  @ForeignKey("brand", { name: "brand_category_brand_fkey", onDelete: "CASCADE" })
  @PrimaryColumn("integer")
  brandId!: number;

  @ForeignKey("category", { name: "brand_category_category_fkey" })
  @Index("brand_category_category_idx")
  @PrimaryColumn("integer")
  categoryId!: number;

  @Column("boolean")
  isPrimary!: boolean;
}

/** What an organisation may see: a brand without a grant does not exist for it. */
@Entity("brand_grant")
export class BrandGrantEntity {
  @ForeignKey("organisation", { name: "brand_grant_organisation_fkey" })
  @PrimaryColumn("uuid")
  organisationId!: string;

  @ForeignKey("brand", { name: "brand_grant_brand_fkey" })
  @Index("brand_grant_brand_idx")
  @PrimaryColumn("integer")
  brandId!: number;

  @Column("timestamptz")
  grantedAt!: Date;
}

@Entity("platform")
@Index("platform_code_key", ["code", "organisationId"], { unique: true })
export class PlatformEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @Column("text")
  code!: string;

  @Column("text")
  name!: string;

  @Column("text", { nullable: true })
  nameZh!: string | null;

  /** Null: shipped with the product and known to every organisation. */
  @ForeignKey("organisation", { name: "platform_organisation_fkey" })
  @Index("platform_organisation_idx")
  @Column("uuid", { nullable: true })
  organisationId!: string | null;
}

@Entity("identity_namespace")
@Check("identity_namespace_format_check", "format IN ('SHA256_HEX', 'OPAQUE')")
@Check("identity_namespace_pattern_check", "(format = 'OPAQUE') = (pattern IS NOT NULL)")
export class IdentityNamespaceEntity {
  /** Cloud-level: one namespace means the same identifier space for everybody. */
  @PrimaryColumn("text")
  code!: string;

  @Column("text")
  format!: string;

  /** Regular expression that a whole OPAQUE value matches. */
  @Column("text", { nullable: true })
  pattern!: string | null;
}
