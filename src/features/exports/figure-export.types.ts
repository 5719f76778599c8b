import { Field, Int, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { Node, toNodeId } from "../../graphql/node";
import { Run, toRun } from "../../graphql/run";
import { BigIntScalar, DateTimeScalar } from "../../graphql/scalars";
import { userErrorType } from "../../graphql/user-errors";
import { EXPORT_DAYS, type ExportFile } from "../../platform/exports/export-file";
import type { ExportFormat } from "../../platform/exports/export-format";
import type { JobRun } from "../../platform/jobs/job-run";
import type { UserProblem } from "../../platform/user-error";
import { type ExportRequest, LINK_MINUTES } from "./figure-export";
import type { FigureColumn, FigureManifest } from "./figure-table";

export const FigureExportFormatEnum = { CSV: "CSV", NDJSON: "NDJSON", PARQUET: "PARQUET" };
registerEnumType(FigureExportFormatEnum, {
  name: "FigureExportFormat",
  description: "How a file of figures is written.",
  valuesConfig: {
    CSV: { description: "RFC 4180 with a header; null is left empty, an empty text is two quotes." },
    NDJSON: { description: "One object a line; whole numbers and decimals are texts." },
    PARQUET: { description: "One row group, not compressed; instants in milliseconds of UTC." },
  },
});

const FigureExportKindEnum = { ATTRIBUTION: "ATTRIBUTION", REVIEW: "REVIEW" };
registerEnumType(FigureExportKindEnum, {
  name: "FigureExportKind",
  description: "What a file of figures holds; clients must handle unknown values.",
  valuesConfig: {
    ATTRIBUTION: { description: "An attribution report: every dimension, model, day and hour of it." },
    REVIEW: { description: "A campaign's review: one figure a row." },
  },
});

const ColumnTypeEnum = {
  STRING: "STRING",
  INT64: "INT64",
  DECIMAL: "DECIMAL",
  DOUBLE: "DOUBLE",
  TIMESTAMP: "TIMESTAMP",
};
registerEnumType(ColumnTypeEnum, {
  name: "ExportColumnType",
  description: "What a column holds; clients must handle unknown values.",
  valuesConfig: {
    STRING: { description: "Text." },
    INT64: { description: "A whole number of 64 bits." },
    DECIMAL: { description: "An exact decimal with `scale` digits after the point." },
    DOUBLE: { description: "A floating-point number of 64 bits." },
    TIMESTAMP: { description: "An instant in UTC: RFC 3339 in CSV and NDJSON." },
  },
});

@Access("READ_ATTRIBUTION")
@ObjectType({ description: "A column of an exported file." })
export class ExportColumn {
  @Field({ description: "As in the file." })
  name!: string;

  @Field(() => ColumnTypeEnum, { description: "What it holds." })
  type!: FigureColumn["type"];

  @Field(() => Int, { nullable: true, description: "Digits after the point of a DECIMAL; null of other types." })
  scale!: number | null;

  @Field(() => String, {
    nullable: true,
    description: "What a value counts, e.g. conversions or a currency's code; null of names and keys.",
  })
  unit!: string | null;

  @Field({ description: "True: it may be null, and says when in its description." })
  isNullable!: boolean;

  @Field({ description: "What it says; for people." })
  description!: string;
}

@Access("READ_ATTRIBUTION")
@ObjectType({ description: "What an exported file holds. Columns are only ever added, at the end." })
export class ExportManifest {
  @Field(() => Int, { description: "Counts up when a column is added." })
  schemaVersion!: number;

  @Field(() => [ExportColumn], { description: "In the order of the file." })
  columns!: readonly ExportColumn[];

  @Field(() => Int, { description: "Rows, the header not counted." })
  rows!: number;

  @Field(() => BigIntScalar, { description: "Length of the file in bytes." })
  bytes!: bigint;

  @Field({ description: "SHA-256 of the file's bytes, in hexadecimal." })
  sha256!: string;

  @Field(() => String, {
    nullable: true,
    description: "Zone in which days begin, of the brand; null of imported paths.",
  })
  zone!: string | null;

  @Field({ description: "ISO 4217 code of every amount." })
  currencyCode!: string;
}

@Access("READ_ATTRIBUTION")
@ObjectType({ implements: Run, description: "The writing of a file of figures." })
export class FigureExportRun extends Run {}

export const toFigureExportRun = (run: JobRun): FigureExportRun => toRun(FigureExportRun, "FigureExportRun", run);

@Access("READ_ATTRIBUTION")
@ObjectType({
  implements: Node,
  description: `A file of published figures (批量导出), kept for ${EXPORT_DAYS} days. What is withheld in every answer is null in it, with a reason beside.`,
})
export class FigureExport extends Node {
  @Field(() => FigureExportKindEnum, { description: "What it holds." })
  kind!: ExportRequest["kind"];

  @Field(() => FigureExportFormatEnum, { description: "How it is written." })
  format!: ExportFormat;

  @Field(() => FigureExportRun, { description: "The work; poll it until it ended." })
  run!: FigureExportRun;

  @Field(() => String, {
    nullable: true,
    description: `Path on this server; whoever holds it may fetch the file without a key until expiresAt, ${LINK_MINUTES} minutes at most. Each answer gives a new one. Null until the file is written, and once it is gone.`,
  })
  url!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: "From when `url` is refused; null without it." })
  expiresAt!: Date | null;

  @Field(() => String, { nullable: true, description: "SHA-256 of the file's bytes, in hexadecimal; null without it." })
  sha256!: string | null;

  @Field(() => ExportManifest, { nullable: true, description: "What the file holds; null without it." })
  manifest!: ExportManifest | null;
}

/** Null where the file is not there. */
export interface FetchableFile {
  readonly file: ExportFile;
  readonly url: string;
  readonly validUntil: Date;
}

export function toFigureExport(run: JobRun, there: FetchableFile | null): FigureExport {
  const { kind, format } = run.payload as ExportRequest;
  return Object.assign(new FigureExport(), {
    id: toNodeId("FigureExport", run.id),
    ...{ kind, format, run: toFigureExportRun(run) },
    url: there?.url ?? null,
    expiresAt: there?.validUntil ?? null,
    sha256: there?.file.sha256 ?? null,
    manifest: there && toManifest(there.file),
  });
}

function toManifest({ manifest, sha256, bytes }: ExportFile): ExportManifest {
  const { columns, ...described } = manifest as FigureManifest;
  return Object.assign(new ExportManifest(), {
    ...described,
    ...{ sha256, bytes: BigInt(bytes) },
    columns: columns.map((column) =>
      Object.assign(new ExportColumn(), { ...column, scale: column.type === "DECIMAL" ? column.scale : null }),
    ),
  });
}

const FigureExportUserError = userErrorType("FigureExport", {});

@Access("READ_ATTRIBUTION")
@ObjectType({ description: "Answer of exportAttribution." })
export class ExportAttributionPayload {
  @Field(() => FigureExport, { nullable: true, description: "The export that was begun; null when refused." })
  export?: FigureExport | null;

  @Field(() => [FigureExportUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}

@Access("READ_ATTRIBUTION")
@ObjectType({ description: "Answer of exportReview." })
export class ExportReviewPayload {
  @Field(() => FigureExport, { nullable: true, description: "The export that was begun; null when refused." })
  export?: FigureExport | null;

  @Field(() => [FigureExportUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}
