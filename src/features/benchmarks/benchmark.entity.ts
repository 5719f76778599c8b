import { Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

/** One refresh of a category at an instant, for all its brands in one pass. */
@Entity("benchmark")
@Index("benchmark_lookup_idx", ["categoryId", "asOf", "flowFrom"])
export class BenchmarkEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @ForeignKey("category", { name: "benchmark_category_fkey" })
  @Column("integer")
  categoryId!: number;

  @Column("timestamptz")
  asOf!: Date;

  @Column("timestamptz")
  flowFrom!: Date;

  @ForeignKey("rule_set", { name: "benchmark_rule_set_fkey" })
  @Index("benchmark_rule_set_idx")
  @Column("uuid")
  ruleSetId!: string;

  @Column("bigint")
  planeVersion!: string;

  @Column("timestamptz")
  computedAt!: Date;

  /** When touchpoints that concern it came or went; null: none did. */
  @Column("timestamptz", { nullable: true })
  outdatedAt!: Date | null;
}

/** One brand's standing in one metric. An organisation reads the rows of its granted brands only, never a peer's. */
@Entity("benchmark_figure")
export class BenchmarkFigureEntity {
  @ForeignKey("benchmark", { name: "benchmark_figure_benchmark_fkey", onDelete: "CASCADE" })
  @PrimaryColumn("uuid")
  benchmarkId!: string;

  @ForeignKey("brand", { name: "benchmark_figure_brand_fkey" })
  @Index("benchmark_figure_brand_idx")
  @PrimaryColumn("integer")
  brandId!: number;

  @PrimaryColumn("text")
  metric!: string;

  /** Null: the metric has no base for this brand. */
  @Column("double precision", { nullable: true })
  own!: number | null;

  /** Numerator and denominator in people; the denominator is null for counts. */
  @Column("bigint")
  numerator!: string;

  @Column("bigint", { nullable: true })
  denominator!: string | null;

  /** Brands of the category with this metric, own excluded. */
  @Column("integer")
  peers!: number;

  @Column("double precision", { nullable: true })
  industryMean!: number | null;

  @Column("double precision", { nullable: true })
  topMean!: number | null;

  @Column("integer")
  topCount!: number;

  /** Means of more of the best peers, as {count, mean}. */
  @Column("jsonb", { default: [] })
  widerTops!: readonly { readonly count: number; readonly mean: number }[];

  @Column("double precision", { nullable: true })
  peerDeviation!: number | null;

  @Column("double precision", { nullable: true })
  percentile!: number | null;

  @Column("integer", { nullable: true })
  rank!: number | null;
}
