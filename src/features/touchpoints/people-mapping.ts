import { z } from "zod";
import { mappingSchema, parseMapping } from "./mapping";

const { source, format, delimiter, identities, time, fields, ignored } = mappingSchema.shape;
const column = identities.element.shape.column;
const fieldSource = fields.valueType;

const shared = { $schema: z.string().optional(), source, format, delimiter, ignored };

/** One instant for all rows, or each row's own. */
const instant = z.union([
  z.strictObject({ constant: z.string().describe("RFC 3339 with an offset: the same instant for every row.") }),
  time.refine(({ format, zone }) => ["ISO", "UNIX_MILLIS", "UNIX_SECONDS"].includes(format) || zone !== undefined, {
    message: "must be given with a pattern, as its times carry no offset",
    path: ["zone"],
  }),
]);

const attributeSource = z.union([
  z.strictObject({ constant: z.string().describe("The same value for every row.") }),
  z.strictObject({
    column,
    values: z
      .record(z.string(), z.string())
      .optional()
      .describe("Replaces values; a value that is not listed is rejected unless `otherwise` is given."),
    otherwise: z.string().optional().describe("Value for what `values` does not list."),
    remove: z.string().optional().describe("Regular expression whose matches are removed first."),
    absent: z.array(z.string()).default([]).describe('What stands for no value besides an empty one, e.g. "NA".'),
  }),
]);

export const attributeMappingSchema = z
  .strictObject({
    ...shared,
    identity: identities.element.describe("Under which value the person is known."),
    asOf: instant.describe("The instant that the values are from."),
    attributes: z
      .record(z.string().min(1), attributeSource)
      .refine((attributes) => Object.keys(attributes).length > 0, { message: "must fill at least one attribute" })
      .describe("Attributes by code, as defineAttribute got it, and where their values come from."),
  })
  .meta({ title: "valuegraph attribute mapping", description: "How rows of a file become values of people." });

export const identityMappingSchema = z
  .strictObject({
    ...shared,
    identities,
    consent: fieldSource.describe("GRANTED or WITHDRAWN."),
    consentedAt: instant.describe("When the person said so."),
    purpose: fieldSource.optional().describe("What for; absent: for no purpose in particular."),
  })
  .meta({
    title: "valuegraph identity mapping",
    description: "How rows of a file become first-party identities with consent.",
  });

export type AttributeMapping = z.infer<typeof attributeMappingSchema>;
export type IdentityMapping = z.infer<typeof identityMappingSchema>;
export type Instant = z.infer<typeof instant>;

export const readAttributeMapping = (text: string, place: string): AttributeMapping =>
  parseMapping(attributeMappingSchema, text, { place, kind: "attribute" });

export const readIdentityMapping = (text: string, place: string): IdentityMapping =>
  parseMapping(identityMappingSchema, text, { place, kind: "identity" });

export interface PeopleColumns {
  readonly used: ReadonlySet<string>;
  readonly known: ReadonlySet<string>;
  /** Used, and not for identities: what a reject file may show. */
  readonly shown: ReadonlySet<string>;
}

/** Every column that the mapping names. */
export function peopleColumnsOf(mapping: AttributeMapping | IdentityMapping): PeopleColumns {
  const sources =
    "attributes" in mapping
      ? [...Object.values(mapping.attributes), mapping.asOf]
      : [mapping.consent, mapping.consentedAt, mapping.purpose];
  const plain = sources.flatMap((one) => (one && "column" in one ? [one.column] : []));
  const ofIdentities = ("identity" in mapping ? [mapping.identity] : mapping.identities).map((one) => one.column);
  const used = new Set([...plain, ...ofIdentities]);
  const shown = new Set(plain.filter((name) => !ofIdentities.includes(name)));
  return { used, known: new Set([...used, ...mapping.ignored]), shown };
}
