/**
 * A sub-select over many pairs of texts, written into the statement because a parameter takes 128 KiB; Base64 needs no
 * escapes. A sub-select, because a set is built once and a function of constants is called for every row.
 */
export function pairList(pairs: readonly (readonly [string, string])[]): string {
  const json = Buffer.from(JSON.stringify(pairs)).toString("base64");
  const parsed = `JSONExtract(base64Decode('${json}'), 'Array(Tuple(String, String))')`;
  return `(SELECT pair.1, pair.2 FROM (SELECT arrayJoin(${parsed}) AS pair))`;
}
