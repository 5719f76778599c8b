import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";

export interface UploadCounts {
  readonly received: bigint;
  readonly accepted: bigint;
  readonly duplicates: bigint;
  readonly rejected: bigint;
}

/** All that a source uploaded so far, by rows. */
export interface FirstPartyUpload extends UploadCounts {
  readonly id: string;
  readonly sourceId: number;
  readonly firstReceivedAt: Date;
  readonly lastReceivedAt: Date;
}

type UploadRow = Omit<FirstPartyUpload, keyof UploadCounts> & Readonly<Record<keyof UploadCounts, string>>;

const UPLOAD = `id, source_id AS "sourceId", received, accepted, duplicates, rejected,
  first_received_at AS "firstReceivedAt", last_received_at AS "lastReceivedAt"`;

export class UploadStore {
  constructor(private readonly database: Database) {}

  async find(
    context: RequestContext,
    where: { readonly id: string } | { readonly sourceId: number },
  ): Promise<FirstPartyUpload | null> {
    const [column, value] = "id" in where ? ["id", where.id] : ["source_id", where.sourceId];
    const rows: UploadRow[] = await this.database.withTenant(context, (manager) =>
      manager.query(`/* uploads.find */ SELECT ${UPLOAD} FROM first_party_upload WHERE ${column} = $1`, [value]),
    );
    const row = rows[0];
    if (!row) return null;
    const { received, accepted, duplicates, rejected, ...rest } = row;
    return {
      ...rest,
      received: BigInt(received),
      accepted: BigInt(accepted),
      duplicates: BigInt(duplicates),
      rejected: BigInt(rejected),
    };
  }

  /** Changes with every row that the caller's organisation sends to any of its sources. */
  async versionOf(context: RequestContext): Promise<string> {
    const [row] = await this.database.readAsTenant<{ received: string }>(
      context,
      "/* uploads.versionOf */ SELECT coalesce(sum(received), 0)::text AS received FROM first_party_upload",
    );
    return row!.received;
  }

  /** Adds rows that came; `id` is taken by a source's first. */
  async add(context: RequestContext, id: string, sourceId: number, counts: UploadCounts): Promise<void> {
    const { received, accepted, duplicates, rejected } = counts;
    await this.database.withTenant(context, (manager) =>
      manager.query(
        `/* uploads.add */ INSERT INTO first_party_upload AS upload
           (id, organisation_id, source_id, received, accepted, duplicates, rejected, first_received_at, last_received_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)
         ON CONFLICT (source_id) DO UPDATE SET received = upload.received + excluded.received, accepted = upload.accepted + excluded.accepted,
           duplicates = upload.duplicates + excluded.duplicates, rejected = upload.rejected + excluded.rejected,
           last_received_at = excluded.last_received_at`,
        [
          id,
          context.organisationId,
          sourceId,
          ...[received, accepted, duplicates, rejected].map(String),
          context.clock.now(),
        ],
      ),
    );
  }
}
