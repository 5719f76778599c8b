import type { ClickHouseClient } from "@clickhouse/client";
import type { RoaringBitmap32 } from "roaring";
import { readBitmapRows } from "../../platform/clickhouse/bitmap";
import { tagged } from "../../platform/clickhouse/client";
import { type OverlayId, touchpointRelation } from "../people";
import type { Period } from "./programme";

/** Whose touchpoints in which window, as the caller may read them. */
export interface ContactQuestion {
  readonly brandId: number;
  readonly window: Period;
  readonly sourceIds: readonly number[];
  readonly overlayId: OverlayId;
}

/** Served touchpoints of one creator. */
export interface Contacts {
  readonly impressions: bigint;
  readonly views: bigint;
  readonly people: RoaringBitmap32;
}

/** Codes of creators, and whose a content is. */
export interface CreatorCodes {
  readonly creators: readonly string[];
  /** Pairs of a content code and the place of its creator in `creators`. */
  readonly contents: readonly (readonly [content: string, creator: number])[];
}

/** A touchpoint about no brand is the programme's or the creator's that it names; one about another brand never is. */
const SERVED = `brand_id IN ({brandId:UInt32}, 0) AND occurred_at >= {from:DateTime64(3, 'UTC')} AND occurred_at < {to:DateTime64(3, 'UTC')}
  AND source_id IN {sourceIds:Array(UInt32)} AND exposure = 'SERVED'`;

/** Room for parameters, which the statement's size limit includes. */
const PARAMETERS_LENGTH = 1_000_000;

/** Reads who was reached by programmes and creators. */
export class ContactStore {
  constructor(private readonly clickhouse: ClickHouseClient) {}

  /** Who was reached, by place of the code; a programme that reached nobody is absent. */
  async ofProgrammes(
    question: ContactQuestion,
    codes: readonly string[],
  ): Promise<ReadonlyMap<number, RoaringBitmap32>> {
    // Without FINAL, as a touchpoint that is there twice reaches nobody else: 1.7 s in place of 2.7 of 3 million.
    const sql = `SELECT code.place AS place, groupBitmapState(ordinal)
      FROM (
        SELECT programme, ordinal FROM ${touchpointRelation(question.overlayId, "PRESENT")}
        WHERE ${SERVED} AND programme != ''
      ) AS contact
      INNER JOIN (${codeTable(numbered(codes))}) AS code ON code.code = contact.programme
      GROUP BY place`;
    const shape = { params: paramsOf(question), headBytes: 4, bitmaps: 1 };
    const rows = await readBitmapRows(this.clickhouse, "programmes.ofProgrammes", sql, shape);
    return new Map(rows.map(({ head, people }) => [head.readUInt32LE(0) - 1, people[0]!]));
  }

  /** By place of the creator. A content that is a creator's post is that creator's, whoever else the touchpoint names. */
  async ofCreators(
    question: ContactQuestion,
    { creators, contents }: CreatorCodes,
  ): Promise<ReadonlyMap<number, Contacts>> {
    const sql = `SELECT if(post.place != 0, post.place, creator.place) AS owner, countIf(action = 'IMPRESSION'),
        countIf(action IN ('CONTENT_VIEW', 'LIVE_VIEW')), groupBitmapState(ordinal)
      FROM (
        SELECT content, creator, action, ordinal FROM ${touchpointRelation(question.overlayId, "COUNTED")}
        WHERE ${SERVED} AND (content != '' OR creator != '')
      ) AS contact
      ANY LEFT JOIN (${codeTable(contents)}) AS post ON post.code = contact.content
      ANY LEFT JOIN (${codeTable(numbered(creators))}) AS creator ON creator.code = contact.creator
      WHERE owner != 0
      GROUP BY owner`;
    const shape = { params: paramsOf(question), headBytes: 20, bitmaps: 1 };
    const rows = await readBitmapRows(this.clickhouse, "programmes.ofCreators", sql, shape);
    return new Map(
      rows.map(({ head, people }) => [
        head.readUInt32LE(0) - 1,
        { impressions: head.readBigUInt64LE(4), views: head.readBigUInt64LE(12), people: people[0]! },
      ]),
    );
  }

  /** Touchpoints of the brand that name a programme which is none of `codes`. */
  async unknownProgrammes(
    question: ContactQuestion,
    codes: readonly string[],
  ): Promise<{ readonly touchpoints: bigint; readonly people: bigint }> {
    const sql = `SELECT toString(count()), toString(uniqExact(ordinal)) FROM ${touchpointRelation(question.overlayId, "COUNTED")}
      WHERE brand_id = {brandId:UInt32} AND ${SERVED} AND programme != ''
        AND programme NOT IN (SELECT code FROM (${codeTable(numbered(codes))}))`;
    const query = tagged("programmes.unknownProgrammes", sql);
    const answer = await this.clickhouse.query({
      query,
      query_params: paramsOf(question),
      format: "JSONCompactEachRow",
      clickhouse_settings: { max_query_size: String(query.length + PARAMETERS_LENGTH), wait_end_of_query: 1 },
    });
    const [row] = await answer.json<[string, string]>();
    return { touchpoints: BigInt(row![0]), people: BigInt(row![1]) };
  }
}

const paramsOf = ({ brandId, window, sourceIds }: ContactQuestion): Record<string, unknown> => ({
  ...{ brandId, sourceIds: [...sourceIds] },
  ...window,
});

const numbered = (codes: readonly string[]): readonly (readonly [string, number])[] =>
  codes.map((code, index) => [code, index]);

/**
 * (code, place from 1). Written into the statement, as an organisation may have many codes and a parameter takes 128 KiB; Base64
 * needs no escapes.
 */
function codeTable(codes: readonly (readonly [code: string, place: number])[]): string {
  const json = JSON.stringify(codes.map(([code, place]) => [code, place + 1]));
  const pairs = `JSONExtract(base64Decode('${Buffer.from(json).toString("base64")}'), 'Array(Tuple(String, UInt32))')`;
  return `SELECT pair.1 AS code, pair.2 AS place FROM (SELECT arrayJoin(${pairs}) AS pair)`;
}
