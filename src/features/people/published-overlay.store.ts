import type { EntityManager } from "typeorm";
import type { Database } from "../../platform/postgres/database";

export interface PublishedOverlay {
  readonly organisationId: string;
  /** Null: the organisation's links join nobody. */
  readonly overlayId: string | null;
  readonly people: number;
}

/** Which overlays are read, in PostgreSQL, as the system. */
export class PublishedOverlayStore {
  constructor(private readonly database: Database) {}

  async find(organisationId: string): Promise<string | null> {
    const rows: { id: string }[] = await this.database.withSystem((manager) =>
      manager.query(
        "/* people.findPublishedOverlay */ SELECT overlay_id AS id FROM people_overlay WHERE organisation_id = $1",
        [organisationId],
      ),
    );
    return rows[0]?.id ?? null;
  }

  /** Overlays that somebody may be reading. */
  async findRead(): Promise<readonly string[]> {
    const rows: { id: string }[] = await this.database.withSystem((manager) =>
      manager.query(
        "/* people.findReadOverlays */ SELECT overlay_id AS id FROM people_overlay UNION ALL SELECT overlay_id FROM retired_overlay",
      ),
    );
    return rows.map(({ id }) => id);
  }

  /** Nobody reads any more what was replaced longer ago than this. */
  async forgetRetired(keptSeconds: number): Promise<void> {
    await this.database.withSystem((manager) =>
      manager.query(
        "/* people.forgetRetiredOverlays */ DELETE FROM retired_overlay WHERE retired_at < clock_timestamp() - make_interval(secs => $1)",
        [keptSeconds],
      ),
    );
  }
}

/** Inside the transaction that ends a pass. Who began to read the overlay before goes on reading it. */
export async function publishOverlay(
  manager: EntityManager,
  { organisationId, overlayId, people }: PublishedOverlay,
): Promise<void> {
  await manager.query(
    `/* people.retireOverlay */ INSERT INTO retired_overlay (overlay_id, retired_at)
     SELECT overlay_id, clock_timestamp() FROM people_overlay WHERE organisation_id = $1`,
    [organisationId],
  );
  if (overlayId === null) {
    await manager.query("/* people.dropOverlay */ DELETE FROM people_overlay WHERE organisation_id = $1", [
      organisationId,
    ]);
    return;
  }
  await manager.query(
    `/* people.publishOverlay */ INSERT INTO people_overlay (organisation_id, overlay_id, people, published_at) VALUES ($1, $2, $3, clock_timestamp())
     ON CONFLICT (organisation_id) DO UPDATE SET overlay_id = excluded.overlay_id, people = excluded.people, published_at = excluded.published_at`,
    [organisationId, overlayId, people],
  );
}
