import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

/** Counts the changes of a brand's aliases; whoever changes them holds its row. */
@Entity("search_dictionary")
export class SearchDictionaryEntity {
  @ForeignKey("organisation", { name: "search_dictionary_organisation_fkey" })
  @PrimaryColumn("uuid")
  organisationId!: string;

  @ForeignKey("brand", { name: "search_dictionary_brand_fkey" })
  @Index("search_dictionary_brand_idx")
  @PrimaryColumn("integer")
  brandId!: number;

  @Column("integer")
  version!: number;
}

/** Never changed once written but for `until_version`: an alias that is restated gets a new row. */
@Entity("search_alias")
@Check("search_alias_kind_check", "kind IN ('BRAND_NAME', 'PRODUCT_NAME', 'NICKNAME')")
@Check("search_alias_days_check", "valid_from < valid_to")
@Check("search_alias_versions_check", "since_version < until_version")
@Index("search_alias_current_key", ["organisationId", "brandId", "keyword", "validFrom"], {
  unique: true,
  where: "until_version IS NULL",
})
export class SearchAliasEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @ForeignKey("organisation", { name: "search_alias_organisation_fkey" })
  @Column("uuid")
  organisationId!: string;

  @ForeignKey("brand", { name: "search_alias_brand_fkey" })
  @Index("search_alias_brand_idx")
  @Column("integer")
  brandId!: number;

  /** As it came. */
  @Column("text")
  alias!: string;

  /** As searches are compared with it. */
  @Column("text")
  keyword!: string;

  @Column("text")
  kind!: string;

  @Column("text", { nullable: true })
  productCode!: string | null;

  /** Days of the brand's zone; `valid_to` is the first day after it, null when it goes on. */
  @Column("date")
  validFrom!: string;

  @Column("date", { nullable: true })
  validTo!: string | null;

  /** Version of the dictionary that has it first, and the first one that no longer has it. */
  @Column("integer")
  sinceVersion!: number;

  @Column("integer", { nullable: true })
  untilVersion!: number | null;

  @Column("timestamptz")
  createdAt!: Date;
}
