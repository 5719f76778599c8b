import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import type { PlatformPotentialCounts } from "./platform-potential";

export interface StoredPotential extends PlatformPotentialCounts {
  readonly computedAt: Date;
}

interface PlatformRow {
  readonly platform: string;
  readonly people: string;
  readonly potentialPeople: string;
}

interface PotentialRow {
  readonly people: string;
  readonly potentialPeople: string;
  readonly platforms: readonly PlatformRow[];
  readonly computedAt: Date;
}

/** Keeps what was counted of a snapshot. */
export class PlatformPotentialStore {
  constructor(private readonly database: Database) {}

  async find(context: RequestContext, assetSnapshotId: string): Promise<StoredPotential | null> {
    const rows: PotentialRow[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* diagnosis.findPotential */ SELECT people, potential_people AS "potentialPeople", platforms, computed_at AS "computedAt"
         FROM platform_potential WHERE asset_snapshot_id = $1`,
        [assetSnapshotId],
      ),
    );
    const [row] = rows;
    if (!row) return null;
    return {
      ...row,
      people: BigInt(row.people),
      potentialPeople: BigInt(row.potentialPeople),
      platforms: row.platforms.map(({ platform, people, potentialPeople }) => ({
        platform,
        people: BigInt(people),
        potentialPeople: BigInt(potentialPeople),
      })),
    };
  }

  /** Whoever counted first is believed. */
  async keep(context: RequestContext, assetSnapshotId: string, counts: PlatformPotentialCounts): Promise<void> {
    const platforms = counts.platforms.map(
      ({ platform, people, potentialPeople }): PlatformRow => ({
        platform,
        people: people.toString(),
        potentialPeople: potentialPeople.toString(),
      }),
    );
    await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* diagnosis.keepPotential */ INSERT INTO platform_potential
           (asset_snapshot_id, organisation_id, people, potential_people, platforms, computed_at)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
        [
          assetSnapshotId,
          context.organisationId,
          counts.people.toString(),
          counts.potentialPeople.toString(),
          JSON.stringify(platforms),
          context.clock.now(),
        ],
      ),
    );
  }
}
