import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

@Entity("trend_topic")
@Check("trend_topic_heat_check", "heat > 0")
@Check("trend_topic_half_life_check", "half_life_hours > 0")
@Index("trend_topic_code_key", ["organisationId", "source", "code"], { unique: true })
@Index("trend_topic_start_idx", ["organisationId", "startsAt"])
export class TrendTopicEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @ForeignKey("organisation", { name: "trend_topic_organisation_fkey" })
  @Column("uuid")
  organisationId!: string;

  /** Who measured the heat; a code is unique in it. */
  @Column("text")
  source!: string;

  @Column("text")
  code!: string;

  @Column("text")
  title!: string;

  /** At `starts_at`, in the source's own unit. */
  @Column("double precision")
  heat!: number;

  @Column("timestamptz")
  startsAt!: Date;

  @Column("double precision")
  halfLifeHours!: number;

  @Column("text", { array: true })
  tags!: string[];

  @Column("text", { array: true })
  keywords!: string[];

  @Column("timestamptz")
  importedAt!: Date;
}
