/** Largest page of any connection. */
export const MAX_PAGE_SIZE = 100;

/** A checked request for a page: `after` and `before` are sort keys of edges already seen. */
export interface PageRequest {
  readonly size: number;
  readonly fromEnd: boolean;
  readonly after: readonly string[] | null;
  readonly before: readonly string[] | null;
}

export interface Page<Row> {
  readonly rows: readonly { readonly row: Row; readonly sortKey: readonly string[] }[];
  readonly hasNext: boolean;
  readonly hasPrevious: boolean;
}

/**
 * Reads a page by keyset. `read` gets the request as SQL can use it: the limit is one more than asked for, which is how
 * the existence of a next page is known without counting; with `fromEnd` it reads against the order.
 */
export async function readPage<Row>(
  request: PageRequest,
  sortKey: (row: Row) => readonly string[],
  read: (keyset: PageRequest & { readonly limit: number }) => Promise<readonly Row[]>,
): Promise<Page<Row>> {
  const found = await read({ ...request, limit: request.size + 1 });
  const more = found.length > request.size;
  const rows = found.slice(0, request.size).map((row) => ({ row, sortKey: sortKey(row) }));
  if (request.fromEnd) rows.reverse();
  return {
    rows,
    hasNext: request.fromEnd ? request.before !== null : more,
    hasPrevious: request.fromEnd ? more : request.after !== null,
  };
}
