import {
  type Batch,
  type BatchResult,
  GroupCommit,
  type HeldChunk,
} from "../../../../src/features/touchpoints/group-commit";
import { rejection } from "../../../../src/features/touchpoints/rejection";
import type { TouchpointSource } from "../../../../src/features/touchpoints/touchpoint.store";
import type { RequestContext } from "../../../../src/platform/request-context";

const context = {} as RequestContext;
const source = (id: number): TouchpointSource => ({ id }) as TouchpointSource;
const ROW = rejection("MALFORMED_ROW", [], "x");

/** A batch of as many rows; its name stands in the place of its one reject, and is the file of its rows. */
const batchOf = (name: string, rows: number): Batch =>
  ({
    rows: Array.from({ length: rows }, () => ROW),
    rejects: [name],
    placeOf: (line: number) => ({ file: name, line }),
  }) as unknown as Batch;

/** An intake whose commits end when the test says so. It takes the first row of a chunk and refuses the last. */
function heldIntake() {
  const chunks: HeldChunk[] = [];
  const ends: ((error?: Error) => void)[] = [];
  const commit = (_: RequestContext, chunk: HeldChunk): Promise<BatchResult> =>
    new Promise((resolve, reject) => {
      chunks.push(chunk);
      const outcomes = chunk.rows.map((_, i) => (i === 0 ? ("ACCEPTED" as const) : ("DUPLICATE" as const)));
      const refused = new Map([[chunk.rows.length - 1, ROW]]);
      const result = { outcomes, counts: {} as BatchResult["counts"], refused };
      ends.push((error) => (error ? reject(error) : resolve(result)));
    });
  const group = new GroupCommit({ commit }, async (_, sourceId) => `run of ${sourceId}`);
  return { chunks, group, end: (index: number, error?: Error) => ends[index]!(error) };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

it("commits calls that come meanwhile as one chunk and answers each with its own rows", async () => {
  const { chunks, group, end } = heldIntake();
  const first = group.commit(context, source(1), batchOf("a", 2));
  const second = group.commit(context, source(1), batchOf("b", 1));
  const third = group.commit(context, source(1), batchOf("c", 3));
  await settle();
  expect(chunks.map(({ rows, rejects, runId }) => [rows.length, rejects, runId])).toEqual([[2, ["a"], "run of 1"]]);
  end(0);
  await settle();
  expect(chunks.slice(1).map(({ rows, rejects }) => [rows.length, rejects])).toEqual([[4, ["b", "c"]]]);
  expect([0, 1, 3].map((row) => chunks[1]!.placeOf(row))).toEqual([
    { file: "b", line: 0 },
    { file: "c", line: 0 },
    { file: "c", line: 2 },
  ]);
  end(1);
  expect((await first).outcomes).toEqual(["ACCEPTED", "DUPLICATE"]);
  expect(await second).toMatchObject({ outcomes: ["ACCEPTED"], counts: { received: 1, accepted: 1, duplicates: 0 } });
  expect(await third).toMatchObject({ counts: { received: 3, accepted: 0, duplicates: 3 } });
  expect([...(await second).refused]).toEqual([]);
  expect([...(await third).refused]).toEqual([[2, ROW]]);
});

it("fails the calls of a failed chunk alone, and goes on with those that wait", async () => {
  const { group, end } = heldIntake();
  const first = group.commit(context, source(1), batchOf("a", 1));
  const second = group.commit(context, source(1), batchOf("b", 1));
  await settle();
  end(0, new Error("the stores are away"));
  await expect(first).rejects.toThrow("the stores are away");
  await settle();
  end(1);
  expect((await second).outcomes).toEqual(["ACCEPTED"]);
});

it("does not let one source wait for another, and bounds a chunk", async () => {
  const { chunks, group } = heldIntake();
  for (const name of ["a", "b", "c", "d"]) void group.commit(context, source(1), batchOf(name, 12_000));
  void group.commit(context, source(2), batchOf("e", 1));
  await settle();
  expect(chunks.map(({ rejects }) => rejects)).toEqual([["a"], ["e"]]);
});
