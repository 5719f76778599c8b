import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

/** A person whose identities settle has to look at again. */
@Entity("unsettled_person")
export class UnsettledPersonEntity {
  @PrimaryColumn("bigint")
  ordinal!: string;

  @Index("unsettled_person_requested_idx")
  @Column("timestamptz")
  requestedAt!: Date;

  /** Written before anybody is moved: the pass that this person is in. Null: none has begun. */
  @Column("bigint", { nullable: true })
  pass!: string | null;

  /** Written with it: who this person becomes part of, so that a settle that died can be ended. */
  @Column("bigint", { nullable: true })
  movedTo!: string | null;
}

/** An organisation whose private links, or the people they are about, changed. */
@Entity("unsettled_overlay")
export class UnsettledOverlayEntity {
  @ForeignKey("organisation", { name: "unsettled_overlay_organisation_fkey" })
  @PrimaryColumn("uuid")
  organisationId!: string;

  @Column("timestamptz")
  requestedAt!: Date;
}

/** The overlay that an organisation reads people through; none: it reads the cloud's people as they are. */
@Entity("people_overlay")
export class PeopleOverlayEntity {
  @ForeignKey("organisation", { name: "people_overlay_organisation_fkey" })
  @PrimaryColumn("uuid")
  organisationId!: string;

  /** Of its rows in `person_alias`. */
  @Column("uuid")
  overlayId!: string;

  /** People of the cloud that it counts as part of another one. */
  @Column("bigint")
  people!: string;

  @Column("timestamptz")
  publishedAt!: Date;
}

/** An overlay that was replaced, and that whoever began with it may still be reading. */
@Entity("retired_overlay")
export class RetiredOverlayEntity {
  @PrimaryColumn("uuid")
  overlayId!: string;

  @Column("timestamptz")
  retiredAt!: Date;
}

/** One row: the settle that ended last. */
@Entity("people_settlement")
@Check("people_settlement_single_check", "id = 1")
export class PeopleSettlementEntity {
  @PrimaryColumn("integer")
  id!: number;

  /** Counts up with every attempt to move people: the version of the identities that it writes. */
  @Column("bigint", { default: 0 })
  pass!: string;

  /** The job that intake asked for last; while it is queued, no other is. */
  @Column("uuid", { nullable: true })
  jobId!: string | null;

  @Column("timestamptz", { nullable: true })
  settledAt!: Date | null;

  @Column("bigint", { default: 0 })
  mergedPeople!: string;

  @Column("bigint", { default: 0 })
  splitPeople!: string;
}
