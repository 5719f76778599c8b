import { keywordWords, normaliseKeyword } from "../../engines/search/normalise-keyword";
import { quoted, type RowRejection } from "../../platform/registration";
import { isText } from "../campaigns";

/** A topic as it came (热点). Its heat is of its source, in the source's own unit. */
export interface NewTrendTopic {
  readonly source: string;
  readonly code: string;
  readonly title: string;
  /** At the start. */
  readonly heat: number;
  readonly startsAt: Date;
  readonly halfLifeHours: number;
  readonly tags: readonly string[];
  readonly keywords: readonly string[];
}

export interface TrendTopic extends NewTrendTopic {
  readonly id: string;
  readonly importedAt: Date;
}

/** Most tags, and most keywords, of a topic. */
export const MAX_MARKS = 20;
const MAX_TEXT = 200;
const MAX_TAG = 100;
/** A year: what decays more slowly is no topic of the day. */
export const MAX_HALF_LIFE_HOURS = 8_760;
const MAX_HEAT = 1e15;

export const topicRejections = {
  INVALID_VALUE: "A value is outside of what its field allows.",
  REPEATED: "An earlier row of the call has the code of the source.",
} as const;

export type TopicRejection = RowRejection<keyof typeof topicRejections>;

export const topicKey = ({ source, code }: Pick<NewTrendTopic, "source" | "code">): string => `${code} of ${source}`;

/** The first problem found rejects the row. */
export function readTopic(row: NewTrendTopic): NewTrendTopic | TopicRejection {
  for (const field of ["source", "code", "title"] as const)
    if (!isText(row[field], MAX_TEXT) || row[field].trim() === "")
      return invalid(
        field,
        `${field} must be 1 to ${MAX_TEXT} characters, none of them a control character and not all spaces, but got ${quoted(row[field])}.`,
      );
  if (!(row.heat > 0 && row.heat <= MAX_HEAT))
    return invalid("heat", `heat must be above 0 and at most ${MAX_HEAT}, but got ${row.heat}.`);
  if (!(row.halfLifeHours > 0 && row.halfLifeHours <= MAX_HALF_LIFE_HOURS))
    return invalid(
      "halfLifeHours",
      `halfLifeHours must be above 0 and at most ${MAX_HALF_LIFE_HOURS}, but got ${row.halfLifeHours}.`,
    );
  if (row.tags.length > MAX_MARKS || row.tags.some((tag) => !isText(tag, MAX_TAG)))
    return invalid("tags", `tags must be at most ${MAX_MARKS} texts of 1 to ${MAX_TAG} characters.`);
  if (row.keywords.length > MAX_MARKS || !row.keywords.every(isKeyword))
    return invalid(
      "keywords",
      `keywords must be at most ${MAX_MARKS} texts of 1 to ${MAX_TEXT} characters with a letter or digit.`,
    );
  if (row.tags.length + row.keywords.length === 0)
    return invalid("tags", "tags or keywords must name what the topic is about, but both are empty.");
  return row;
}

const isKeyword = (text: string): boolean =>
  isText(text, MAX_TEXT) && keywordWords(normaliseKeyword(text)).trim() !== "";

const invalid = (field: string, message: string): TopicRejection => ({
  reason: "INVALID_VALUE",
  field: [field],
  message,
});
