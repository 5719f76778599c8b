import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

/** An hour of a slot that a brand has; sent again, it is restated. */
@Entity("slot_hour")
@Check("slot_hour_exposures_check", "exposures >= 0")
@Check("slot_hour_price_check", "price_minor >= 0")
export class SlotHourEntity {
  @ForeignKey("organisation", { name: "slot_hour_organisation_fkey" })
  @PrimaryColumn("uuid")
  organisationId!: string;

  @ForeignKey("brand", { name: "slot_hour_brand_fkey" })
  @Index("slot_hour_brand_idx")
  @PrimaryColumn("integer")
  brandId!: number;

  @PrimaryColumn("timestamptz")
  startsAt!: Date;

  @PrimaryColumn("text")
  platform!: string;

  /** What touchpoints carry as `slotCode`. */
  @PrimaryColumn("text")
  slotCode!: string;

  @Column("bigint")
  exposures!: string;

  @Column("bigint")
  priceMinor!: string;

  @Column("text")
  currencyCode!: string;

  @Column("timestamptz")
  importedAt!: Date;
}
