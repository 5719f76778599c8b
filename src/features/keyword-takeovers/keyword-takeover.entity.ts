import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

/** A search slot booked for keywords. */
@Entity("keyword_takeover")
@Check("keyword_takeover_keywords_check", "cardinality(keywords) > 0")
@Check("keyword_takeover_window_check", "starts_at < ends_at")
@Check("keyword_takeover_state_check", "state IN ('BOOKED', 'CANCELLED')")
@Index("keyword_takeover_slot_idx", ["organisationId", "platform", "slotCode", "endsAt"])
export class KeywordTakeoverEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @ForeignKey("organisation", { name: "keyword_takeover_organisation_fkey" })
  @Column("uuid")
  organisationId!: string;

  @ForeignKey("brand", { name: "keyword_takeover_brand_fkey" })
  @Index("keyword_takeover_brand_idx")
  @Column("integer")
  brandId!: number;

  @Column("text")
  platform!: string;

  @Column("text")
  slotCode!: string;

  @Column("text")
  productCode!: string;

  /** In their one spelling. */
  @Column("text", { array: true })
  keywords!: string[];

  @Column("timestamptz")
  startsAt!: Date;

  @Column("timestamptz")
  endsAt!: Date;

  @Column("text")
  state!: string;

  @Column("integer")
  version!: number;

  @Column("timestamptz")
  createdAt!: Date;
}
