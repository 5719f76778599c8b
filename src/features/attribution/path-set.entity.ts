import { Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

/** Counted paths as an outside source gives them; never changed. */
@Entity("attribution_path_set")
export class PathSetEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @ForeignKey("organisation", { name: "attribution_path_set_organisation_fkey" })
  @Index("attribution_path_set_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  @Column("text")
  name!: string;

  @Column("text")
  currencyCode!: string;

  @Column("text", { array: true })
  directChannels!: string[];

  /** `[touches, conversions, value in minor units, nulls]` each, figures as text. */
  @Column("jsonb")
  rows!: unknown;

  @Column("timestamptz")
  createdAt!: Date;
}
