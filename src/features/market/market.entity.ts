import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

/** One refresh of a category's market over a window. */
@Entity("market_refresh")
@Check("market_refresh_window_check", "starts_at < ends_at")
@Index("market_refresh_lookup_idx", ["categoryId", "startsAt", "endsAt"])
export class MarketRefreshEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @ForeignKey("category", { name: "market_refresh_category_fkey" })
  @Column("integer")
  categoryId!: number;

  @Column("timestamptz")
  startsAt!: Date;

  @Column("timestamptz")
  endsAt!: Date;

  @Column("bigint")
  planeVersion!: string;

  @Column("timestamptz")
  computedAt!: Date;

  /** When touchpoints that concern it came or went; null: none did. */
  @Column("timestamptz", { nullable: true })
  outdatedAt!: Date | null;
}

/** The window of a refresh, or one of its years. Only the system reads it: with few brands, its buyers would tell a rival's. */
@Entity("market_period")
export class MarketPeriodEntity {
  @ForeignKey("market_refresh", { name: "market_period_refresh_fkey", onDelete: "CASCADE" })
  @PrimaryColumn("uuid")
  refreshId!: string;

  /** 0: the window. */
  @PrimaryColumn("integer")
  year!: number;

  @Column("boolean")
  isComplete!: boolean;

  /** Distinct people with a net order of any brand. */
  @Column("bigint")
  buyers!: string;
}

/** What one brand sold in one period. An organisation reads the rows of its granted brands only, never a peer's. */
@Entity("market_sales")
@Check("market_sales_buyers_check", "repeat_buyers <= buyers AND buyers <= orders")
export class MarketSalesEntity {
  @ForeignKey("market_refresh", { name: "market_sales_refresh_fkey", onDelete: "CASCADE" })
  @PrimaryColumn("uuid")
  refreshId!: string;

  /** 0: the window. */
  @PrimaryColumn("integer")
  year!: number;

  @ForeignKey("brand", { name: "market_sales_brand_fkey" })
  @Index("market_sales_brand_idx")
  @PrimaryColumn("integer")
  brandId!: number;

  @Column("bigint")
  buyers!: string;

  @Column("bigint")
  repeatBuyers!: string;

  @Column("bigint")
  orders!: string;

  @Column("bigint")
  ordersWithoutValue!: string;

  @Column("bigint")
  units!: string;

  @Column("bigint")
  gmvMinor!: string;

  @Column("text")
  currencyCode!: string;
}
