import type { BatchResult } from "../../../../src/features/touchpoints/group-commit";
import { isRejection } from "../../../../src/features/touchpoints/rejection";
import type { SealedTouchpoint } from "../../../../src/features/touchpoints/seal-touchpoint";
import { type StreamAnswer, StreamIntake } from "../../../../src/features/touchpoints/touchpoint-stream";
import { answerLines } from "../../../../src/features/touchpoints/touchpoint-stream-answers";
import type { BodyEvent } from "../../../../src/features/touchpoints/touchpoint-stream-body";
import type { RequestContext } from "../../../../src/platform/request-context";

/** Stores that commit when they are told to, and see how much waits for them. */
class HeldStores {
  committed = 0;
  readonly waiting: (() => void)[] = [];
  isHolding = false;
  fails = false;

  readonly sealer = async () => (draft: object) => draft as SealedTouchpoint;

  readonly commitRows = async (
    _context: unknown,
    _source: unknown,
    { rows }: { readonly rows: readonly object[] },
  ): Promise<BatchResult> => {
    if (this.isHolding) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else await new Promise(setImmediate);
    if (this.fails) throw new Error("no answer");
    this.committed += rows.length;
    const rejected = rows.filter(isRejection).length;
    const counts = { received: rows.length, accepted: rows.length - rejected, duplicates: 0, conflicts: 0, rejected };
    return {
      outcomes: rows.map((row) => (isRejection(row) ? "REJECTED" : "ACCEPTED")),
      counts,
      refused: new Map(),
    };
  };
}

/** A body of so many pieces of 500 rows each, which counts what was taken from it. */
class GeneratedBody {
  taken = 0;
  isClosed = false;

  constructor(
    private readonly pieces: number,
    private readonly last: BodyEvent = { kind: "END" },
  ) {}

  close(): void {
    this.isClosed = true;
  }

  async next(): Promise<BodyEvent> {
    if (this.taken === this.pieces) return this.last;
    const from = this.taken++ * ROWS_PER_PIECE;
    const lines = Array.from({ length: ROWS_PER_PIECE }, (_, i) => `{"eventId":"e${from + i}"}\n`);
    return { kind: "PIECE", bytes: Buffer.from(lines.join("")) };
  }
}
const ROWS_PER_PIECE = 500;
const CHUNK = 5_000;

const intakeOf = (stores: HeldStores, body: GeneratedBody, caller = async () => ({}) as RequestContext) =>
  new StreamIntake(stores, {
    source: { id: 1, organisationId: "", code: "", name: "", visibility: "CLOUD" },
    body,
    caller,
    explain: (error) => ({ code: "SAID", message: (error as Error).message }),
  });

const all = async (answers: AsyncIterable<StreamAnswer>): Promise<readonly StreamAnswer[]> => {
  const list: StreamAnswer[] = [];
  for await (const answer of answers) list.push(answer);
  return list;
};

const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 200; turn++) await new Promise(setImmediate);
};

it("never holds more than two chunks and a piece of 200,000 rows", async () => {
  const stores = new HeldStores();
  const body = new GeneratedBody(400);
  let most = 0;
  const commitRows: HeldStores["commitRows"] = (...chunk) => {
    most = Math.max(most, body.taken * ROWS_PER_PIECE - stores.committed);
    return stores.commitRows(...chunk);
  };
  const answers = await all(intakeOf(Object.assign(new HeldStores(), { commitRows }), body).answers());
  expect(answers.at(-1)).toMatchObject({ done: true, accepted: 200_000 });
  expect(answers).toHaveLength(41);
  expect(most).toBeGreaterThanOrEqual(CHUNK);
  expect(most).toBeLessThanOrEqual(2 * CHUNK + ROWS_PER_PIECE);
});

it("reads on while a chunk is committed, but no further than the next chunk", async () => {
  const stores = new HeldStores();
  stores.isHolding = true;
  const body = new GeneratedBody(400);
  const answers = all(intakeOf(stores, body).answers());
  await turns();
  expect(stores.waiting).toHaveLength(1);
  expect(body.taken).toBe((2 * CHUNK) / ROWS_PER_PIECE);
  stores.isHolding = false;
  stores.waiting[0]!();
  expect((await answers).at(-1)).toMatchObject({ done: true, accepted: 200_000 });
});

it("reads nothing while nobody takes its answers", async () => {
  const body = new GeneratedBody(400);
  const answers = intakeOf(new HeldStores(), body).answers();
  await answers.next();
  const taken = body.taken;
  await turns();
  expect(body.taken).toBe(taken);
  await answers.return(undefined);
  expect(body.isClosed).toBe(true);
});

it("ends with the stores' failure and the last line that is surely in", async () => {
  const stores = new HeldStores();
  stores.isHolding = true;
  const answers = all(intakeOf(stores, new GeneratedBody(400)).answers());
  await turns();
  stores.waiting.shift()!();
  await turns();
  stores.fails = true;
  stores.waiting.shift()!();
  expect(await answers).toEqual([
    expect.objectContaining({ chunk: 1, toLine: CHUNK }),
    {
      done: false,
      accepted: CHUNK,
      duplicates: 0,
      conflicts: 0,
      rejected: 0,
      error: { code: "SAID", message: "no answer", line: CHUNK },
    },
  ]);
});

it("takes what came before the key ended, and nothing after", async () => {
  let calls = 0;
  const caller = async (): Promise<RequestContext> => {
    if (++calls > 3) throw new Error("revoked");
    return {} as RequestContext;
  };
  expect((await all(intakeOf(new HeldStores(), new GeneratedBody(400), caller).answers())).at(-1)).toMatchObject({
    done: false,
    accepted: 3 * ROWS_PER_PIECE,
    error: { code: "SAID", message: "revoked", line: 3 * ROWS_PER_PIECE },
  });
});

it("takes whole lines of a body that breaks off, and not the half one", async () => {
  const body = new GeneratedBody(1, { kind: "FAULT", fault: { code: "IDLE_TIMEOUT", message: "silent" } });
  const whole = body.next.bind(body);
  body.next = async () => {
    const event = await whole();
    return event.kind === "PIECE" ? { ...event, bytes: event.bytes.subarray(0, -5) } : event;
  };
  expect(await all(intakeOf(new HeldStores(), body).answers())).toMatchObject([
    { chunk: 1, fromLine: 1, toLine: ROWS_PER_PIECE - 1 },
    { done: false, error: { code: "IDLE_TIMEOUT", line: ROWS_PER_PIECE - 1 } },
  ]);
});

it("gives up a sender that leaves an answer unread, and no other", async () => {
  const answers = (async function* () {
    yield { chunk: 1 };
    yield { chunk: 2 };
  })();
  let isGivenUp = false;
  const lines = answerLines(
    answers,
    () => {
      isGivenUp = true;
    },
    30,
  );
  expect((await lines.next()).value).toBe('{"chunk":1}\n');
  expect((await lines.next()).value).toBe('{"chunk":2}\n');
  expect(isGivenUp).toBe(false);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(isGivenUp).toBe(true);
});
