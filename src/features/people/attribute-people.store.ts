import type { ClickHouseClient } from "@clickhouse/client";
import type { RoaringBitmap32 } from "roaring";
import { readBitmaps } from "../../platform/clickhouse/bitmap";
import { tagged } from "../../platform/clickhouse/client";
import type { AttributeType } from "./attribute-definition";
import { NEWEST } from "./attribute-value.store";
import type { OverlayId } from "./people-overlay";
import { uploadRelation } from "./touchpoint-relation";

/** Whose newest value at an instant is among some, or within bounds; null asks nothing. */
export interface AttributeQuestion {
  readonly organisationId: string;
  readonly overlayId: OverlayId;
  readonly attribute: string;
  readonly type: AttributeType;
  readonly in: readonly string[] | null;
  readonly min: string | null;
  readonly max: string | null;
  /** Milliseconds since 1970: values said later are not known yet. */
  readonly asOf: number;
  /** A newest value from before this instant is stale, and nobody's; null: none is. */
  readonly freshFrom: number | null;
}

const MILLISECONDS = (name: string): string => `fromUnixTimestamp64Milli({${name}:Int64}, 'UTC')`;

/** As many decimal places as a value may have. */
const DECIMAL = (text: string): string => `toDecimal256OrNull(${text}, 12)`;

/** Says who has which attribute. */
export class AttributePeopleStore {
  constructor(private readonly clickhouse: ClickHouseClient) {}

  async find({ freshFrom, ...question }: AttributeQuestion): Promise<RoaringBitmap32> {
    const conditions = [
      ...(freshFrom === null ? [] : [`said_at >= ${MILLISECONDS("freshFrom")}`]),
      ...(question.in === null ? [] : ["newest IN {in:Array(String)}"]),
      ...(["min", "max"] as const).flatMap((bound) => (question[bound] === null ? [] : within(question.type, bound))),
    ];
    const [people] = await readBitmaps(
      this.clickhouse,
      "attributes.findPeople",
      `SELECT groupBitmapState(ordinal) FROM (
         SELECT ordinal, max(as_of) AS said_at, argMax(value, ${NEWEST}) AS newest
         FROM ${uploadRelation("person_attribute", question.overlayId)}
         WHERE organisation_id = {organisationId:UUID} AND attribute = {attribute:String} AND as_of <= ${MILLISECONDS("asOf")}
         GROUP BY ordinal
       ) WHERE ${conditions.join(" AND ")}`,
      { ...question, ...(freshFrom !== null && { freshFrom }) },
    );
    return people!;
  }

  /** By attribute, what changes with every value that is recorded or erased. */
  async findVersions(organisationId: string, attributes: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const answer = await this.clickhouse.query({
      query: tagged(
        "attributes.findVersions",
        `SELECT attribute, concat(toString(count()), ' ', toString(sum(toUnixTimestamp64Milli(recorded_at)))) FROM person_attribute
         WHERE organisation_id = {organisationId:UUID} AND attribute IN {attributes:Array(String)} GROUP BY attribute`,
      ),
      query_params: { organisationId, attributes },
      format: "JSONCompactEachRow",
    });
    return new Map(await answer.json<[string, string]>());
  }
}

/** Days compare as texts. */
function within(type: AttributeType, bound: "min" | "max"): string {
  const sign = bound === "min" ? ">=" : "<=";
  const value = `{${bound}:String}`;
  return type === "DATE" ? `newest ${sign} ${value}` : `${DECIMAL("newest")} ${sign} ${DECIMAL(value)}`;
}
