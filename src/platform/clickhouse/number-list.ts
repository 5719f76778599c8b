/** Setting `max_query_size` of statements with a long list. */
export const MAX_LIST_QUERY_BYTES = "100000000";

/**
 * A sub-select over many numbers, written as one text literal: 50,000 numbers as 50,000 literals took ClickHouse 390 ms
 * to read, as one literal 57 ms. Digits and commas only, so nothing in it can end the literal.
 */
export function numberList(type: "UInt64" | "UInt128", numbers: readonly (bigint | string)[]): string {
  return `SELECT to${type}(arrayJoin(splitByChar(',', '${numbers.map((number) => BigInt(number)).join(",")}')))`;
}
