import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

@Entity("flight")
@Check("flight_days_check", "starts_on <= ends_on")
@Check("flight_format_check", "format IN ('SPLASH', 'FEED', 'SEARCH', 'VIDEO', 'LIVE', 'BANNER', 'OTHER')")
@Check("flight_shape_check", "shape IN ('EVEN', 'FRONT_LOADED', 'BACK_LOADED')")
@Check("flight_plan_check", "num_nonnulls(planned_impressions, planned_cost_minor) > 0")
export class FlightEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @ForeignKey("organisation", { name: "flight_organisation_fkey" })
  @Index("flight_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  @ForeignKey("placement", { name: "flight_placement_fkey", onDelete: "CASCADE" })
  @Index("flight_placement_idx")
  @Column("uuid")
  placementId!: string;

  /** Days of the brand's zone, both included. */
  @Column("date")
  startsOn!: string;

  @Column("date")
  endsOn!: string;

  @Column("text")
  format!: string;

  @Column("text")
  shape!: string;

  /** Thousandths of an average hour, by hour of the day; null: all alike. */
  @Column("integer", { array: true, nullable: true })
  hourWeights!: number[] | null;

  @Column("bigint", { nullable: true })
  plannedImpressions!: string | null;

  @Column("bigint", { nullable: true })
  plannedCostMinor!: string | null;

  @Column("integer")
  version!: number;

  @Column("timestamptz")
  createdAt!: Date;

  @Column("timestamptz", { nullable: true })
  cancelledAt!: Date | null;
}
