import type { Identity, IdentityOrigin } from "./identity";
import type { PersonDirectory } from "./person-directory";
import { type AnsweredPersonRow, rejectRow } from "./upload-row";

/** What a sender is told of a row that names an erased identity, wherever rows come in. */
export const IDENTITY_WAS_ERASED =
  "The identity was erased at its person's request and is not taken again; leave the person out of what you send.";

/** A row about a person on its way in. */
interface NamedRow {
  readonly index: number;
  readonly identities: readonly Identity[];
  /** Path of an identity in the row. */
  readonly pathOf: (place: number) => readonly string[];
}

/** The rows that name no erased identity; of the others the answers say why they are not taken. */
export async function withoutErased<Row extends NamedRow>(
  people: PersonDirectory,
  origin: Pick<IdentityOrigin, "peopleVersion">,
  rows: readonly Row[],
  answers: AnsweredPersonRow[],
): Promise<readonly Row[]> {
  const erased = await people.findErased(
    rows.map(({ identities }) => identities),
    origin,
  );
  for (const [row, place] of erased) {
    const { index, pathOf } = rows[row]!;
    const rejection = rejectRow("IDENTITY_ERASED", [...pathOf(place), "value"], IDENTITY_WAS_ERASED);
    answers[index] = { index, outcome: "REJECTED", rejection };
  }
  return rows.filter((_, row) => !erased.has(row));
}
