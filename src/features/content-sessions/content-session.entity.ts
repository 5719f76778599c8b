import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

/** A live room or a post of a brand; registered again, its details change. */
@Entity("content_session")
@Check("content_session_kind_check", "kind IN ('LIVE', 'CONTENT')")
@Check("content_session_window_check", "starts_at < ends_at")
@Check("content_session_goal_check", "goal_minor > 0")
@Index("content_session_code_key", ["organisationId", "brandId", "code"], { unique: true })
export class ContentSessionEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @ForeignKey("organisation", { name: "content_session_organisation_fkey" })
  @Column("uuid")
  organisationId!: string;

  @ForeignKey("brand", { name: "content_session_brand_fkey" })
  @Index("content_session_brand_idx")
  @Column("integer")
  brandId!: number;

  @Column("text")
  code!: string;

  @Column("text")
  kind!: string;

  @Column("text")
  title!: string;

  @Column("text")
  platform!: string;

  /** The room or post, as touchpoints carry it. */
  @Column("text")
  contentCode!: string;

  @Column("timestamptz")
  startsAt!: Date;

  @Column("timestamptz")
  endsAt!: Date;

  @Column("bigint", { nullable: true })
  goalMinor!: string | null;

  @Column("text")
  currencyCode!: string;

  @Column("timestamptz")
  registeredAt!: Date;
}
