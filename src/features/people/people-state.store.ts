import type { EntityManager } from "typeorm";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";

/** How the people of the plane stand. */
export interface PeopleState {
  /** Counts up whenever somebody's touchpoints become another's. */
  readonly version: bigint;
  /** Since when touchpoints are on their way; null: none are. */
  readonly settlingSince: Date | null;
}

/** What figures about the identity graph come from in PostgreSQL. */
export interface SettlementRecord {
  readonly unsettled: bigint;
  readonly mergedPeople: bigint;
}

const FIND_OVERLAY = "/* people.findOverlay */ SELECT overlay_id AS id FROM people_overlay";

const overlayOf = (rows: readonly { readonly id: string }[]): string | null => rows[0]?.id ?? null;

export class PeopleStateStore {
  constructor(private readonly database: Database) {}

  async find(): Promise<PeopleState> {
    const [row]: { version: string; settlingSince: Date | null }[] = await this.database.readAsSystem(
      `/* people.findState */ SELECT people_version AS version, settling_since AS "settlingSince" FROM touchpoint_plane WHERE id = 1`,
    );
    return { version: BigInt(row!.version), settlingSince: row!.settlingSince };
  }

  /** Every ordinal that somebody has is below it. */
  async findNextOrdinal(): Promise<number> {
    const [row]: { next: string }[] = await this.database.withSystem((manager) =>
      manager.query("/* people.findNextOrdinal */ SELECT next_ordinal AS next FROM touchpoint_plane WHERE id = 1"),
    );
    return Number(row!.next);
  }

  /** What was read of people and touchpoints until now is not what is read from now on. */
  async moveOn(manager: EntityManager, at: Date): Promise<void> {
    await manager.query(
      "/* people.moveOn */ UPDATE touchpoint_plane SET version = version + 1, people_version = people_version + 1, changed_at = $1 WHERE id = 1",
      [at],
    );
  }

  async findOverlay(context: RequestContext): Promise<string | null> {
    return overlayOf(await this.database.readAsTenant(context, FIND_OVERLAY));
  }

  /** Inside the caller's transaction. */
  async findOverlayNow(manager: EntityManager): Promise<string | null> {
    return overlayOf(await manager.query(FIND_OVERLAY));
  }

  async findRecord(): Promise<SettlementRecord> {
    const [row]: { unsettled: string; mergedPeople: string }[] = await this.database.withSystem((manager) =>
      manager.query(
        `/* people.findSettlement */ SELECT (SELECT count(*) FROM unsettled_person) AS unsettled, merged_people AS "mergedPeople"
         FROM people_settlement WHERE id = 1`,
      ),
    );
    return { unsettled: BigInt(row!.unsettled), mergedPeople: BigInt(row!.mergedPeople) };
  }
}
