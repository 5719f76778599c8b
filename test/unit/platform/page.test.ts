import fc from "fast-check";
import { type PageRequest, readPage } from "../../../src/platform/page";

interface Row {
  readonly at: number;
  readonly id: number;
}

const order = (a: Row, b: Row): number => a.at - b.at || a.id - b.id;
const sortKey = (row: Row): readonly string[] => [String(row.at), String(row.id)];
const rowOf = ([at, id]: readonly string[]): Row => ({ at: Number(at), id: Number(id) });

/** Reads as a store's SQL does: strictly between the keys, in order or against it, at most `limit`. */
const storeOf =
  (rows: readonly Row[]) =>
  async ({ after, before, fromEnd, limit }: PageRequest & { readonly limit: number }): Promise<readonly Row[]> => {
    const found = rows
      .filter((row) => (!after || order(row, rowOf(after)) > 0) && (!before || order(row, rowOf(before)) < 0))
      .sort(order);
    return (fromEnd ? found.reverse() : found).slice(0, limit);
  };

const pageOf = (rows: readonly Row[], request: Partial<PageRequest>) =>
  readPage<Row>({ size: 2, fromEnd: false, after: null, before: null, ...request }, sortKey, storeOf(rows));

const five = [1, 1, 2, 3, 3].map((at, id): Row => ({ at, id }));
const idsOf = (page: Awaited<ReturnType<typeof pageOf>>): readonly number[] => page.rows.map(({ row }) => row.id);

describe("readPage", () => {
  it.each([
    ["first 2", {}, [0, 1], { hasNext: true, hasPrevious: false }],
    ["first 2 after the second", { after: ["1", "1"] }, [2, 3], { hasNext: true, hasPrevious: true }],
    [
      "first 2 after the third, which are the last",
      { after: ["2", "2"] },
      [3, 4],
      { hasNext: false, hasPrevious: true },
    ],
    ["first 2 after the last", { after: ["3", "4"] }, [], { hasNext: false, hasPrevious: true }],
    ["last 2", { fromEnd: true }, [3, 4], { hasNext: false, hasPrevious: true }],
    ["last 2 before the fourth", { fromEnd: true, before: ["3", "3"] }, [1, 2], { hasNext: true, hasPrevious: true }],
    ["last 2 before the third", { fromEnd: true, before: ["2", "2"] }, [0, 1], { hasNext: true, hasPrevious: false }],
    ["as many as there are", { size: 5 }, [0, 1, 2, 3, 4], { hasNext: false, hasPrevious: false }],
  ])("%s", async (_, request, ids, edges) => {
    const page = await pageOf(five, request);
    expect(idsOf(page)).toEqual(ids);
    expect(page).toMatchObject(edges);
  });

  it("asks the store for one row more than the page has", async () => {
    const read = jest.fn(async () => []);
    await readPage({ size: 7, fromEnd: true, after: null, before: ["x"] }, () => [], read);
    expect(read).toHaveBeenCalledWith({ size: 7, fromEnd: true, after: null, before: ["x"], limit: 8 });
  });

  const cloud = fc
    .array(fc.integer({ min: 0, max: 4 }), { maxLength: 25 })
    .map((times) => times.map((at, id): Row => ({ at, id })));

  it.each([
    ["forwards", false],
    ["backwards", true],
  ])("shows every row once and in one order, walking %s by any size", async (_, fromEnd) => {
    await fc.assert(
      fc.asyncProperty(cloud, fc.integer({ min: 1, max: 6 }), async (rows, size) => {
        const seen: Row[] = [];
        let cursor: readonly string[] | null = null;
        for (let isMore = true; isMore; ) {
          const page = await pageOf(rows, { size, fromEnd, [fromEnd ? "before" : "after"]: cursor });
          const found = page.rows.map(({ row }) => row);
          if (fromEnd) seen.unshift(...found);
          else seen.push(...found);
          isMore = fromEnd ? page.hasPrevious : page.hasNext;
          cursor = page.rows.at(fromEnd ? 0 : -1)?.sortKey ?? null;
          expect(isMore && found.length !== size).toBe(false);
        }
        expect(seen).toEqual([...rows].sort(order));
      }),
    );
  });
});
