/** Text as a literal of ClickHouse. */
export const sqlText = (text: string): string =>
  `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'").replaceAll("\0", "\\0")}'`;

export const sqlList = (texts: readonly string[]): string => `[${texts.map(sqlText).join(", ")}]`;

const LITERAL = String.raw`[A-Za-z0-9 _:;,/@#%&~=<>!-]|\\[.\\/$^|?*+()\[\]{}-]`;
const ITEM = String.raw`(?:${LITERAL}|\\d|\[[A-Za-z0-9._: /@-]+\])(?:\{\d{1,3}(?:,\d{1,3})?\}|\+)?`;
const SHARED = new RegExp(`^\\^?(?:${ITEM})+\\$?$`);

/**
 * Whether a regular expression means the same to JavaScript and to RE2, over text without control characters: a sequence of
 * characters, digits and classes of ASCII, each once or repeated.
 */
export const meansTheSame = (pattern: string): boolean => SHARED.test(pattern);

/** The same of one whose matches are taken out: it must not match nothing, nor again where a match was. */
export const removesTheSame = (pattern: string): boolean =>
  meansTheSame(pattern) && !pattern.startsWith("^") && !new RegExp(pattern).test("");

/** Text that JSON has as it is, and no control character that rows are told apart by. */
export const isPlain = (text: string): boolean => JSON.stringify(text) === `"${text}"`;

export const matches = (expression: string, pattern: string): string => `match(${expression}, ${sqlText(pattern)})`;

/** A text whose digits are a number, or 0. */
export const numberOf = (type: "UInt8" | "UInt32" | "Int32" | "Int64", expression: string): string =>
  `to${type}OrZero(${expression})`;
