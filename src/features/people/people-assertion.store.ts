import type { ClickHouseClient } from "@clickhouse/client";
import { tagged } from "../../platform/clickhouse/client";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import type { IdentityOrigin } from "./identity";

export interface OwnSource {
  readonly id: number;
  readonly visibility: IdentityOrigin["source"]["visibility"];
}

/** One word about two identities; `keyA` and `keyB` in either order. */
export interface Cut {
  /** CLOUD, or the organisation for which alone it holds. */
  readonly organisationId: string;
  readonly keyA: string;
  readonly keyB: string;
  /** False: takes the cut back. */
  readonly isCut: boolean;
  readonly sourceId: number;
  readonly at: Date;
}

/** What people in charge say of identities. */
export class PeopleAssertionStore {
  constructor(
    private readonly clickhouse: ClickHouseClient,
    private readonly database: Database,
  ) {}

  async findOwnSource(context: RequestContext, id: number): Promise<OwnSource | null> {
    const rows: OwnSource[] = await this.database.withTenant(context, (manager) =>
      manager.query(
        "/* people.findOwnSource */ SELECT id, visibility FROM touchpoint_source WHERE id = $1 AND organisation_id = $2",
        [id, context.organisationId],
      ),
    );
    return rows[0] ?? null;
  }

  async insertCut({ organisationId, keyA, keyB, isCut, sourceId, at }: Cut): Promise<void> {
    await this.clickhouse.command({
      query: tagged(
        "people.insertCut",
        `INSERT INTO identity_cut
         SELECT {organisationId:UUID}, least({keyA:UInt128}, {keyB:UInt128}), greatest({keyA:UInt128}, {keyB:UInt128}), {isCut:UInt8},
           {sourceId:UInt32}, {at:DateTime64(3, 'UTC')}`,
      ),
      query_params: { organisationId, keyA, keyB, isCut: isCut ? 1 : 0, sourceId, at },
    });
  }
}
