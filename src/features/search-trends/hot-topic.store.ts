import type { ClickHouseClient } from "@clickhouse/client";
import { RoaringBitmap32 } from "roaring";
import { type BrandWindow, IN_TIME, IS_CONTACT, OF_BRAND, windowParams } from "../journeys";
import { touchpointRelation } from "../people";
import { readBitmapRows } from "./bitmap-rows.store";
import { longestOf, rowsLiteral, runsSql, spellingSql, wordsSql } from "./search-sql";

/** What says that a touchpoint is about a topic: tags as they are, and words that stand in a search. */
export interface TopicMarks {
  readonly tags: readonly string[];
  /** As `keywordWords` gives them. */
  readonly words: readonly string[];
}

export interface TouchedTopics {
  /** By place of the topic in the question. */
  readonly touched: ReadonlyMap<number, RoaringBitmap32>;
  readonly brandPeople: RoaringBitmap32;
  readonly cloudPeople: RoaringBitmap32;
}

/** Reads who touched topics, about whatever brand or none. */
export class HotTopicStore {
  constructor(private readonly queries: ClickHouseClient) {}

  async read(window: BrandWindow, topics: readonly TopicMarks[]): Promise<TouchedTopics> {
    const nobody = new RoaringBitmap32();
    if (topics.length === 0) return { touched: new Map(), brandPeople: nobody, cloudPeople: nobody };
    const [touched, [people]] = await Promise.all([this.touched(window, topics), this.everybody(window)]);
    const [brandPeople = nobody, cloudPeople = nobody] = people?.people ?? [];
    return { touched, brandPeople, cloudPeople };
  }

  /** Words are looked for in different keywords, not in touchpoints. */
  private async touched(
    window: BrandWindow,
    topics: readonly TopicMarks[],
  ): Promise<ReadonlyMap<number, RoaringBitmap32>> {
    const marks = (of: (topic: TopicMarks) => readonly string[]): string =>
      rowsLiteral(
        "Tuple(String, UInt32)",
        topics.flatMap((topic, place) => of(topic).map((mark) => [mark, place])),
      );
    const [tags, words] = [marks((topic) => topic.tags), marks((topic) => topic.words)];
    const touchpoints = touchpointRelation(window.overlayId, "PRESENT");
    const among = (rows: string): string => `(SELECT arrayJoin(${rows}).1)`;
    const longest = longestOf(topics.flatMap((topic) => topic.words));
    const sql = `SELECT place, groupBitmapMergeState(people)
      FROM (
        SELECT mark.place AS place, tagged.people AS people
        FROM (
          SELECT arrayJoin(arrayFilter(one -> one IN ${among(tags)}, tags)) AS tag, groupBitmapState(ordinal) AS people
          FROM ${touchpoints} WHERE ${IN_TIME} AND ${IS_CONTACT} AND notEmpty(tags) GROUP BY tag
        ) AS tagged
        INNER JOIN (SELECT row.1 AS tag, row.2 AS place FROM (SELECT arrayJoin(${tags}) AS row)) AS mark ON mark.tag = tagged.tag
        UNION ALL
        SELECT mark.place AS place, searched.people AS people
        FROM (
          SELECT people, ${wordsSql(spellingSql("keyword"))} AS words,
            arrayJoin(arrayFilter(one -> one IN ${among(words)}, ${runsSql("words", longest)})) AS run
          FROM (
            SELECT keyword, groupBitmapState(ordinal) AS people
            FROM ${touchpoints} WHERE ${IN_TIME} AND ${IS_CONTACT} AND action = 'SEARCH' AND keyword != '' GROUP BY keyword
          )
        ) AS searched
        INNER JOIN (SELECT row.1 AS run, row.2 AS place FROM (SELECT arrayJoin(${words}) AS row)) AS mark ON mark.run = searched.run
      )
      GROUP BY place`;
    const rows = await readBitmapRows(this.queries, {
      place: "hotTopics.touched",
      sql,
      params: windowParams(window),
      headBytes: 4,
    });
    return new Map(rows.map(({ head, people: [people] }) => [head.readUInt32LE(0), people!]));
  }

  private everybody(window: BrandWindow) {
    return readBitmapRows(this.queries, {
      place: "hotTopics.everybody",
      sql: `SELECT groupBitmapStateIf(ordinal, ${OF_BRAND}), groupBitmapState(ordinal)
        FROM ${touchpointRelation(window.overlayId, "PRESENT")} WHERE ${IN_TIME} AND ${IS_CONTACT}`,
      params: windowParams(window),
      headBytes: 0,
      bitmaps: 2,
    });
  }
}
