import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

@Entity("benefit")
@Check("benefit_bounds_check", "uses >= 1 AND valid_days >= 1 AND unit_cost_minor >= 0")
@Index("benefit_code_key", ["programmeId", "code"], { unique: true })
export class BenefitEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @ForeignKey("organisation", { name: "benefit_organisation_fkey" })
  @Index("benefit_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  @ForeignKey("membership_programme", { name: "benefit_programme_fkey" })
  @Column("uuid")
  programmeId!: string;

  /** What touchpoints carry as `benefitCode`. */
  @Column("text")
  code!: string;

  @Column("text")
  name!: string;

  /** How often whoever has it may use it. */
  @Column("integer")
  uses!: number;

  /** Days from issue to expiry; null: it does not expire. */
  @Column("integer", { nullable: true })
  validDays!: number | null;

  /** Of one use. */
  @Column("bigint")
  unitCostMinor!: string;

  @Column("text")
  currencyCode!: string;

  @Column("integer")
  version!: number;

  /** Since when nobody is given it any more; null: it is given. */
  @Column("timestamptz", { nullable: true })
  withdrawnAt!: Date | null;

  @Column("timestamptz")
  createdAt!: Date;
}

/** A benefit given to a person; never changed but by an erasure. */
@Entity("benefit_issue")
@Index("benefit_issue_identity_key", ["benefitId", "identityKey"], { unique: true })
export class BenefitIssueEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @ForeignKey("organisation", { name: "benefit_issue_organisation_fkey" })
  @Index("benefit_issue_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  @ForeignKey("benefit", { name: "benefit_issue_benefit_fkey" })
  @Column("uuid")
  benefitId!: string;

  /** Stored key (UInt128) of the identity it was given to, so that merges and splits need not touch it; null: the person was erased. */
  @Index("benefit_issue_identity_idx")
  @Column("numeric", { precision: 39, nullable: true })
  identityKey!: string | null;

  /** Code of the tier the person stood in; null: in none that was evaluated. */
  @Column("text", { nullable: true })
  tier!: string | null;

  @Column("timestamptz")
  issuedAt!: Date;

  /** Null: never. */
  @Column("timestamptz", { nullable: true })
  expiresAt!: Date | null;
}

/** One use of an issued benefit; never changed but by an erasure. */
@Entity("benefit_redemption")
@Check("benefit_redemption_bounds_check", "use_number >= 1 AND cost_minor >= 0")
@Index("benefit_redemption_use_key", ["issueId", "useNumber"], { unique: true })
@Index("benefit_redemption_reference_key", ["benefitId", "reference"], { unique: true })
export class BenefitRedemptionEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @ForeignKey("organisation", { name: "benefit_redemption_organisation_fkey" })
  @Index("benefit_redemption_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  @ForeignKey("benefit", { name: "benefit_redemption_benefit_fkey" })
  @Column("uuid")
  benefitId!: string;

  @ForeignKey("benefit_issue", { name: "benefit_redemption_issue_fkey" })
  @Column("uuid")
  issueId!: string;

  /** Counts from 1 to the benefit's uses. */
  @Column("integer")
  useNumber!: number;

  /** The sender's own number of the redemption, by which a repeated one is known; null: the person was erased. */
  @Column("text", { nullable: true })
  reference!: string | null;

  @Column("timestamptz")
  redeemedAt!: Date;

  @Column("bigint")
  costMinor!: string;

  @Column("timestamptz")
  recordedAt!: Date;
}
