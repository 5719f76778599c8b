import { type AttributeDraft, type PersonRowRejection, rejectRow, type UploadDraft } from "../people";
import { type FileRow, identityReader, readerOf, textOf, timeReader } from "./map-row";
import type { AttributeMapping, IdentityMapping, Instant } from "./people-mapping";

/** What becomes of a line: one entry for each value or statement that it has. */
export type MapPeople<Draft> = (row: FileRow) => readonly (Draft | PersonRowRejection)[];

/** Compiles a mapping to a function over rows. An attribute that a row lacks is left out; a rejected one leaves the others. */
export function compileAttributes(mapping: AttributeMapping): MapPeople<AttributeDraft> {
  const readIdentity = identityReader([mapping.identity]);
  const readAsOf = instantReader(mapping.asOf);
  const readers = Object.entries(mapping.attributes).map(([attribute, source]) => ({
    attribute,
    read: readerOf(attribute, source),
    column: "column" in source ? source.column : null,
    absent: new Set("absent" in source ? source.absent : []),
  }));
  return (row) => {
    const [identity] = readIdentity(row);
    if (!identity) return [rejectRow("MISSING_FIELD", ["identity"], "identity must be given.")];
    const asOf = readAsOf(row);
    return readers.flatMap(({ attribute, read, column, absent }) => {
      const raw = column === null ? null : textOf(row[column]);
      if (raw !== null && absent.has(raw)) return [];
      const value = read(row);
      if (value === null) return [];
      return [typeof value === "object" ? value : { identity, attribute, value: String(value), asOf }];
    });
  };
}

export function compileIdentities(mapping: IdentityMapping): MapPeople<UploadDraft> {
  const readIdentities = identityReader(mapping.identities);
  const readConsent = readerOf("consent", mapping.consent);
  const readPurpose = mapping.purpose ? readerOf("purpose", mapping.purpose) : () => null;
  const readConsentedAt = instantReader(mapping.consentedAt);
  return (row) => {
    const consent = readConsent(row);
    if (consent === null) return [rejectRow("MISSING_FIELD", ["consent"], "consent must be given.")];
    if (typeof consent === "object") return [consent];
    const purpose = readPurpose(row);
    if (purpose !== null && typeof purpose === "object") return [purpose];
    return [
      {
        identities: readIdentities(row),
        consent: String(consent),
        consentedAt: readConsentedAt(row),
        purpose: purpose === null ? null : String(purpose),
      },
    ];
  };
}

function instantReader(instant: Instant): (row: FileRow) => string | number {
  if ("constant" in instant) return () => instant.constant;
  const read = timeReader(instant);
  return (row) => read(row[instant.column]);
}
