import type { EntityManager } from "typeorm";
import type { Database } from "../../platform/postgres/database";
import type { OldestTouchpoint } from "./late-touchpoints";

/** What a figure has seen: touchpoints of committed chunks, and who is who. */
export interface PlaneVersion {
  readonly version: bigint;
  readonly peopleVersion: bigint;
}

interface VersionRow {
  readonly version: string;
  readonly peopleVersion: string;
}

const VERSION = `SELECT version, people_version AS "peopleVersion" FROM touchpoint_plane WHERE id = 1`;
const toVersion = ({ version, peopleVersion }: VersionRow): PlaneVersion => ({
  version: BigInt(version),
  peopleVersion: BigInt(peopleVersion),
});

export class PlaneVersionStore {
  constructor(private readonly database: Database) {}

  async find(): Promise<PlaneVersion> {
    const [row]: VersionRow[] = await this.database.readAsSystem(`/* planeVersion.find */ ${VERSION}`);
    return toVersion(row!);
  }

  /** No chunk commits until the caller's transaction ends; one that is committing now is waited for. */
  async hold(manager: EntityManager): Promise<PlaneVersion> {
    const [row]: VersionRow[] = await manager.query(`/* planeVersion.hold */ ${VERSION} FOR SHARE`);
    return toVersion(row!);
  }

  /** Of the chunks committed since that version whose source the organisation sees; null: of CLOUD sources. The system asks. */
  oldestSince(
    manager: EntityManager,
    version: bigint,
    organisationId: string | null,
  ): Promise<readonly OldestTouchpoint[]> {
    return manager.query(
      `/* planeVersion.oldestSince */ SELECT "brandId", "categoryId", min(at) AS at
         FROM intake_chunk
         JOIN integration_run ON integration_run.id = intake_chunk.run_id
         JOIN touchpoint_source ON touchpoint_source.id = integration_run.source_id
         CROSS JOIN LATERAL jsonb_to_recordset(intake_chunk.oldest_touchpoints) AS oldest ("brandId" integer, "categoryId" integer, at text)
         WHERE intake_chunk.plane_version > $1 AND (touchpoint_source.visibility = 'CLOUD' OR touchpoint_source.organisation_id = $2)
         GROUP BY "brandId", "categoryId"`,
      [version.toString(), organisationId],
    );
  }
}
