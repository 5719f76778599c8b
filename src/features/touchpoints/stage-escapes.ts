/** Bytes below this one are control characters. */
const SPACE = 0x20;
const BACKSLASH = 0x5c;
const LINE_ENDS: ReadonlySet<number> = new Set([0x0a, 0x0d]);

const ESCAPED = [...Array(SPACE).keys(), BACKSLASH].filter((byte) => !LINE_ENDS.has(byte));

/**
 * Whether lines that are told apart by their ends have bytes which JSON escapes, other than the delimiter. One look for each such
 * byte is a third of what ClickHouse takes for a match on every line.
 */
export function hasEscapes(lines: readonly Buffer[], delimiter: string): boolean {
  const looked = ESCAPED.filter((byte) => byte !== delimiter.charCodeAt(0) || delimiter !== "\t");
  return lines.some((piece) => looked.some((byte) => piece.includes(byte)));
}
