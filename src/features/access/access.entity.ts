import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

@Entity("organisation")
@Check("organisation_lists_check", "minimum_list_people >= 1")
@Check("organisation_questions_check", "daily_questions >= 1")
@Check("organisation_threshold_check", "small_group_threshold >= 1 AND rounding_base >= 1")
export class OrganisationEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @Index("organisation_code_key", { unique: true })
  @Column("text")
  code!: string;

  @Column("text")
  name!: string;

  @Column("integer", { default: 50 })
  smallGroupThreshold!: number;

  @Column("integer", { default: 10 })
  roundingBase!: number;

  @Column("integer", { default: 5000 })
  dailyQuestions!: number;

  @Column("integer", { default: 1000 })
  minimumListPeople!: number;

  @Column("timestamptz")
  createdAt!: Date;
}

@Entity("access_key")
@Check("access_key_role_check", "role IN ('OPERATOR', 'ADMIN', 'AD_OPS', 'PARTNER', 'BI', 'INTEGRATION', 'MONITOR')")
export class AccessKeyEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @ForeignKey("organisation", { name: "access_key_organisation_fkey" })
  @Index("access_key_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  @Column("text")
  name!: string;

  @Column("text")
  role!: string;

  /** SHA-256 of the key; the key itself is shown once and never stored. */
  @Index("access_key_hash_key", { unique: true })
  @Column("text")
  keyHash!: string;

  /** Origins from which browsers may call with this key; empty: none. */
  @Column("text", { array: true, default: "{}" })
  allowedOrigins!: string[];

  @Column("timestamptz")
  createdAt!: Date;

  @Column("timestamptz", { nullable: true })
  revokedAt!: Date | null;
}

@Entity("audit_log")
export class AuditLogEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @ForeignKey("organisation", { name: "audit_log_organisation_fkey" })
  @Index("audit_log_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  @Column("uuid")
  accessKeyId!: string;

  @Column("text")
  action!: string;

  @Column("text")
  subject!: string;

  @Column("jsonb")
  detail!: unknown;

  @Column("timestamptz")
  at!: Date;
}

/** What a key asked of freely chosen groups on a UTC day, as SHA-256; earlier days are forgotten. */
@Entity("asked_question")
export class AskedQuestionEntity {
  @ForeignKey("access_key", { name: "asked_question_access_key_fkey" })
  @PrimaryColumn("uuid")
  accessKeyId!: string;

  @PrimaryColumn("date")
  day!: string;

  @PrimaryColumn("bytea")
  question!: Buffer;

  @ForeignKey("organisation", { name: "asked_question_organisation_fkey" })
  @Index("asked_question_organisation_idx")
  @Column("uuid")
  organisationId!: string;
}
