import { IANAZone } from "luxon";
import { z } from "zod";
import { isCurrencyCode } from "../../platform/money";
import { UserProblems } from "../../platform/user-error";
import { actions } from "./action";
import { textColumns } from "./touchpoint";

/** Fields that a mapping may fill from a column or a constant; time, identities, money and the event id have forms of their own. */
const FIELDS = [
  "action",
  "platform",
  "site",
  "brandCode",
  "categoryCode",
  ...textColumns.map(([field]) => field),
  "exposure",
  "rating",
  "durationSeconds",
  "quantity",
] as const;

const column = z.string().min(1).describe("Name of a column (CSV header) or key (NDJSON).");

const fieldSource = z.union([
  z.strictObject({ constant: z.union([z.string(), z.number()]).describe("The same value for every row.") }),
  z.strictObject({
    column,
    values: z
      .record(z.string(), z.string())
      .optional()
      .describe("Replaces values; a value that is not listed rejects the row unless `otherwise` is given."),
    otherwise: z.string().optional().describe("Value for what `values` does not list."),
    remove: z.string().optional().describe('Regular expression whose matches are removed first, e.g. "\\\\.0$".'),
  }),
]);

const time = z.strictObject({
  column,
  format: z
    .string()
    .min(1)
    .describe('"ISO" (RFC 3339), "UNIX_MILLIS", "UNIX_SECONDS", or a Luxon pattern, e.g. "yyyy-MM-dd HH:mm:ss".'),
  zone: z.string().optional().describe("IANA zone of times without an offset; required with a pattern."),
});

const identity = z.strictObject({
  namespace: z.string().min(1).describe("Declared identity namespace."),
  column,
  remove: z.string().optional().describe("Regular expression whose matches are removed first."),
  hash: z
    .enum(["NONE", "SHA256"])
    .default("NONE")
    .describe("SHA256: hash the column's value here, before it is stored."),
});

const money = z.strictObject({
  column,
  unit: z.enum(["MAJOR", "MINOR"]).describe("MAJOR: 399.00 is 399 yuan; MINOR: 39900 is 399 yuan."),
  currencyCode: z.string().length(3).describe("ISO 4217 code of every row."),
});

const eventId = z.union([
  z.strictObject({ column }),
  z.strictObject({
    derivedFrom: z.array(column).min(1).describe("Columns that together name an event."),
    exactDuplicates: z
      .enum(["KEEP", "DROP"])
      .describe("KEEP: equal rows are different events, told apart by file and line; DROP: they are one."),
  }),
]);

const newBrands = z.strictObject({
  zone: z
    .string()
    .refine((zone) => IANAZone.isValidZone(zone), "must be an IANA time zone")
    .describe("IANA zone in which their days begin."),
  currencyCode: z
    .string()
    .refine(isCurrencyCode, "must be an ISO 4217 code")
    .describe("ISO 4217 code of the money of their touchpoints."),
});

export const mappingSchema = z
  .strictObject({
    $schema: z.string().optional(),
    source: z
      .strictObject({
        code: z
          .string()
          .min(1)
          .describe("Code of the touchpoint source; it is made when the organisation has none of this code."),
        name: z.string().min(1).describe("Name for people."),
        visibility: z
          .enum(["CLOUD", "ORGANISATION"])
          .default("ORGANISATION")
          .describe("CLOUD: enters everybody's figures, benchmarks included; takes an operator's right."),
      })
      .describe("Who sends these rows."),
    format: z.enum(["CSV", "NDJSON"]).describe("Form of the files; either may be compressed with gzip."),
    delimiter: z.string().length(1).default(",").describe("Delimiter of CSV files."),
    fields: z.partialRecord(z.enum(FIELDS), fieldSource).describe("Touchpoint fields and where they come from."),
    time: time.describe("When the touchpoint happened."),
    identities: z
      .array(identity)
      .min(1)
      .max(20)
      .describe("Under which values the person is known; absent values are left out, one must remain."),
    money: money.optional().describe("Money of the row; absent values are left out."),
    eventId: eventId.describe("What makes a row an event."),
    ignored: z
      .array(column)
      .default([])
      .describe("Columns that are known and not used; any other unknown column is refused."),
    onUnknownBrand: z
      .enum(["REJECT", "CREATE"])
      .default("REJECT")
      .describe("CREATE: adds brands and categories that the catalogue lacks; takes an operator's right."),
    newBrands: newBrands.optional().describe("Of brands that CREATE adds; absent: Asia/Shanghai and CNY."),
  })
  .refine((mapping) => ["action", "platform", "site"].every((field) => field in mapping.fields), {
    message: `must fill action, platform and site; actions are ${actions.join(", ")}`,
    path: ["fields"],
  })
  .refine(
    (mapping) =>
      ["ISO", "UNIX_MILLIS", "UNIX_SECONDS"].includes(mapping.time.format) || mapping.time.zone !== undefined,
    {
      message: "must be given with a pattern, as its times carry no offset",
      path: ["time", "zone"],
    },
  )
  .meta({ title: "valuegraph touchpoint mapping", description: "How rows of a file become touchpoints." });

export type Mapping = z.infer<typeof mappingSchema>;

/** A mapping that cannot be used, with every problem and its path. */
const refused = (message: string): UserProblems => UserProblems.one("INVALID_MAPPING", null, message);

export const readMapping = (text: string, place: string): Mapping =>
  parseMapping(mappingSchema, text, { place, kind: "touchpoint" });

/** Reads a mapping of any kind; its schema is documented beside the touchpoints'. */
export function parseMapping<Schema extends z.ZodType>(
  schema: Schema,
  text: string,
  { place, kind }: { readonly place: string; readonly kind: string },
): z.infer<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw refused(`${place} must be JSON, but ${error instanceof Error ? error.message : String(error)}.`);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `  ${issue.path.join(".") || "(root)"}: ${issue.message}`);
  throw refused(
    `${place} must be ${kind === "touchpoint" ? "a" : "an"} ${kind} mapping (schema: docs/${kind}-mapping.schema.json), but:\n${problems.join("\n")}`,
  );
}

/** Every column that the mapping names: what a file's header may and must have. */
export function columnsOf(mapping: Mapping): {
  readonly used: ReadonlySet<string>;
  readonly known: ReadonlySet<string>;
} {
  const used = new Set<string>();
  for (const source of Object.values(mapping.fields)) if (source && "column" in source) used.add(source.column);
  used.add(mapping.time.column);
  for (const one of mapping.identities) used.add(one.column);
  if (mapping.money) used.add(mapping.money.column);
  if ("column" in mapping.eventId) used.add(mapping.eventId.column);
  else for (const name of mapping.eventId.derivedFrom) used.add(name);
  return { used, known: new Set([...used, ...mapping.ignored]) };
}
