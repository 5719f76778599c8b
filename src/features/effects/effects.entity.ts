import { Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

/** People by touches of an attribution report's campaign, counted when they were first asked for and never again. */
@Entity("report_frequency")
export class ReportFrequencyEntity {
  @ForeignKey("attribution_report", { name: "report_frequency_report_fkey", onDelete: "CASCADE" })
  @PrimaryColumn("uuid")
  reportId!: string;

  @ForeignKey("organisation", { name: "report_frequency_organisation_fkey" })
  @Index("report_frequency_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  /** [{touches, people, conversions}] by touches. */
  @Column("jsonb")
  counts!: unknown;

  @Column("timestamptz")
  countedAt!: Date;
}
