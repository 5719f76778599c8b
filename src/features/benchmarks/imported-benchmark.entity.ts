import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

/** One version of what an outside source says of an industry; the highest counts, the others are kept. */
@Entity("imported_benchmark")
@Index("imported_benchmark_key", ["organisationId", "categoryId", "asOf", "metric", "source", "flowFrom", "version"], {
  unique: true,
})
@Check("imported_benchmark_window_check", "flow_from <= as_of")
@Check("imported_benchmark_top_check", "(top_mean IS NULL) = (top_count IS NULL)")
export class ImportedBenchmarkEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @ForeignKey("organisation", { name: "imported_benchmark_organisation_fkey" })
  @Column("uuid")
  organisationId!: string;

  @Column("text")
  source!: string;

  @ForeignKey("category", { name: "imported_benchmark_category_fkey" })
  @Index("imported_benchmark_category_idx")
  @Column("integer")
  categoryId!: number;

  @Column("text")
  metric!: string;

  @Column("timestamptz")
  asOf!: Date;

  /** `asOf` where the metric knows no window. */
  @Column("timestamptz")
  flowFrom!: Date;

  @Column("integer")
  version!: number;

  @Column("integer", { nullable: true })
  brands!: number | null;

  @Column("double precision", { nullable: true })
  industryMean!: number | null;

  @Column("double precision", { nullable: true })
  topMean!: number | null;

  @Column("integer", { nullable: true })
  topCount!: number | null;

  /** As {percentile, value}, the lowest first. */
  @Column("jsonb")
  percentiles!: readonly { readonly percentile: number; readonly value: number }[];

  @Column("timestamptz")
  importedAt!: Date;

  @ForeignKey("access_key", { name: "imported_benchmark_access_key_fkey" })
  @Index("imported_benchmark_access_key_idx")
  @Column("uuid")
  accessKeyId!: string;
}
