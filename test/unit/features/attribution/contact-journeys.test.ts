import fc from "fast-check";
import { contactJourneys } from "../../../../src/features/attribution/contact-journeys";
import { type ContactLayout, contactLayout } from "../../../../src/features/attribution/contact-layout";

interface Contact {
  readonly ordinal: number;
  /** Milliseconds since the oldest instant. */
  readonly at: number;
  readonly number: number;
}

const DAY_MS = 86_400_000;
const MOST = 100;

/** As the statement answers: rows of sorted numbers, people dealt out by their lowest bits. */
async function* rowsOf(contacts: readonly Contact[], { parts, timeBits, numberBits }: ContactLayout) {
  const rows = new Map<number, bigint[]>();
  for (const { ordinal, at, number } of contacts) {
    const person = BigInt(Math.floor(ordinal / parts)) << BigInt(timeBits + numberBits);
    const contact = person | (BigInt(at) << BigInt(numberBits)) | BigInt(number);
    if (contact >= 2n ** 64n) throw new Error("A contact must fit into 64 bits");
    rows.set(ordinal % parts, [...(rows.get(ordinal % parts) ?? []), contact]);
  }
  for (const row of rows.values()) {
    const values = BigUint64Array.from(row).sort();
    yield { rows: 1, columns: { contacts: { ends: BigUint64Array.of(BigInt(values.length)), values } } };
  }
}

/** Paths with how many people went each, and how many people were capped: person by person. */
function expected(contacts: readonly Contact[], lookbackDays: readonly number[]) {
  const paths = new Map<string, number>();
  let capped = 0;
  for (const ordinal of new Set(contacts.map((contact) => contact.ordinal))) {
    const own = contacts.filter((contact) => contact.ordinal === ordinal);
    own.sort((a, b) => a.at - b.at || a.number - b.number);
    const kept = own.filter(({ at, number }) => at + lookbackDays[number]! * DAY_MS >= own.at(-1)!.at);
    if (kept.length > MOST) capped++;
    const path = kept
      .slice(-MOST)
      .map(({ number }) => number)
      .join();
    paths.set(path, (paths.get(path) ?? 0) + 1);
  }
  return { paths: Object.fromEntries(paths), capped };
}

async function journeysOf(contacts: readonly Contact[], lookbackDays: readonly number[], layout: ContactLayout) {
  const rows = rowsOf(contacts, layout);
  const expected = { contacts: 0, people: 0 }; // too few: room is made as they come
  const { starts, numbers, people, capped } = await contactJourneys(rows, { lookbackDays }, layout, expected);
  const paths: Record<string, number> = {};
  people.forEach((count, journey) => {
    const path = numbers.subarray(starts[journey]!, starts[journey + 1]!).join();
    paths[path] = (paths[path] ?? 0) + count;
  });
  return { paths, capped };
}

const YEAR_MS = 400 * DAY_MS;

test("journeys of random contacts are those that are told person by person", async () => {
  const shape = fc.record({
    touches: fc.constantFrom(1, 2, 12, 100_000),
    lastOrdinal: fc.constantFrom(0, 70, 3_000_000, 2 ** 32 - 1),
    longest: fc.constantFrom(60_000, 50 * DAY_MS, YEAR_MS),
  });
  const contacts = shape.chain(({ touches, lastOrdinal, longest }) =>
    fc.record({
      layout: fc.constant(contactLayout(touches, lastOrdinal, longest)),
      lookbackDays: fc.constant(Array.from({ length: touches }, (_, number) => [1, 30, 365][number % 3]!)),
      contacts: fc.array(
        fc.record({
          ordinal: fc.constantFrom(0, lastOrdinal, Math.floor(lastOrdinal / 2), Math.min(64, lastOrdinal)),
          at: fc.oneof(fc.integer({ min: 0, max: longest }), fc.constantFrom(0, longest)),
          number: fc.integer({ min: 0, max: touches - 1 }),
        }),
        { maxLength: 300 },
      ),
    }),
  );
  await fc.assert(
    fc.asyncProperty(contacts, async ({ layout, lookbackDays, contacts }) => {
      expect(await journeysOf(contacts, lookbackDays, layout)).toEqual(expected(contacts, lookbackDays));
    }),
    { seed: 7, numRuns: 300 },
  );
});

test("people are dealt out further where a contact would not fit into 64 bits", () => {
  expect(contactLayout(12, 1_999_999, 60 * DAY_MS)).toEqual({ parts: 128, timeBits: 33, numberBits: 4 });
  expect(contactLayout(100_000, 2 ** 32 - 1, YEAR_MS)).toEqual({ parts: 2 ** 21, timeBits: 36, numberBits: 17 });
});
