import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

/** An experiment; `design` is fixed when it is made, `plan` when it starts. */
@Entity("experiment")
@Index("experiment_name_key", ["organisationId", "brandId", "name"], { unique: true })
@Check("experiment_state_check", "state IN ('DRAFT', 'RUNNING', 'ENDED')")
@Check(
  "experiment_start_check",
  "(state = 'DRAFT') = (starts_at IS NULL) AND (state = 'ENDED') = (ended_at IS NOT NULL)",
)
export class ExperimentEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @ForeignKey("organisation", { name: "experiment_organisation_fkey" })
  @Column("uuid")
  organisationId!: string;

  @ForeignKey("brand", { name: "experiment_brand_fkey" })
  @Index("experiment_brand_idx")
  @Column("integer")
  brandId!: number;

  @Column("text")
  name!: string;

  @Column("text")
  state!: string;

  @Column("integer")
  version!: number;

  @Column("jsonb")
  design!: unknown;

  @Column("jsonb", { nullable: true })
  plan!: unknown;

  @Column("timestamptz")
  createdAt!: Date;

  @Column("timestamptz", { nullable: true })
  startsAt!: Date | null;

  @Column("timestamptz", { nullable: true })
  endedAt!: Date | null;
}

/** A pack whose people take part, with the build that they are taken from. */
@Entity("experiment_audience")
export class ExperimentAudienceEntity {
  @ForeignKey("experiment", { name: "experiment_audience_experiment_fkey", onDelete: "CASCADE" })
  @PrimaryColumn("uuid")
  experimentId!: string;

  /** From 0, in the order of the call that made it. */
  @PrimaryColumn("integer")
  place!: number;

  @ForeignKey("organisation", { name: "experiment_audience_organisation_fkey" })
  @Index("experiment_audience_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  @ForeignKey("audience_pack", { name: "experiment_audience_pack_fkey" })
  @Index("experiment_audience_pack_idx")
  @Column("uuid")
  audiencePackId!: string;

  /** Null before the start. */
  @Column("uuid", { nullable: true })
  buildId!: string | null;
}

/** The pack of an arm: people of an audience who get a variant. */
@Entity("experiment_arm")
@Index("experiment_arm_pack_key", ["audiencePackId"], { unique: true })
export class ExperimentArmEntity {
  @ForeignKey("experiment", { name: "experiment_arm_experiment_fkey", onDelete: "CASCADE" })
  @PrimaryColumn("uuid")
  experimentId!: string;

  @PrimaryColumn("integer")
  audience!: number;

  @PrimaryColumn("integer")
  variant!: number;

  @ForeignKey("organisation", { name: "experiment_arm_organisation_fkey" })
  @Index("experiment_arm_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  @ForeignKey("audience_pack", { name: "experiment_arm_pack_fkey" })
  @Column("uuid")
  audiencePackId!: string;
}

/** Who changed an experiment, and when. */
@Entity("experiment_version")
@Check("experiment_version_change_check", "change IN ('CREATED', 'STARTED', 'ENDED')")
export class ExperimentVersionEntity {
  @ForeignKey("experiment", { name: "experiment_version_experiment_fkey", onDelete: "CASCADE" })
  @PrimaryColumn("uuid")
  experimentId!: string;

  @PrimaryColumn("integer")
  version!: number;

  @ForeignKey("organisation", { name: "experiment_version_organisation_fkey" })
  @Index("experiment_version_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  @Column("text")
  change!: string;

  @Column("uuid")
  accessKeyId!: string;

  @Column("timestamptz")
  changedAt!: Date;
}
