import type { EntityManager } from "typeorm";
import type { Database } from "../../platform/postgres/database";
import { type PublishedOverlay, publishOverlay } from "./published-overlay.store";

/** Sources by whom their links count for. */
export interface LinkSources {
  readonly cloud: readonly number[];
  /** Organisation by source. */
  readonly own: ReadonlyMap<number, string>;
}

/** What one pass has to look at. */
export interface UnsettledPeople {
  readonly ordinals: readonly number[];
  /** Whom an earlier attempt was about to make people part of. */
  readonly movedTo: ReadonlyMap<number, number>;
  readonly organisationIds: readonly string[];
  /** A settle died before it ended a pass. */
  readonly isUnended: boolean;
  /** Requests up to this instant (PostgreSQL's clock, as text) are answered by the pass. */
  readonly at: string;
}

export interface PassIntent {
  /** Everybody whose identities or touchpoints may change. */
  readonly ordinals: readonly number[];
  readonly movedTo: ReadonlyMap<number, number>;
  readonly organisationIds: readonly string[];
  /** `at` of what is unsettled. */
  readonly at: string;
}

export interface PassOutcome {
  readonly unsettled: UnsettledPeople;
  /** Everybody who was looked at. */
  readonly ordinals: readonly number[];
  readonly overlays: readonly PublishedOverlay[];
  /** Of the settle so far. */
  readonly mergedPeople: number;
  readonly splitPeople: number;
}

/** The record of settling in PostgreSQL, as the system. */
export class SettlementStore {
  constructor(private readonly database: Database) {}

  /** Whether anything is to be done, be it only to end what a settle that died had begun. */
  async isAsked(): Promise<boolean> {
    const [row]: { asked: boolean }[] = await this.database.withSystem((manager) =>
      manager.query(
        `/* people.isSettleAsked */ SELECT EXISTS (SELECT 1 FROM unsettled_person) OR EXISTS (SELECT 1 FROM unsettled_overlay)
           OR EXISTS (SELECT 1 FROM touchpoint_plane WHERE settling_since IS NOT NULL) AS asked`,
      ),
    );
    return row!.asked;
  }

  async now(): Promise<string> {
    const [row]: { now: string }[] = await this.database.withSystem((manager) =>
      manager.query("/* people.settleClock */ SELECT clock_timestamp()::text AS now"),
    );
    return row!.now;
  }

  /**
   * Up to `limit` people and all organisations that were asked for until `until`. When a settle died amidst a pass, the
   * people of that pass and no others, even those who were asked for again since, and all organisations.
   */
  async findUnsettled(until: string, limit: number): Promise<UnsettledPeople> {
    return this.database.withSystem(async (manager) => {
      const [state]: { at: string; isUnended: boolean }[] = await manager.query(
        `/* people.settleState */ SELECT clock_timestamp()::text AS at, settling_since IS NOT NULL AS "isUnended" FROM touchpoint_plane WHERE id = 1`,
      );
      const { isUnended } = state!;
      const people = isUnended ? await findUnended(manager) : await findAskedFor(manager, until, limit);
      const organisations: { id: string }[] = await manager.query(
        "/* people.findUnsettledOverlays */ SELECT organisation_id AS id FROM unsettled_overlay WHERE requested_at <= $1::timestamptz OR $2 ORDER BY id",
        [until, isUnended],
      );
      return {
        ordinals: people.map(({ ordinal }) => Number(ordinal)),
        movedTo: new Map(
          people.flatMap(({ ordinal, movedTo }) => (movedTo === null ? [] : [[Number(ordinal), Number(movedTo)]])),
        ),
        organisationIds: organisations.map(({ id }) => id),
        ...state!,
      };
    });
  }

  async findSources(): Promise<LinkSources> {
    const rows: { id: number; organisationId: string; visibility: string }[] = await this.database.withSystem(
      (manager) =>
        manager.query(
          `/* people.findLinkSources */ SELECT id, organisation_id AS "organisationId", visibility FROM touchpoint_source ORDER BY id`,
        ),
    );
    return {
      cloud: rows.filter(({ visibility }) => visibility === "CLOUD").map(({ id }) => id),
      own: new Map(
        rows.filter(({ visibility }) => visibility !== "CLOUD").map(({ id, organisationId }) => [id, organisationId]),
      ),
    };
  }

