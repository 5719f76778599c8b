import type { ClickHouseClient } from "@clickhouse/client";
import type { RoaringBitmap32 } from "roaring";
import { readBitmaps } from "../../platform/clickhouse/bitmap";
import { numberIn } from "../../platform/clickhouse/number-list";
import { SEEN } from "./identity-graph.store";
import type { OverlayId } from "./people-overlay";
import { identitiesWhere } from "./touchpoint-relation";

/** Who is known under which of some stored keys, by what an organisation can have seen. */
export interface ListQuestion {
  readonly organisationId: string;
  readonly sourceIds: readonly number[];
  readonly overlayId: OverlayId;
  /** At most 50,000. */
  readonly keys: readonly string[];
}

/** Says who is behind a list of keys. */
export class ListedPeopleStore {
  constructor(private readonly clickhouse: ClickHouseClient) {}

  async find({ organisationId: organisation, sourceIds, overlayId, keys }: ListQuestion): Promise<RoaringBitmap32> {
    const listed = identitiesWhere(numberIn("key", "UInt128", keys), overlayId);
    const [people] = await readBitmaps(
      this.clickhouse,
      "people.findListed",
      `SELECT groupBitmapState(ordinal) FROM ${listed} WHERE key GLOBAL IN (${SEEN})`,
      { organisation, sourceIds },
    );
    return people!;
  }
}
