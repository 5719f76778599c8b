import type { ClickHouseClient } from "@clickhouse/client";
import type { RoaringBitmap32 } from "roaring";
import { readBitmaps } from "../../platform/clickhouse/bitmap";
import { tagged } from "../../platform/clickhouse/client";
import { SEEN } from "./identity-graph.store";
import type { OverlayId } from "./people-overlay";
import { identitiesWhere } from "./touchpoint-relation";

/** Who has an identity in one of some namespaces, by what an organisation can have seen. */
export interface NamespaceQuestion {
  readonly organisationId: string;
  readonly sourceIds: readonly number[];
  readonly overlayId: OverlayId;
  readonly namespaces: readonly string[];
}

/** Where an identity may be named, and when. */
const NAMED_IN = {
  identity: "first_seen_at",
  identity_link: "linked_at",
  identity_consent: "recorded_at",
  person_attribute: "recorded_at",
} as const;

/** Says who is known under which namespaces. */
export class NamespacePeopleStore {
  constructor(private readonly clickhouse: ClickHouseClient) {}

  async find({ organisationId: organisation, ...question }: NamespaceQuestion): Promise<RoaringBitmap32> {
    const named = identitiesWhere("namespace IN {namespaces:Array(String)}", question.overlayId);
    const [people] = await readBitmaps(
      this.clickhouse,
      "people.findInNamespaces",
      `SELECT groupBitmapState(ordinal) FROM ${named} WHERE key GLOBAL IN (${SEEN})`,
      { organisation, ...question },
    );
    return people!;
  }

  /** Changes with every identity that is named, linked or erased, beyond touchpoints, which have a version of their own. */
  async findVersion(): Promise<string> {
    const parts = Object.entries(NAMED_IN).map(
      ([table, time]) => `SELECT concat(toString(count()), ' ', toString(max(${time}))) AS part FROM ${table}`,
    );
    const answer = await this.clickhouse.query({
      query: tagged(
        "people.findIdentityVersion",
        `SELECT arrayStringConcat(arraySort(groupArray(part)), ' ') FROM (${parts.join(" UNION ALL ")})`,
      ),
      format: "JSONCompactEachRow",
    });
    const [row] = await answer.json<[string]>();
    return row![0];
  }
}
