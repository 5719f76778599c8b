/** Bytes below this one are control characters. */
const SPACE = 0x20;
const BACKSLASH = 0x5c;
const TAB = 0x09;
const LINE_ENDS: ReadonlySet<number> = new Set([0x0a, 0x0d]);

const ESCAPED = [...Array(SPACE).keys(), BACKSLASH].filter((byte) => !LINE_ENDS.has(byte));
const ESCAPED_IN_FIELDS_OF_TABS = ESCAPED.filter((byte) => byte !== TAB);

/**
 * Whether lines without quotes have bytes that JSON escapes, beside line ends and a tab between fields. Looking for each such byte
 * took 40 ms of CPU for 500,000 lines of 139 bytes, and ClickHouse 151 ms for a match on every line.
 */
export function hasEscapes(lines: readonly Buffer[], delimiter: string): boolean {
  const escaped = delimiter === "\t" ? ESCAPED_IN_FIELDS_OF_TABS : ESCAPED;
  return lines.some((piece) => escaped.some((byte) => piece.includes(byte)));
}
