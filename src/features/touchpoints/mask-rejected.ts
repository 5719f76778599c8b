import { columnsOf, type Mapping } from "./mapping";
import type { NamedRejection, RejectedLine, RejectedRow } from "./rejected-row";
import type { Rejection } from "./rejection";
import { type TouchpointDraft, textColumns } from "./touchpoint";

type Row = Readonly<Record<string, unknown>>;

/** Fields of a touchpoint that say nothing of who the person is. */
const SHOWN_FIELDS: ReadonlySet<string> = new Set([
  ...["eventId", "occurredAt", "action", "platform", "site", "brandCode", "categoryCode"],
  ...["rating", "durationSeconds", "value", "quantity", "tags"],
  ...textColumns.map(([field]) => field),
]);
const NAMESPACE = /^[A-Z][A-Z0-9_]{0,63}$/;
/** A shorter value is masked where it stands; elsewhere its characters would be found by chance. */
const SHORTEST_SECRET = 3;
/** Messages quote this much of a value. */
const QUOTED = 60;

/** Shown are columns that the mapping uses and not for identities: of any other nobody knows what it holds. */
export function maskLine(mapping: Mapping): (line: RejectedLine) => RejectedRow {
  const identities = mapping.identities.map((identity) => identity.column);
  return maskColumns(columnsOf(mapping).used, identities);
}

/** The same, for rows of another kind of mapping. */
export function maskColumns(
  used: ReadonlySet<string>,
  identities: readonly string[],
): <Line extends RejectedLine>(line: Line) => RejectedRow {
  const shown = new Set(used);
  for (const column of identities) shown.delete(column);
  return ({ file, line, row, rejection }) => {
    if (row === null) return { file, line, row, rejection };
    const secrets = secretsOf(identities.map((column) => row[column]));
    return { file, line, row: maskedRow(row, shown, secrets), rejection: scrubbed(rejection, secrets) };
  };
}

/** The same for a row that came as a touchpoint; `line` says where it stood, if that means anything. */
export function maskDraft(draft: TouchpointDraft, rejection: Rejection, line: number | null = null): RejectedRow {
  const { identities, ...fields } = draft;
  const known: readonly { readonly namespace?: unknown; readonly value?: unknown }[] = Array.isArray(identities)
    ? identities.map((identity) => identity ?? {})
    : [];
  const isNamespace = (namespace: unknown): boolean => NAMESPACE.test(String(namespace));
  // Who mixes the two up sends the value as the namespace.
  const secrets = secretsOf(
    known.flatMap(({ namespace, value }) => (isNamespace(namespace) ? [value] : [value, namespace])),
  );
  const row = {
    ...maskedRow(fields, SHOWN_FIELDS, secrets),
    identities: known.map(({ namespace, value }) => ({
      namespace: isNamespace(namespace) ? namespace : masked(namespace),
      value: masked(value),
    })),
  };
  return { file: null, line, row, rejection: scrubbed(rejection, secrets) };
}

function maskedRow(row: Row, shown: ReadonlySet<string>, secrets: readonly string[]): Row {
  const show = (value: unknown): unknown => {
    if (typeof value === "string") return withoutSecrets(value, secrets);
    const text = JSON.stringify(value) ?? "";
    return secrets.some((secret) => text.includes(secret)) ? masked(value) : value;
  };
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => [column, shown.has(column) ? show(value) : masked(value)]),
  );
}

/** A column that is shown may hold the person too, and a message quotes what it refuses. */
const scrubbed = (rejection: NamedRejection, secrets: readonly string[]): NamedRejection => ({
  ...rejection,
  message: withoutSecrets(rejection.message, secrets),
});

/** Longest first, so that no part of one is left over by another. */
function secretsOf(values: readonly unknown[]): readonly string[] {
  const texts = values.map((value) => String(value ?? ""));
  const secrets = new Set([...texts, ...texts.map((text) => text.slice(0, QUOTED))]);
  return [...secrets].filter((text) => text.length >= SHORTEST_SECRET).sort((a, b) => b.length - a.length);
}

const withoutSecrets = (text: string, secrets: readonly string[]): string =>
  secrets.reduce((rest, secret) => rest.replaceAll(secret, () => masked(secret)), text);

const masked = (value: unknown): string => `${String(value).slice(0, 2)}***`;