  /**
   * Committed before the first change in ClickHouse: figures wait from now on, and whoever takes over from a settle that
   * dies finds everybody concerned. Answers the version of the identities that the pass writes.
   */
  async begin({ ordinals, movedTo, organisationIds, at }: PassIntent): Promise<string> {
    return this.database.withSystem(async (manager) => {
      await manager.query(
        "/* people.beginSettle */ UPDATE touchpoint_plane SET settling_since = coalesce(settling_since, clock_timestamp()) WHERE id = 1",
      );
      const pass = await nextPass(manager);
      await manager.query(
        `/* people.keepUnsettled */ INSERT INTO unsettled_person (ordinal, requested_at, pass, moved_to)
         SELECT ordinal, $3::timestamptz, $4::bigint, moved_to FROM unnest($1::bigint[], $2::bigint[]) AS moved (ordinal, moved_to)
         ON CONFLICT (ordinal) DO UPDATE SET pass = excluded.pass, moved_to = excluded.moved_to`,
        [ordinals, ordinals.map((ordinal) => movedTo.get(ordinal) ?? null), at, pass],
      );
      await manager.query(
        `/* people.keepUnsettledOverlays */ INSERT INTO unsettled_overlay (organisation_id, requested_at)
         SELECT id, $2::timestamptz FROM unnest($1::uuid[]) AS id ON CONFLICT DO NOTHING`,
        [organisationIds, at],
      );
      return pass;
    });
  }

  /** Counts up with everything that is written under a version. */
  nextPass(): Promise<string> {
    return this.database.withSystem(nextPass);
  }

  /** Ends a pass: overlays, the plane's versions and what was asked for change together. */
  async publish(outcome: PassOutcome, work: (manager: EntityManager) => Promise<void>): Promise<void> {
    const { unsettled, ordinals, overlays } = outcome;
    await this.database.withSystem(async (manager) => {
      for (const overlay of overlays) await publishOverlay(manager, overlay);
      await manager.query(
        `/* people.endSettle */ UPDATE touchpoint_plane
         SET version = version + 1, people_version = people_version + (settling_since IS NOT NULL)::int, settling_since = NULL, changed_at = clock_timestamp()
         WHERE id = 1 AND (settling_since IS NOT NULL OR $1)`,
        [overlays.length > 0],
      );
      await manager.query(
        "/* people.removeSettled */ DELETE FROM unsettled_person WHERE ordinal = ANY($1) AND requested_at <= $2::timestamptz",
        [ordinals, unsettled.at],
      );
      await manager.query(
        "/* people.keepAskedForAgain */ UPDATE unsettled_person SET pass = NULL, moved_to = NULL WHERE ordinal = ANY($1) AND pass IS NOT NULL",
        [ordinals],
      );
      await manager.query(
        "/* people.removeSettledOverlays */ DELETE FROM unsettled_overlay WHERE organisation_id = ANY($1) AND requested_at <= $2::timestamptz",
        [overlays.map(({ organisationId }) => organisationId), unsettled.at],
      );
      await manager.query(
        `/* people.noteSettled */ UPDATE people_settlement SET settled_at = clock_timestamp(), merged_people = $1, split_people = $2 WHERE id = 1`,
        [outcome.mergedPeople, outcome.splitPeople],
      );
      await work(manager);
    });
  }
}

interface UnsettledPerson {
  readonly ordinal: string;
  readonly movedTo: string | null;
}

function findAskedFor(manager: EntityManager, until: string, limit: number): Promise<readonly UnsettledPerson[]> {
  return manager.query(
    `/* people.findUnsettled */ SELECT ordinal, moved_to AS "movedTo" FROM unsettled_person WHERE requested_at <= $1::timestamptz
     ORDER BY requested_at, ordinal LIMIT $2`,
    [until, limit],
  );
}

function findUnended(manager: EntityManager): Promise<readonly UnsettledPerson[]> {
  return manager.query(
    `/* people.findUnended */ SELECT ordinal, moved_to AS "movedTo" FROM unsettled_person WHERE pass IS NOT NULL ORDER BY ordinal`,
  );
}

async function nextPass(manager: EntityManager): Promise<string> {
  const [rows]: [{ pass: string }[]] = await manager.query(
    "/* people.nextPass */ UPDATE people_settlement SET pass = pass + 1 WHERE id = 1 RETURNING pass",
  );
  return rows[0]!.pass;
}
