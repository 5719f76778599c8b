import type { Mapping } from "./mapping";
import { matches, numberOf } from "./stage-sql";

/** How ClickHouse reads a time, and of which texts it is sure to read what `timeReader` and the check would. */
export interface StagedTime {
  /** Milliseconds since 1970-01-01 UTC. */
  readonly millis: string;
  readonly isSure: string;
}

/** Days that every month has, and those of the months that have more; 29 February is left to the calendar. */
const DAY_OF = "(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)";
const DATE = `20[0-9]{2}-${DAY_OF}`;
const TIME = "(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]";
const ISO = String.raw`^${DATE}T${TIME}(?:\.[0-9]{3})?(?:Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9])$`;

/** Zones whose offset has not moved since 2000, before which no touchpoint lies. */
const STEADY_ZONES: Readonly<Record<string, string>> = {
  UTC: "+00:00",
  "Asia/Shanghai": "+08:00",
  "Asia/Hong_Kong": "+08:00",
  "Asia/Singapore": "+08:00",
  "Asia/Taipei": "+08:00",
  "Asia/Tokyo": "+09:00",
};
/** Patterns that name date and time in full: what stands between the two. */
const FULL_PATTERNS: Readonly<Record<string, string>> = {
  "yyyy-MM-dd HH:mm:ss": " ",
  "yyyy-MM-dd'T'HH:mm:ss": "T",
};

/** Null: times of this form are read row by row. */
export function stagedTime({ format, zone }: Mapping["time"], text: string): StagedTime | null {
  if (format === "UNIX_MILLIS") return { millis: numberOf("Int64", text), isSure: matches(text, "^[0-9]{12,13}$") };
  if (format === "UNIX_SECONDS")
    return { millis: `${numberOf("Int64", text)} * 1000`, isSure: matches(text, "^[0-9]{9,10}$") };
  if (format === "ISO") return { millis: millisOf(text), isSure: matches(text, ISO) };
  const between = FULL_PATTERNS[format];
  const offset = STEADY_ZONES[zone ?? "UTC"];
  if (between === undefined || offset === undefined) return null;
  return { millis: millisOf(`concat(${text}, '${offset}')`), isSure: matches(text, `^${DATE}${between}${TIME}$`) };
}

const millisOf = (text: string): string => `toUnixTimestamp64Milli(parseDateTime64BestEffortOrZero(${text}, 3, 'UTC'))`;
