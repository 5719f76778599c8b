import { IANAZone } from "luxon";
import { ProblemList } from "../../platform/user-error";
import { compileMapping } from "./map-row";
import { type Mapping, mappingSchema } from "./mapping";
import type { TouchpointSource } from "./touchpoint.store";

/**
 * What `remove` may be where strangers' rows meet it: a pattern of fixed length takes linear time. All its matches are
 * removed, so `[^0-9]` does what `[^0-9]+` does.
 */
const PLAIN_PATTERN = /^[^*+?{(\\]*$/;
/** Escapes and classes, read in one pass: a bracket after a backslash opens no class. */
const ONE_CHARACTER = /\\.|\[(?:\\.|[^\]\\])*\]/g;
const LONGEST_PATTERN = 100;

/** Reads the mapping of a source's callbacks; every problem with its path. */
export function readCallbackMapping(text: string, source: Pick<TouchpointSource, "code">): Mapping {
  const problems = new ProblemList();
  const refuse = (path: readonly PropertyKey[], message: string): void =>
    problems.add("INVALID_MAPPING", ["mapping", ...path.map(String)], message);
  const parsed = mappingSchema.safeParse(parse(text, refuse));
  problems.throwIfAny();
  if (!parsed.success) {
    for (const { path, message } of parsed.error.issues) {
      refuse(path, `${path.join(".") || "mapping"} must fit docs/touchpoint-mapping.schema.json, but: ${message}.`);
    }
    problems.throwIfAny();
  }
  const mapping = parsed.data!;
  checkPurpose(mapping, source, refuse);
  checkPatterns(mapping, refuse);
  problems.throwIfAny();
  try {
    compileMapping(mapping);
  } catch (error) {
    refuse([], `mapping must be usable, but: ${(error as Error).message}.`);
  }
  problems.throwIfAny();
  return mapping;
}

type Refuse = (path: readonly PropertyKey[], message: string) => void;

function parse(text: string, refuse: Refuse): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    refuse([], `mapping must be JSON, but: ${(error as Error).message}.`);
    return undefined;
  }
}

/** A callback is no file: it is sent again whole or in part, and nobody with rights stands behind it. */
function checkPurpose(
  { format, source: named, onUnknownBrand, eventId, time }: Mapping,
  source: Pick<TouchpointSource, "code">,
  refuse: Refuse,
): void {
  if (format !== "NDJSON") refuse(["format"], `format must be NDJSON for callbacks, but got ${format}.`);
  if (named.code !== source.code) {
    refuse(["source", "code"], `source.code must be the source's own, ${source.code}, but got ${named.code}.`);
  }
  if (onUnknownBrand !== "REJECT") {
    refuse(["onUnknownBrand"], `onUnknownBrand must be REJECT for callbacks, but got ${onUnknownBrand}.`);
  }
  if ("derivedFrom" in eventId && eventId.exactDuplicates === "KEEP") {
    refuse(
      ["eventId", "exactDuplicates"],
      "exactDuplicates must be DROP for callbacks, since a row sent again must be known again, but got KEEP.",
    );
  }
  if (time.zone !== undefined && !IANAZone.isValidZone(time.zone)) {
    refuse(["time", "zone"], `zone must be an IANA zone, e.g. Asia/Shanghai, but got ${time.zone}.`);
  }
}

function checkPatterns({ fields, identities }: Mapping, refuse: Refuse): void {
  const check = (path: readonly PropertyKey[], pattern: string | undefined): void => {
    if (pattern === undefined) return;
    const isPlain = pattern.length <= LONGEST_PATTERN && PLAIN_PATTERN.test(pattern.replace(ONE_CHARACTER, "x"));
    if (isPlain && isPattern(pattern)) return;
    refuse(
      path,
      `remove must be a pattern of at most ${LONGEST_PATTERN} characters without * + ? { and (, as all its matches go, but got ${pattern.slice(0, LONGEST_PATTERN)}.`,
    );
  };
  for (const [field, from] of Object.entries(fields)) {
    if (from && "column" in from) check(["fields", field, "remove"], from.remove);
  }
  for (const [index, identity] of identities.entries()) check(["identities", index, "remove"], identity.remove);
}

function isPattern(pattern: string): boolean {
  try {
    new RegExp(pattern);
    return true;
  } catch {
    return false;
  }
}
