import type { ClickHouseClient } from "@clickhouse/client";
import { RoaringBitmap32 } from "roaring";
import { readBitmaps } from "../../platform/clickhouse/bitmap";
import { tagged } from "../../platform/clickhouse/client";
import { MAX_LIST_QUERY_BYTES, numberIn } from "../../platform/clickhouse/number-list";
import { type FeatureQuery, featuresOf } from "./look-alike-features";
import { describingRows, featureParams, featuresSql } from "./look-alike-sql";

/** People with their features: `width` numbers each, in the order of `featuresOf`. */
export interface FeatureRows {
  readonly ordinals: Uint32Array;
  readonly features: Float64Array;
}

export interface Sample {
  readonly seed: RoaringBitmap32;
  /** Of a million people outside the seed, so many are drawn, by a hash of their number. */
  readonly perMillion: number;
  readonly randomSeed: number;
}

/** A score: the standardised features' weighted sum, as SQL over f0, f1, ... */
export interface ScoringTerm {
  readonly index: number;
  readonly factor: number;
}

/** Platforms that are features: those of most touchpoints. */
const MAX_PLATFORMS = 10;
const PERCENTILES = 100;

export class LookAlikePeopleStore {
  constructor(private readonly clickhouse: ClickHouseClient) {}

  async findPlatforms(query: FeatureQuery): Promise<readonly string[]> {
    const answer = await this.clickhouse.query({
      query: tagged(
        "opportunities.findPlatforms",
        `SELECT platform FROM ${describingRows(query, "PRESENT")}
         GROUP BY platform ORDER BY count() DESC, platform LIMIT ${MAX_PLATFORMS}`,
      ),
      query_params: featureParams(query),
      format: "JSONCompactEachRow",
    });
    return (await answer.json<[string]>()).map(([platform]) => platform);
  }

  /** Everybody whom the features describe. */
  async findPeople(query: FeatureQuery): Promise<RoaringBitmap32> {
    const [people] = await readBitmaps(
      this.clickhouse,
      "opportunities.findDescribed",
      `SELECT groupBitmapState(ordinal) FROM ${describingRows(query, "PRESENT")}`,
      featureParams(query),
    );
    return people ?? new RoaringBitmap32();
  }

  /** The seed and a sample of the others, in the order of their numbers. */
  async readSample(query: FeatureQuery, { seed, perMillion, randomSeed }: Sample): Promise<FeatureRows> {
    const isDrawn = "cityHash64(ordinal, {randomSeed:Int64}) % 1000000 < {perMillion:UInt32}";
    const where = `(${isDrawn} OR ${numberIn("ordinal", "UInt32", [...seed])})`;
    const answer = await this.clickhouse.exec({
      query: tagged("opportunities.readSample", `${featuresSql(query, where)} ORDER BY ordinal FORMAT RowBinary`),
      query_params: { ...featureParams(query), randomSeed, perMillion },
      clickhouse_settings: { max_query_size: MAX_LIST_QUERY_BYTES, wait_end_of_query: 1 },
    });
    const chunks: Buffer[] = [];
    for await (const chunk of answer.stream) chunks.push(chunk as Buffer);
    return toRows(Buffer.concat(chunks), featuresOf(query).length);
  }

  /** The 99 scores that part the percentiles, the lowest first. */
  async findCuts(query: FeatureQuery, terms: readonly ScoringTerm[]): Promise<readonly number[]> {
    const levels = Array.from({ length: PERCENTILES - 1 }, (_, index) => (index + 1) / PERCENTILES);
    const answer = await this.clickhouse.query({
      query: tagged(
        "opportunities.findScoreCuts",
        `SELECT quantilesExactLow(${levels.join(", ")})(${scoreSql(terms)}) FROM (${featuresSql(query, "true")})`,
      ),
      query_params: featureParams(query),
      format: "JSONCompactEachRow",
    });
    return (await answer.json<[number[]]>())[0]![0];
  }

  /** Writes who is in which percentile: 1 holds the scores above all cuts. */
  async insertPercentiles(
    modelId: string,
    query: FeatureQuery,
    { terms, cuts }: { readonly terms: readonly ScoringTerm[]; readonly cuts: readonly number[] },
  ): Promise<void> {
    await this.clickhouse.command({
      query: tagged(
        "opportunities.insertPercentiles",
        `INSERT INTO look_alike_percentile
         SELECT {modelId:UUID}, toUInt8(1 + arrayCount(cut -> score <= cut, {cuts:Array(Float64)})) AS percentile, groupBitmapState(ordinal)
         FROM (SELECT ordinal, ${scoreSql(terms)} AS score FROM (${featuresSql(query, "true")}))
         GROUP BY percentile`,
      ),
      query_params: { ...featureParams(query), modelId, cuts: [...cuts] },
    });
  }
}

/** Equal scores are told apart by a hash of the person's number, which is too small to pass a score that differs. */
const scoreSql = (terms: readonly ScoringTerm[]): string =>
  `toFloat64(${["0", ...terms.map(({ index, factor }) => `(${factor}) * f${index}`)].join(" + ")} + cityHash64(ordinal) / 18446744073709551616 * 1e-9)`;

function toRows(bytes: Buffer, width: number): FeatureRows {
  const size = 4 + 8 * width;
  const count = bytes.length / size;
  const ordinals = new Uint32Array(count);
  const features = new Float64Array(count * width);
  for (let row = 0; row < count; row++) {
    ordinals[row] = bytes.readUInt32LE(row * size);
    for (let k = 0; k < width; k++) features[row * width + k] = bytes.readDoubleLE(row * size + 4 + 8 * k);
  }
  return { ordinals, features };
}
